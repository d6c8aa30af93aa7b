package cells

import "testing"

func TestWideTableIsInOrder(t *testing.T) {
	last := rune(0)
	for _, span := range wide {
		if span[0] <= last || span[1] < span[0] {
			t.Errorf("range %#x–%#x is out of order", span[0], span[1])
		}
		last = span[1]
	}
}

func TestHangulTakesTwoCellsHoweverItIsWritten(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "한글": 4, "\u1112\u1161\u11ab": 2, "e\u0301": 1, "日本": 4, "ａ": 2, "→": 1, "🙂": 2, "a한": 3,
	} {
		if got := Of(text); got != want {
			t.Errorf("%q takes %d, want %d", text, got, want)
		}
	}
}
