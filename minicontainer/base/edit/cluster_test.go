package edit

import "testing"

func TestClustersAreStoppedAtAndHaveTheirWidth(t *testing.T) {
	const nfd = "\u1112\u1161\u11ab" // 한, decomposed
	for _, c := range []struct {
		text   string
		widths []int
	}{
		{"a", []int{1}},
		{"한글", []int{2, 2}},
		{nfd + "x", []int{2, 1}},
		{nfd + nfd, []int{2, 2}},
		{"\u1100\u1161\u1100", []int{2, 2}},
		{"e\u0301e", []int{1, 1}},
		{"ㄱㅏ", []int{2, 2}},
		{"漢字🙂", []int{2, 2, 2}},
		{"\xff\xfea", []int{1, 1, 1}},
		{"a\xff\u0301", []int{1, 1}},
		{"\x01", []int{2}},
	} {
		var forwards, backwards []int
		for rest := c.text; rest != ""; {
			n := nextCluster(rest)
			_, w := display(rest[:n])
			forwards = append(forwards, w)
			rest = rest[n:]
		}
		for rest := c.text; rest != ""; {
			n := previousCluster(rest)
			_, w := display(rest[len(rest)-n:])
			backwards = append([]int{w}, backwards...)
			rest = rest[:len(rest)-n]
		}
		if !equal(forwards, c.widths) || !equal(backwards, c.widths) {
			t.Errorf("%q: widths %v forwards, %v backwards, want %v", c.text, forwards, backwards, c.widths)
		}
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func FuzzClustersCoverTheText(f *testing.F) {
	f.Add("한\u1112\u1161\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for rest := text; rest != ""; {
			n := nextCluster(rest)
			if n <= 0 || n > len(rest) {
				t.Fatalf("cluster of %d bytes in %q", n, rest)
			}
			rest = rest[n:]
		}
		if at := boundary(text, len(text)/2); at < len(text)/2 || at > len(text) {
			t.Fatalf("boundary %d of %q", at, text)
		}
	})
}
