// Package diff compares two lists of lines, where "the same" is for the caller to
// say: a transcript's line with holes is the same as any output that fits it.
package diff

// Edit is one line of a comparison.
type Edit struct {
	Op   byte // ' ' in both, '-' only wanted, '+' only got
	Text string
}

// Lines returns the shortest list of edits from want to got; a line in both is
// shown as got. It keeps a table of len(want) × len(got) numbers, so it is meant
// for texts that a person could read.
func Lines(want, got []string, same func(want, got string) bool) []Edit {
	common := table(want, got, same)
	var edits []Edit
	i, j := 0, 0
	for i < len(want) || j < len(got) {
		switch {
		case i < len(want) && j < len(got) && same(want[i], got[j]):
			edits = append(edits, Edit{' ', got[j]})
			i, j = i+1, j+1
		case j == len(got) || i < len(want) && common[i+1][j] >= common[i][j+1]:
			edits = append(edits, Edit{'-', want[i]})
			i++
		default:
			edits = append(edits, Edit{'+', got[j]})
			j++
		}
	}
	return edits
}

// table holds, for each pair of positions, how many lines the rests of the two
// lists have in common, in order: the classic longest common subsequence.
func table(want, got []string, same func(want, got string) bool) [][]int {
	common := make([][]int, len(want)+1)
	for i := range common {
		common[i] = make([]int, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if same(want[i], got[j]) {
				common[i][j] = max(common[i][j], common[i+1][j+1]+1)
			}
		}
	}
	return common
}

// Equal is the plain meaning of "the same".
func Equal(want, got string) bool { return want == got }
