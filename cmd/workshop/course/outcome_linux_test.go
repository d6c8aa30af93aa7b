package course

import (
	"testing"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

func TestAMachineThatCannotCheckTakesNoPassAway(t *testing.T) {
	for _, c := range []struct{ before, found, want grade.Status }{
		{"", grade.Env, grade.Env},
		{grade.Fail, grade.Env, grade.Env},
		{grade.Pass, grade.Env, grade.Pass},
		{grade.Pass, grade.Fail, grade.Fail},
		{grade.Env, grade.Pass, grade.Pass},
	} {
		r := Record{Last: c.before}
		if r.outcome(c.found); r.Last != c.want {
			t.Errorf("%q, then %q: remembered as %q, want %q", c.before, c.found, r.Last, c.want)
		}
	}
}
