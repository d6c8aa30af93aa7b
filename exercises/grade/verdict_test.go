//go:build linux

package grade

import "testing"

func TestWhatAProgramHasPrintedSteersNoTerminal(t *testing.T) {
	if got, want := cut("a\x00b\x1b[2J\tc\n한글\r"), "a�b�[2J\tc\n한글�"; got != want {
		t.Errorf("cut = %q, want %q", got, want)
	}
}
