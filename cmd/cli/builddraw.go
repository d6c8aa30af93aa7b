//go:build linux

// What build shows: one line a step, and below it what its process prints.
//
//	[1/4] FROM base
//	[2/4] COPY a.txt / · CACHED
//	[3/4] RUN make
//	cc -o a a.c
//	      · 1.2s
//
// A step's line is begun with the step and ended with its result, so that it is plain text that grows: nothing is ever
// drawn over, and a log file shows the same.

package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/build"
)

// buildDrawing is the terminal of a build.
type buildDrawing struct {
	*Program
	quiet, plain bool
	open         bool // the step's line is not ended
	newline      bool // what was printed last ended a line
}

func (d *buildDrawing) event(e build.Event) {
	if d.quiet {
		return
	}
	switch e.Kind {
	case build.Warning:
		fmt.Fprintln(d.Stderr, d.paint(color.FgYellow, "warning:"), e.Text)
	case build.StepBegins:
		fmt.Fprint(d.Stderr, d.head(e))
		d.open = true
	case build.StepOutput:
		d.output(e.Output)
	case build.StepEnds:
		d.end(e)
	}
}

// head is where a step is, and what it is: on a terminal no longer than a line.
func (d *buildDrawing) head(e build.Event) string {
	where := fmt.Sprintf("%d/%d", e.Number, e.Of)
	if e.Stage != "" {
		where = e.Stage + " " + where
	}
	where, text := "["+where+"] ", e.Text
	if !d.plain {
		const result = 12 // columns for " · CACHED"
		text = shortened(text, d.columns()-len(where)-result)
	}
	return d.paint(color.FgCyan, where) + text
}

// columns is the width of the terminal that errors go to.
func (d *buildDrawing) columns() int {
	const page = 80
	if width, _, err := term.GetSize(int(d.Stderr.Fd())); err == nil && width > 0 {
		return width
	}
	return page
}

// shortened is as much of the text as goes into so many columns.
func shortened(text string, columns int) string {
	if cells.Of(text) <= columns || columns < 2 {
		return text
	}
	used := 0
	for i, r := range text {
		if used += cells.OfRune(r); used > columns-1 {
			return text[:i] + "…"
		}
	}
	return text
}

func (d *buildDrawing) output(text []byte) {
	if d.open {
		fmt.Fprintln(d.Stderr)
		d.open = false
	}
	d.Stderr.Write(text) //nolint:errcheck // there is nobody left to tell
	d.newline = text[len(text)-1] == '\n'
}

func (d *buildDrawing) end(e build.Event) {
	var result string
	switch {
	case e.Err != nil:
		result = d.paint(color.FgRed, "failed")
	case e.Cached:
		result = d.paint(color.FgGreen, "CACHED")
	case !e.NoLayer:
		result = e.Elapsed.Round(100 * time.Millisecond).String()
	}
	if !d.open {
		if !d.newline {
			fmt.Fprintln(d.Stderr)
		}
		fmt.Fprint(d.Stderr, strings.Repeat(" ", 5))
	}
	if result != "" {
		fmt.Fprint(d.Stderr, " · ", result)
	}
	fmt.Fprintln(d.Stderr)
	d.open = false
}

// failed shows the last that a process wrote, where that was not shown when it did.
func (d *buildDrawing) failed(err error) {
	var exit *build.ExitError
	if d.quiet && errors.As(err, &exit) && len(exit.Output) > 0 {
		fmt.Fprintf(d.Stderr, "%s\n", exit.Output)
	}
}

func (d *buildDrawing) paint(c color.Attribute, text string) string {
	paint := color.New(c)
	if d.plain {
		paint.DisableColor()
	} else {
		paint.EnableColor()
	}
	return paint.Sprint(text)
}
