package edit

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"

	"golang.org/x/sys/unix"
)

// ErrInterrupt says that the line was given up with Ctrl-C.
var ErrInterrupt = errors.New("interrupted")

// Editor reads lines from a terminal. It is used by one goroutine at a time.
type Editor struct {
	// History holds the lines for the up key and Ctrl-R; nil for none.
	History *History
	// Complete returns where the word before the cursor starts and what it
	// could become; nil for none. A candidate ends with a space when the word
	// is finished with it.
	Complete func(before string) (start int, candidates []string)

	in, out int
	keys    input
	screen  screen
	prompt  string
	line    string
	cursor  int // an offset in line
	killed  string
	tabs    int // how often Tab was pressed in a row
	recall  recall
}

// New makes an editor that reads from in and draws on out, both the same
// terminal. The descriptors stay the caller's.
func New(in, out int) *Editor { return &Editor{in: in, out: out, History: &History{}} }

// ReadLine shows a prompt and returns the line that was typed, without a
// newline; a pasted one may contain newlines. The terminal is in raw mode
// meanwhile, and as it was before afterwards. The error is [ErrInterrupt],
// io.EOF for Ctrl-D on an empty line or a terminal that is gone, or the
// kernel's. Sources: termios(3), ioctl_tty(2).
func (e *Editor) ReadLine(prompt string) (string, error) {
	old, err := unix.IoctlGetTermios(e.in, unix.TCGETS)
	if err != nil {
		return "", err
	}
	if err := unix.IoctlSetTermios(e.in, unix.TCSETSW, raw(*old)); err != nil {
		return "", err
	}
	defer unix.IoctlSetTermios(e.in, unix.TCSETSW, old) //nolint:errcheck // a terminal that hung up has no modes
	stop, err := e.watchSize()
	if err != nil {
		return "", err
	}
	defer stop()
	e.start(prompt)
	line, err := e.run()
	e.write("\x1b[?2004l")
	return line, err
}

// raw gives every byte to the program at once and leaves Ctrl-C a byte. What is
// printed is still processed: other programs may write at the same time. Enter
// still becomes a newline (ICRNL), so that a line typed ahead is one for the
// program that gets to read it.
func raw(t unix.Termios) *unix.Termios {
	t.Iflag &^= unix.INLCR | unix.IXON | unix.ISTRIP
	t.Lflag &^= unix.ICANON | unix.ECHO | unix.ISIG | unix.IEXTEN
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return &t
}

// watchSize turns SIGWINCH into a byte on a pipe, so that one poll waits for
// keys and for the window.
func (e *Editor) watchSize() (stop func(), err error) {
	var p [2]int
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		return nil, err
	}
	e.keys.fd, e.keys.wake = e.in, p[0]
	resized := make(chan os.Signal, 1)
	finished := make(chan struct{})
	signal.Notify(resized, unix.SIGWINCH)
	go func() {
		defer close(finished)
		for range resized {
			unix.Write(p[1], []byte{0}) //nolint:errcheck // a full pipe wakes the reader just as well
		}
	}()
	return func() {
		signal.Stop(resized)
		close(resized)
		<-finished
		unix.Close(p[0])
		unix.Close(p[1])
	}, nil
}

// start draws an empty line. Of a prompt of several rows only the last is
// drawn again with each key.
func (e *Editor) start(prompt string) {
	lead := prompt[:strings.LastIndexByte(prompt, '\n')+1]
	e.prompt = prompt[len(lead):]
	e.line, e.cursor, e.tabs = "", 0, 0
	e.recall = recall{at: e.History.len()}
	e.screen = screen{cols: e.columns()}
	e.write("\x1b[?2004h" + strings.ReplaceAll(lead, "\n", "\r\n"))
	e.draw()
}

