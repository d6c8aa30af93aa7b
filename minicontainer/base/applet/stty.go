package applet

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

var sttyCommand = command{
	name: "stty", usage: "[-a] [size] [sane] [raw] [[-]echo] [[-]icanon] [[-]isig] [rows N] [cols N]", short: "show or set the modes of the terminal on standard input",
	raw: true, run: runStty,
}

type terminalMode struct {
	name  string
	field func(*unix.Termios) *uint32
	bit   uint32
}

func inputModes(t *unix.Termios) *uint32  { return &t.Iflag }
func outputModes(t *unix.Termios) *uint32 { return &t.Oflag }
func localModes(t *unix.Termios) *uint32  { return &t.Lflag }

func terminalModes() []terminalMode {
	return []terminalMode{
		{"icrnl", inputModes, unix.ICRNL}, {"ixon", inputModes, unix.IXON}, {"brkint", inputModes, unix.BRKINT},
		{"inlcr", inputModes, unix.INLCR}, {"igncr", inputModes, unix.IGNCR}, {"istrip", inputModes, unix.ISTRIP}, {"iutf8", inputModes, unix.IUTF8},
		{"opost", outputModes, unix.OPOST}, {"onlcr", outputModes, unix.ONLCR},
		{"isig", localModes, unix.ISIG}, {"icanon", localModes, unix.ICANON}, {"iexten", localModes, unix.IEXTEN},
		{"echo", localModes, unix.ECHO}, {"echoe", localModes, unix.ECHOE}, {"echok", localModes, unix.ECHOK},
		{"echoctl", localModes, unix.ECHOCTL}, {"echoke", localModes, unix.ECHOKE}, {"noflsh", localModes, unix.NOFLSH}, {"tostop", localModes, unix.TOSTOP},
	}
}

func runStty(c *call) error {
	words := c.operands
	if len(words) == 0 || words[0] == "-a" {
		return c.sttyShow()
	}
	if words[0] == "size" {
		size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ)
		if err != nil {
			return fmt.Errorf("get terminal size: %w", err)
		}
		c.printf("%d %d\n", size.Row, size.Col)
		return nil
	}
	return sttyApply(words)
}

func (c *call) sttyShow() error {
	modes, err := unix.IoctlGetTermios(0, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("get terminal modes: %w", err)
	}
	if size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ); err == nil {
		c.printf("rows %d; columns %d;\n", size.Row, size.Col)
	}
	for _, key := range []struct {
		name  string
		index int
	}{{"intr", unix.VINTR}, {"quit", unix.VQUIT}, {"erase", unix.VERASE}, {"kill", unix.VKILL}, {"eof", unix.VEOF}, {"susp", unix.VSUSP}} {
		c.printf("%s = %s; ", key.name, controlName(modes.Cc[key.index]))
	}
	var words []string
	for _, mode := range terminalModes() {
		sign := "-"
		if *mode.field(modes)&mode.bit != 0 {
			sign = ""
		}
		words = append(words, sign+mode.name)
	}
	c.printf("\n%s\n", strings.Join(words, " "))
	return nil
}

func controlName(b byte) string {
	switch {
	case b == 0:
		return "<undef>"
	case b == 127:
		return "^?"
	case b < ' ':
		return "^" + string(rune(b+'@'))
	}
	return string(rune(b))
}

func sttyApply(words []string) error {
	modes, err := unix.IoctlGetTermios(0, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("get terminal modes: %w", err)
	}
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch word {
		case "sane", "cooked", "-raw":
			sane(modes)
		case "raw", "-cooked":
			raw(modes)
		case "rows", "cols", "columns":
			if len(words) == 0 {
				return usagef("%s needs a number", word)
			}
			if err := setTerminalSize(word, words[0]); err != nil {
				return err
			}
			words = words[1:]
		default:
			if !setTerminalMode(modes, word) {
				return usagef("unknown mode %s", word)
			}
		}
	}
	if err := unix.IoctlSetTermios(0, unix.TCSETSW, modes); err != nil {
		return fmt.Errorf("set terminal modes: %w", err)
	}
	return nil
}

func setTerminalMode(modes *unix.Termios, word string) bool {
	name, off := strings.CutPrefix(word, "-")
	for _, mode := range terminalModes() {
		if mode.name != name {
			continue
		}
		if off {
			*mode.field(modes) &^= mode.bit
		} else {
			*mode.field(modes) |= mode.bit
		}
		return true
	}
	return false
}

// sane is the line discipline of a login: lines, echo, signals from keys.
func sane(t *unix.Termios) {
	t.Iflag = t.Iflag&^(unix.INLCR|unix.IGNCR|unix.ISTRIP) | unix.ICRNL | unix.IXON | unix.BRKINT
	t.Oflag |= unix.OPOST | unix.ONLCR
	t.Lflag = t.Lflag&^(unix.NOFLSH|unix.TOSTOP) | unix.ISIG | unix.ICANON | unix.IEXTEN | unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHOCTL | unix.ECHOKE
	for index, key := range map[int]byte{unix.VINTR: 3, unix.VQUIT: 28, unix.VERASE: 127, unix.VKILL: 21, unix.VEOF: 4, unix.VSUSP: 26} {
		t.Cc[index] = key
	}
}

// raw hands every byte through as it comes.
func raw(t *unix.Termios) {
	t.Iflag &^= unix.ICRNL | unix.INLCR | unix.IGNCR | unix.IXON | unix.BRKINT | unix.ISTRIP
	t.Oflag &^= unix.OPOST
	t.Lflag &^= unix.ISIG | unix.ICANON | unix.IEXTEN | unix.ECHO
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
}

func setTerminalSize(which, text string) error {
	n, err := parseCount(text)
	if err != nil {
		return usageError{err.Error()}
	}
	size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ)
	if err != nil {
		return fmt.Errorf("get terminal size: %w", err)
	}
	if which == "rows" {
		size.Row = uint16(n)
	} else {
		size.Col = uint16(n)
	}
	if err := unix.IoctlSetWinsize(0, unix.TIOCSWINSZ, size); err != nil {
		return fmt.Errorf("set terminal size: %w", err)
	}
	return nil
}
