package diff

import (
	"strings"
	"testing"
)

func show(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		b.WriteByte(e.Op)
		b.WriteString(e.Text)
		b.WriteByte(' ')
	}
	return strings.TrimRight(b.String(), " ")
}

func TestLinesNamesOnlyWhatDiffers(t *testing.T) {
	for _, c := range []struct{ want, got, edits string }{
		{"a b c", "a b c", " a  b  c"},
		{"a b c", "a c", " a -b  c"},
		{"a c", "a b c", " a +b  c"},
		{"a x c", "a y c", " a -x +y  c"},
		{"", "a", "+a"},
		{"a", "", "-a"},
	} {
		got := show(Lines(strings.Fields(c.want), strings.Fields(c.got), Equal))
		if got != c.edits {
			t.Errorf("Lines(%q, %q) = %q, want %q", c.want, c.got, got, c.edits)
		}
	}
}

// Greedy matching would pair the hole with the first line and lose the second.
func TestLinesKeepsTheMostLinesWhenAPatternFitsSeveral(t *testing.T) {
	same := func(want, got string) bool { return want == "*" || want == got }
	edits := Lines([]string{"*", "end"}, []string{"new", "line", "end"}, same)
	if kept := strings.Count(show(edits), "-"); kept != 0 {
		t.Errorf("edits %q remove %d lines, want none", show(edits), kept)
	}
}