func (e *Editor) columns() int {
	size, err := unix.IoctlGetWinsize(e.out, unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 {
		return 80
	}
	return int(size.Col)
}

// run handles keys until one of them ends the line.
func (e *Editor) run() (string, error) {
	for {
		k, text, err := e.keys.next()
		if err != nil {
			return "", io.EOF
		}
		if k != control+"i" {
			e.tabs = 0
		}
		switch {
		case k == control+"m" || k == control+"j":
			return e.accept()
		case k == control+"c":
			e.cursor = len(e.line)
			e.draw()
			e.write("^C\r\n")
			return "", ErrInterrupt
		case k == control+"d" && e.line == "":
			return "", io.EOF
		case k == control+"r":
			if done, err := e.search(); done || err != nil {
				return e.line, err
			}
		case k == "" || k == keyPaste:
			e.insert(text)
		default:
			e.command(k)
		}
		e.draw()
	}
}

func (e *Editor) accept() (string, error) {
	e.cursor = len(e.line)
	e.draw()
	e.write("\r\n")
	e.History.Add(e.line)
	return e.line, nil
}

// command carries out a key that neither inserts nor ends the line.
func (e *Editor) command(k key) {
	switch k {
	case keyLeft, control + "b":
		e.cursor -= previousCluster(e.line[:e.cursor])
	case keyRight, control + "f":
		e.cursor += nextCluster(e.line[e.cursor:])
	case keyHome, control + "a":
		e.cursor = 0
	case keyEnd, control + "e":
		e.cursor = len(e.line)
	case keyWordL:
		e.cursor = e.wordStart()
	case keyWordR:
		e.cursor = e.wordEnd()
	case keyDelete, control + "d":
		e.remove(e.cursor, e.cursor+nextCluster(e.line[e.cursor:]))
	case control + "h", control + "?":
		e.remove(e.cursor-previousCluster(e.line[:e.cursor]), e.cursor)
	case control + "k":
		e.kill(e.cursor, len(e.line))
	case control + "u":
		e.kill(0, e.cursor)
	case control + "w":
		e.kill(e.wordStart(), e.cursor)
	case control + "y":
		e.insert(e.killed)
	case control + "t":
		e.transpose()
	case control + "l":
		e.write("\x1b[H\x1b[2J")
		e.screen.row = 0
	case control + "i":
		e.complete()
	case keyUp, control + "p":
		e.recallLine(-1)
	case keyDown, control + "n":
		e.recallLine(+1)
	case keyResize:
		e.screen.resize(e.columns())
	}
}

func (e *Editor) insert(text string) {
	e.line = e.line[:e.cursor] + text + e.line[e.cursor:]
	e.cursor = boundary(e.line, e.cursor+len(text))
}

func (e *Editor) remove(from, to int) {
	e.line = e.line[:from] + e.line[to:]
	e.cursor = boundary(e.line, from)
}

func (e *Editor) kill(from, to int) {
	if from < to {
		e.killed = e.line[from:to]
	}
	e.remove(from, to)
}

func (e *Editor) wordStart() int {
	return strings.LastIndexByte(strings.TrimRight(e.line[:e.cursor], " "), ' ') + 1
}

func (e *Editor) wordEnd() int {
	rest := e.line[e.cursor:]
	spaces := len(rest) - len(strings.TrimLeft(rest, " "))
	if n := strings.IndexByte(rest[spaces:], ' '); n >= 0 {
		return e.cursor + spaces + n
	}
	return len(e.line)
}

// transpose exchanges the clusters on both sides of the cursor; at the end of
// the line, the last two.
func (e *Editor) transpose() {
	if e.cursor == len(e.line) {
		e.cursor -= previousCluster(e.line)
	}
	left := previousCluster(e.line[:e.cursor])
	right := nextCluster(e.line[e.cursor:])
	if left == 0 || right == 0 {
		return
	}
	a, b := e.line[e.cursor-left:e.cursor], e.line[e.cursor:e.cursor+right]
	e.line = e.line[:e.cursor-left] + b + a + e.line[e.cursor+right:]
	e.cursor += right
}

func (e *Editor) draw() { e.write(e.screen.draw(e.prompt, e.line, e.cursor)) }

// write ignores errors: a terminal that is gone ends the next read.
func (e *Editor) write(text string) {
	for data := []byte(text); len(data) > 0; {
		n, err := unix.Write(e.out, data)
		if err != nil && err != unix.EINTR {
			return
		}
		data = data[max(n, 0):]
	}
}
