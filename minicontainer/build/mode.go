// The mode that --chmod gives: digits, or letters as for chmod(1).

package build

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// modeChange is a list of changes to a file's mode, one after the other. None leaves the mode as it is.
type modeChange []modeClause

// modeClause is one of them: u+x is {0o700, '+', 0o111}.
type modeClause struct {
	who     int64 // the bits of the mode that are spoken of
	op      byte  // + - =
	bits    int64
	onlyX   bool // X: x for directories, and where somebody may execute already
	copyOf  byte // u, g or o in place of letters: as that one has it
	special int64
}

// ErrMode: a mode is written in octal digits up to 7777, or in letters as for chmod(1).
var ErrMode = errors.New("it is octal digits up to 7777, or letters as for chmod(1), such as u+x,go=rX")

const allBits = 0o7777

func parseMode(text string) (modeChange, error) {
	if text == "" {
		return nil, nil
	}
	if n, err := strconv.ParseInt(text, 8, 64); err == nil && n >= 0 && n <= allBits {
		return modeChange{{who: allBits, op: '=', bits: n}}, nil
	}
	var change modeChange
	for _, clause := range strings.Split(text, ",") {
		c, err := parseClause(clause)
		if err != nil {
			return nil, fmt.Errorf("read mode %q: %w", text, ErrMode)
		}
		change = append(change, c...)
	}
	return change, nil
}

// parseClause reads [ugoa]*([-+=][rwxXstugo]*)+ .
func parseClause(text string) (change modeChange, err error) {
	i := strings.IndexAny(text, "+-=")
	if i < 0 {
		return nil, ErrMode
	}
	who, err := whoBits(text[:i])
	for rest := text[i:]; err == nil && rest != ""; {
		c := modeClause{who: who, op: rest[0]}
		end := strings.IndexAny(rest[1:], "+-=") + 1
		if end == 0 {
			end = len(rest)
		}
		err = c.letters(rest[1:end])
		change, rest = append(change, c), rest[end:]
	}
	return change, err
}

func whoBits(text string) (bits int64, err error) {
	if text == "" {
		text = "a" // chmod(1) would leave out what the umask forbids; a build has no umask
	}
	for _, c := range text {
		switch c {
		case 'u':
			bits |= 0o4700
		case 'g':
			bits |= 0o2070
		case 'o':
			bits |= 0o1007
		case 'a':
			bits |= allBits
		default:
			return 0, ErrMode
		}
	}
	return bits, nil
}

func (c *modeClause) letters(text string) error {
	if len(text) == 1 && strings.Contains("ugo", text) {
		c.copyOf = text[0]
		return nil
	}
	for _, letter := range text {
		switch letter {
		case 'r':
			c.bits |= 0o444
		case 'w':
			c.bits |= 0o222
		case 'x':
			c.bits |= 0o111
		case 'X':
			c.onlyX = true
		case 's':
			c.special |= 0o6000
		case 't':
			c.special |= 0o1000
		default:
			return ErrMode
		}
	}
	return nil
}

// apply is the mode after the changes.
func (m modeChange) apply(mode int64, isDir bool) int64 {
	for _, c := range m {
		mode = c.apply(mode, isDir)
	}
	return mode
}

func (c modeClause) apply(mode int64, isDir bool) int64 {
	bits := c.bits | c.special
	if c.onlyX && (isDir || mode&0o111 != 0) {
		bits |= 0o111
	}
	if c.copyOf != 0 {
		shift := map[byte]uint{'u': 6, 'g': 3, 'o': 0}[c.copyOf]
		bits = (mode >> shift & 7) * 0o111
	}
	bits &= c.who
	switch c.op {
	case '+':
		return mode | bits
	case '-':
		return mode &^ bits
	}
	return mode&^c.who | bits
}
