//go:build linux

package exercises_test

import (
	"os"
	"path"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/exercises/proof"
)

func TestMain(m *testing.M) {
	killedWorkshop()
	os.Exit(proof.Main(m))
}

// TestRecordedEvidenceSaysWhatIsMeasured compares the verdicts on answers in words where nothing can be
// run with those of the judge, which the tests above have compared with what is expected.
func TestRecordedEvidenceSaysWhatIsMeasured(t *testing.T) {
	for _, x := range courseExercises() {
		if x.Recorded == nil {
			continue
		}
		if f := x.Recorded(proof.AnswerFrom(t, x, x.Folder)); f.Status != grade.Pass {
			t.Errorf("%s: by the record the solution is %q", x.ID, f.ID)
		}
		for _, wrong := range proof.Variants(t, x, "_wrong") {
			id, _, _ := strings.Cut(wrong, "@")
			if f := x.Recorded(proof.AnswerFrom(t, x, path.Join(x.Folder, "_wrong", wrong))); f.ID != id {
				t.Errorf("%s %s: by the record it is %q", x.ID, wrong, f.ID)
			}
		}
	}
}
