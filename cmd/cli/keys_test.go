//go:build linux

package cli

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "a", "ctrl-p,ctrl-q": "\x10\x11", "ctrl-@,ctrl-[,ctrl-],ctrl-^,ctrl-_,ctrl-\\": "\x00\x1b\x1d\x1e\x1f\x1c", "x,ctrl-a": "x\x01"} {
		if keys, err := parseKeys(text); string(keys) != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", text, keys, err, want)
		}
	}
	for _, text := range []string{",", "ctrl-", "ctrl-A", "ctrl-1", "ab", "a,,b", "ctrl-pp"} {
		if keys, err := parseKeys(text); err == nil {
			t.Errorf("%q: %q, want an error", text, keys)
		}
	}
}

func TestWhatIsTypedPassesButForTheKeys(t *testing.T) {
	for _, c := range []struct {
		typed, passed string
		detached      bool
	}{
		{"hello", "hello", false},
		{"hel\x10\x11lo", "hel", true},
		{"a\x10b\x11c", "a\x10b\x11c", false},
		{"\x10\x10\x11x", "\x10", true},
		{"\x10\x11", "", true},
		{"end\x10", "end", false}, // kept back until somebody types on
	} {
		for name, from := range map[string]io.Reader{"at once": strings.NewReader(c.typed), "byte by byte": iotest.OneByteReader(strings.NewReader(c.typed))} {
			got, err := io.ReadAll(&keyFilter{from: from, keys: []byte("\x10\x11")})
			if string(got) != c.passed || errors.Is(err, errDetached) != c.detached {
				t.Errorf("%q %s: %q, %v; want %q", c.typed, name, got, err, c.passed)
			}
		}
	}
}
