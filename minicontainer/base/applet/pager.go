package applet

import (
	"fmt"
	"io"
	"os"
	"regexp"

	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

var moreCommand = command{
	name: "more", usage: "[FILE]...", short: "show a text screen by screen", interactive: true, run: runPager,
}

var lessCommand = command{
	name: "less", usage: "[-N] [FILE]...", short: "show a text screen by screen", options: "NSRFXi", interactive: true, run: runPager,
}

// A pager holds the text in lines, since it goes back as well as on.
type pager struct {
	*call
	lines    []string
	top      int // first line on the screen
	rows     int
	pattern  *regexp.Regexp
	message  string
	keyboard *keyboard
}

func runPager(c *call) error {
	if !c.out.terminal {
		return c.eachInput(func(_ string, r io.Reader) error {
			_, err := io.Copy(c.out, r)
			return err
		})
	}
	p := &pager{call: c}
	c.eachInput(func(_ string, r io.Reader) error { //nolint:errcheck // reported as they come
		return eachLine(r, func(line []byte, _ bool) error {
			p.lines = append(p.lines, string(line))
			return nil
		})
	})
	var err error
	if p.keyboard, err = openKeyboard(); err != nil {
		return err
	}
	defer p.keyboard.Close() //nolint:errcheck // the terminal is gone, then
	for more := true; more; {
		p.draw()
		more = p.press(p.keyboard.key())
	}
	p.printf("\r\x1b[K")
	return nil
}

func (p *pager) draw() {
	_, rows, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || rows < 2 {
		rows = 24
	}
	p.rows = rows - 1
	p.top = max(0, min(p.top, len(p.lines)-p.rows))
	p.printf("%s", clearScreen)
	for i := p.top; i < min(len(p.lines), p.top+p.rows); i++ {
		number := ""
		if p.has("N") {
			number = fmt.Sprintf("%6d ", i+1)
		}
		p.printf("%s\r\n", p.fit(number+printableLine(p.lines[i])))
	}
	p.printf("\x1b[7m%s\x1b[m", p.status())
	p.message = ""
	p.flush()
}

func (p *pager) status() string {
	switch {
	case p.message != "":
		return p.message
	case p.top+p.rows >= len(p.lines):
		return "(END)"
	}
	return fmt.Sprintf("%d%%", 100*(p.top+p.rows)/len(p.lines))
}

// printableLine shows a tab as blanks and a control code as a question mark.
func printableLine(line string) string {
	var out []rune
	width := 0
	for _, r := range line {
		if r == '\t' {
			for out, width = append(out, ' '), width+1; width%8 != 0; width++ {
				out = append(out, ' ')
			}
			continue
		}
		out = append(out, r)
		width += cells.OfRune(r)
	}
	return printable(string(out))
}

// press acts on a key and tells whether to go on. An arrow key comes as three
// bytes: ESC [ and a letter.
func (p *pager) press(key byte) bool {
	if key == 27 && p.keyboard.key() == '[' {
		key = map[byte]byte{'A': 'k', 'B': 'j', '5': 'b', '6': ' ', 'H': 'g', 'F': 'G'}[p.keyboard.key()]
	}
	switch key {
	case 'q', 'Q':
		return false
	case ' ', 'f':
		if p.name == "more" && p.top+p.rows >= len(p.lines) {
			return false
		}
		p.top += p.rows
	case 'b':
		p.top -= p.rows
	case '\r', '\n', 'j':
		p.top++
	case 'k':
		p.top--
	case 'g':
		p.top = 0
	case 'G':
		p.top = len(p.lines)
	case '/':
		p.ask()
	case 'n':
		p.search(p.top + 1)
	}
	return true
}

// ask reads a pattern at the bottom of the screen and looks for it.
func (p *pager) ask() {
	var text []byte
	for {
		p.printf("\r\x1b[K/%s", text)
		p.flush()
		switch key := p.keyboard.key(); key {
		case '\r', '\n':
			pattern, err := compilePOSIX(translateBRE(string(text)), p.has("i"))
			if err != nil {
				p.message = err.Error()
				return
			}
			p.pattern = pattern
			p.search(p.top)
			return
		case 27:
			return
		case 127, 8:
			text = text[:max(0, len(text)-1)]
		default:
			text = append(text, key)
		}
	}
}

func (p *pager) search(from int) {
	if p.pattern == nil {
		return
	}
	for i := from; i < len(p.lines); i++ {
		if p.pattern.MatchString(p.lines[i]) {
			p.top = i
			return
		}
	}
	p.message = "Pattern not found"
}
