//go:build linux

// What is on its way between here and a registry: at a terminal one line for each layer, drawn again and again in
// the same place; else one line for each thing that happens, as in a log.

package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// transferWords are Docker's, for one direction.
type transferWords struct {
	waiting, moving string
	ended           map[registry.Outcome]string
}

var pullWords = transferWords{"Pulling fs layer", "Downloading", map[registry.Outcome]string{
	registry.Moved: "Download complete", registry.Present: "Already exists"}}

var pushWords = transferWords{"Preparing", "Pushing", map[registry.Outcome]string{
	registry.Moved: "Pushed", registry.Present: "Layer already exists", registry.Mounted: "Mounted from another repository"}}

// transfers shows the layers that are on their way. It is a registry.Progress.
type transfers struct {
	out    io.Writer
	screen func() (width, height int) // nil: not a terminal
	words  transferWords

	mu    sync.Mutex
	rows  []*transfer
	of    map[digest.Digest]*transfer
	drawn int // lines of them are above the cursor
	last  time.Time
}

// transfer is one layer.
type transfer struct {
	id, state   string
	done, total int64
	moving      bool
	came        bool // it was not here
	ended       bool
}

// showTransfers shows these layers, the lowest first. Other blobs are not spoken of.
func (p *Program) showTransfers(words transferWords, layers []v1.Descriptor) *transfers {
	t := &transfers{out: p.Stdout, words: words, of: map[digest.Digest]*transfer{}}
	if isTerminal(p.Stdout) {
		t.screen = func() (width, height int) {
			width, height, err := term.GetSize(int(p.Stdout.Fd()))
			if err != nil || width == 0 || height == 0 {
				return 80, 24
			}
			return width, height
		}
	}
	for _, d := range layers {
		t.of[d.Digest] = &transfer{id: fmt.Sprintf("%.12s", d.Digest.Encoded()), total: d.Size}
	}
	return t
}

// Begin shows a layer that is going to move. A log says so only when it does, as it may be here already.
func (t *transfers) Begin(d v1.Descriptor) {
	t.change(d.Digest, func(r *transfer) {
		t.rows = append(t.rows, r)
		if t.screen != nil {
			t.say(r, t.words.waiting)
		}
	})
}

// often is how often a terminal is drawn.
const often = 100 * time.Millisecond

// Add moves a layer's bar.
func (t *transfers) Add(d digest.Digest, n int64) {
	t.change(d, func(r *transfer) {
		if t.screen == nil && !r.moving {
			t.say(r, t.words.waiting)
		}
		r.done += n
		r.moving, r.state = true, t.words.moving
		if t.screen != nil && time.Since(t.last) > often {
			t.draw()
		}
	})
}

// End shows how a layer came to be where it has to be.
func (t *transfers) End(d digest.Digest, how registry.Outcome) {
	t.change(d, func(r *transfer) {
		r.came, r.ended = how == registry.Moved, true
		t.say(r, t.words.ended[how])
	})
}

// complete says of all layers that came that more was done with them.
func (t *transfers) complete(state string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.rows {
		if r.came {
			t.say(r, state)
		}
	}
}

func (t *transfers) change(d digest.Digest, do func(r *transfer)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.of[d]; r != nil {
		do(r)
	}
}

func (t *transfers) say(r *transfer, state string) {
	r.state, r.moving = state, false
	if t.screen == nil {
		fmt.Fprintln(t.out, r.id+": "+state)
		return
	}
	t.draw()
}

// finish leaves all layers on the screen, and the cursor below them.
func (t *transfers) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.screen == nil || len(t.rows) == 0 {
		return
	}
	width, _ := t.screen()
	t.print(t.lines(t.rows, width))
	t.drawn = 0
}

// draw writes as many lines as the screen has room for: what has scrolled away cannot be written over.
func (t *transfers) draw() {
	width, height := t.screen()
	rows := t.rows
	more := ""
	if room := max(height-1, 2); len(rows) > room {
		rows = firstOf(rows, room-1)
		more = fmt.Sprintf("and %d more", len(t.rows)-len(rows))
	}
	lines := t.lines(rows, width)
	if more != "" {
		lines = append(lines, cut(more, width-1))
	}
	t.print(lines)
	t.drawn, t.last = len(lines), time.Now()
}

// firstOf prefers what still moves.
func firstOf(rows []*transfer, n int) (first []*transfer) {
	for _, ended := range []bool{false, true} {
		for _, r := range rows {
			if r.ended == ended && len(first) < n {
				first = append(first, r)
			}
		}
	}
	return first
}

// lines leave the last column free: a character there would make some terminals begin a line of their own.
func (t *transfers) lines(rows []*transfer, width int) (lines []string) {
	for _, r := range rows {
		lines = append(lines, r.line(width-1))
	}
	return lines
}

// print goes up to the first of the lines drawn before, writes over each, and clears what is left below. It is one
// write, so that no half of it is ever seen.
func (t *transfers) print(lines []string) {
	var text strings.Builder
	if t.drawn > 0 {
		fmt.Fprintf(&text, "\x1b[%dA", t.drawn)
	}
	for _, line := range lines {
		text.WriteString("\r" + line + "\x1b[K\n")
	}
	text.WriteString("\x1b[J")
	io.WriteString(t.out, text.String()) //nolint:errcheck // there is nobody left to tell
}

// line is a layer's line, in at most width columns: with a bar if there is room for one.
func (r *transfer) line(width int) string {
	const shortest, longest = 10, 50
	text := r.id + ": " + r.state
	if !r.moving || r.total <= 0 {
		return cut(text, width)
	}
	numbers := image.Decimal(r.done) + "/" + image.Decimal(r.total)
	room := min(width-cells.Of(text)-len(numbers)-len(" [] "), longest)
	if room < shortest {
		return cut(text+" "+numbers, width)
	}
	filled := int(int64(room) * min(r.done, r.total) / r.total)
	bar := strings.Repeat("=", filled)
	if filled > 0 && filled < room {
		bar = bar[1:] + ">"
	}
	return fmt.Sprintf("%s [%-*s] %s", text, room, bar, numbers)
}

// cut shortens a text to so many columns of a terminal.
func cut(text string, width int) string {
	for i, r := range text {
		if width -= cells.OfRune(r); width < 0 {
			return text[:i]
		}
	}
	return text
}
