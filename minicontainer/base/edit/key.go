package edit

import (
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// key is one key: its text when it is to be inserted, else a name.
type key string

const (
	keyUp      key = "up"
	keyDown    key = "down"
	keyLeft    key = "left"
	keyRight   key = "right"
	keyHome    key = "home"
	keyEnd     key = "end"
	keyDelete  key = "delete"
	keyPaste   key = "paste"
	keyResize  key = "resize"
	keyUnknown key = "unknown"
	keyWordL   key = "word left"
	keyWordR   key = "word right"
)

const control = "control " // and a letter: control a

// sequences are what xterm and its heirs send, without the leading ESC.
var sequences = map[string]key{
	"[A": keyUp, "[B": keyDown, "[C": keyRight, "[D": keyLeft, "[H": keyHome, "[F": keyEnd,
	"OA": keyUp, "OB": keyDown, "OC": keyRight, "OD": keyLeft, "OH": keyHome, "OF": keyEnd,
	"[1~": keyHome, "[4~": keyEnd, "[7~": keyHome, "[8~": keyEnd, "[3~": keyDelete,
	"[1;5C": keyWordR, "[1;5D": keyWordL, "[1;3C": keyWordR, "[1;3D": keyWordL, "b": keyWordL, "f": keyWordR,
	"[200~": keyPaste,
}

// input reads keys from a terminal in raw mode. A byte arriving at wake, a
// pipe, means that the window has another size.
type input struct {
	fd, wake int
	pending  []byte
}

// An escape key pressed alone and the start of a sequence differ only in time.
const sequenceTimeout = 50 // milliseconds

// next returns a key and the text that belongs to it.
func (in *input) next() (key, string, error) {
	if len(in.pending) == 0 {
		resized, err := in.fill(-1)
		if err != nil || resized {
			return keyResize, "", err
		}
	}
	switch c := in.pending[0]; {
	case c == 0x1b:
		return in.escape()
	case c < ' ' || c == 0x7f:
		in.pending = in.pending[1:]
		return control + key(rune(c^0x40)|0x20), "", nil
	}
	return "", in.text(), nil
}

// text takes one character. The bytes of one may arrive apart; what never
// becomes a character is passed on as the byte it is.
func (in *input) text() string {
	for !utf8.FullRune(in.pending) {
		before := len(in.pending)
		if _, err := in.fill(sequenceTimeout); err != nil || len(in.pending) == before {
			break
		}
	}
	_, n := utf8.DecodeRune(in.pending)
	text := string(in.pending[:n])
	in.pending = in.pending[n:]
	return text
}

func (in *input) escape() (key, string, error) {
	for {
		n, complete := sequenceLen(in.pending[1:])
		if complete {
			k, ok := sequences[string(in.pending[1:1+n])]
			in.pending = in.pending[1+n:]
			switch {
			case k == keyPaste:
				text, err := in.paste()
				return keyPaste, text, err
			case !ok:
				return keyUnknown, "", nil
			}
			return k, "", nil
		}
		before := len(in.pending)
		if _, err := in.fill(sequenceTimeout); err != nil {
			return keyUnknown, "", err
		}
		if len(in.pending) == before {
			in.pending = nil
			return keyUnknown, "", nil
		}
	}
}

// sequenceLen measures what follows ESC: [ parameters letter, O letter, or one
// character.
func sequenceLen(b []byte) (n int, complete bool) {
	switch {
	case len(b) == 0:
		return 0, false
	case b[0] == 'O':
		return 2, len(b) >= 2
	case b[0] != '[':
		return 1, true
	}
	for i := 1; i < len(b); i++ {
		if b[i] >= '@' && b[i] <= '~' {
			return i + 1, true
		}
	}
	return 0, false
}

// paste takes everything up to the end mark of a bracketed paste: no key in it
// is a command, so pasting a file does not run its lines.
func (in *input) paste() (string, error) {
	const end = "\x1b[201~"
	for !strings.Contains(string(in.pending), end) {
		if _, err := in.fill(-1); err != nil {
			return "", err
		}
	}
	text, rest, _ := strings.Cut(string(in.pending), end)
	in.pending = []byte(rest)
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), nil
}

// fill waits for bytes, or for a new window size, at most timeout milliseconds.
func (in *input) fill(timeout int) (resized bool, err error) {
	fds := []unix.PollFd{{Fd: int32(in.fd), Events: unix.POLLIN}, {Fd: int32(in.wake), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, timeout)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return false, err
		}
		if fds[1].Revents != 0 && timeout < 0 {
			var b [16]byte
			unix.Read(in.wake, b[:]) //nolint:errcheck // the byte has no content
			return true, nil
		}
		return false, in.read()
	}
}

// read takes one byte: what was typed after Enter is for the command that the
// line starts.
func (in *input) read() error {
	var buf [1]byte
	n, err := unix.Read(in.fd, buf[:])
	switch {
	case err == unix.EINTR || err == unix.EAGAIN:
		return nil
	case err != nil:
		return err
	case n == 0:
		return io.EOF
	}
	in.pending = append(in.pending, buf[:n]...)
	return nil
}
