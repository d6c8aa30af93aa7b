//go:build linux

// Detach keys: by which a person at a container's terminal leaves it without ending it.

package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// defaultKeys are Docker's.
const defaultKeys = "ctrl-p,ctrl-q"

// errDetached ends the reading of what is typed.
var errDetached = errors.New("read escape sequence")

// parseKeys reads a sequence of keys, with commas between them: a character, or ctrl- and one of a–z, @, [, \, ], ^ and _.
func parseKeys(text string) (keys []byte, err error) {
	if text == "" {
		return nil, nil
	}
	for _, word := range strings.Split(text, ",") {
		key, isControl := strings.CutPrefix(word, "ctrl-")
		switch {
		case len(key) != 1:
			return nil, fmt.Errorf("read --detach-keys %s: %q is no key", text, word)
		case !isControl:
			keys = append(keys, key[0])
		case key[0] >= 'a' && key[0] <= 'z', strings.Contains(`@[\]^_`, key):
			keys = append(keys, key[0]&0x1f)
		default:
			return nil, fmt.Errorf("read --detach-keys %s: ctrl- goes with a letter or one of @ [ \\ ] ^ _", text)
		}
	}
	return keys, nil
}

// keyFilter passes on what is typed but for the keys in their order, at which Read returns errDetached. A key that begins
// the sequence is kept back until the next one tells whether it was meant.
type keyFilter struct {
	from io.Reader
	keys []byte
	seen int // how many of them have come
	rest []byte
	err  error // what comes after the rest
}

func (k *keyFilter) Read(buf []byte) (int, error) {
	if len(k.keys) == 0 {
		return k.from.Read(buf)
	}
	for len(k.rest) == 0 && k.err == nil {
		n, err := k.from.Read(buf)
		k.err = err
		k.pass(buf[:n])
	}
	n := copy(buf, k.rest)
	k.rest = k.rest[n:]
	if n == 0 {
		return 0, k.err
	}
	return n, nil
}

func (k *keyFilter) pass(typed []byte) {
	k.rest = nil
	for _, c := range typed {
		if c != k.keys[k.seen] {
			k.rest = append(k.rest, k.keys[:k.seen]...)
			k.seen = 0
		}
		if c != k.keys[k.seen] {
			k.rest = append(k.rest, c)
			continue
		}
		if k.seen++; k.seen == len(k.keys) {
			k.err = errDetached
			return
		}
	}
}
