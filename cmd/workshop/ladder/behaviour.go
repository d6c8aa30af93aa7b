// Behaviour: scripts that run against the stages.
//
// lessons/NN-slug/testdata/keeps-*.txtar says what lesson NN achieves: it passes at
// NN, at every later stage, and with the final command line.
// lessons/NN-slug/testdata/flaw-*.txtar shows what NN leaves broken. Its comment has
// a line "# ended by lesson MM": it passes at NN up to MM-1, and fails from MM on; the final
// command line counts once MM is written.
// A script calls the command under test "stage".

package ladder

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/lessons"
)

// Final is the stage number of cmd/minicontainer, after all lessons.
const Final = 8

// Trial is one script run against one stage.
type Trial struct {
	Script string // path from the checkout
	Stage  int    // a lesson's number, or Final
	Holds  bool   // whether the script must pass
}

// StagePackage is the Go package, relative to the checkout, whose command is the
// given stage.
func (l Ladder) StagePackage(stage int) string {
	for _, lesson := range l.Lessons {
		if lesson.Number == stage {
			return "./lessons/" + lesson.Slug()
		}
	}
	return "./cmd/minicontainer"
}

// Trials lists what must be run: every script against every stage that exists
// from its lesson on.
func (l Ladder) Trials() ([]Trial, error) {
	var trials []Trial
	for _, lesson := range l.written() {
		scripts, err := filepath.Glob(l.stageFile(lesson, filepath.Join("testdata", "*.txtar")))
		if err != nil {
			return nil, err
		}
		for _, script := range scripts {
			end, err := endOf(script)
			if err != nil {
				return nil, err
			}
			trials = append(trials, l.trialsOf(script, lesson, end)...)
		}
	}
	return trials, nil
}

func (l Ladder) trialsOf(script string, from lessons.Lesson, end int) []Trial {
	name, err := filepath.Rel(l.Root, script)
	if err != nil {
		name = script
	}
	var trials []Trial
	for _, lesson := range l.written() {
		if lesson.Number >= from.Number {
			trials = append(trials, Trial{name, lesson.Number, lesson.Number < end})
		}
	}
	if l.unwritten(end) {
		return trials // whether the final program has the wall already is not for today
	}
	return append(trials, Trial{name, Final, Final < end})
}

func (l Ladder) unwritten(number int) bool {
	return slices.ContainsFunc(l.Lessons, func(lesson lessons.Lesson) bool {
		return lesson.Number == number && !lesson.Written
	})
}

// never is the end of a script that must always pass.
const never = Final + 1

var endedBy = regexp.MustCompile(`(?m)^# ended by lesson ([1-7])\s*$`)

// endOf returns the first stage at which a script must fail.
func endOf(script string) (int, error) {
	base := filepath.Base(script)
	if strings.HasPrefix(base, "keeps-") {
		return never, nil
	}
	if !strings.HasPrefix(base, "flaw-") {
		return 0, fmt.Errorf("%s: name begins with neither keeps- nor flaw-", base)
	}
	data, err := os.ReadFile(script)
	if err != nil {
		return 0, err
	}
	m := endedBy.FindSubmatch(data)
	if m == nil {
		return 0, fmt.Errorf("%s: no line \"# ended by lesson N\"", base)
	}
	return strconv.Atoi(string(m[1]))
}

// checkScripts finds scripts that cannot be planned, and flaws that end before or
// at the lesson that shows them.
func (l Ladder) checkScripts() ([]string, error) {
	var problems []string
	for _, lesson := range l.written() {
		scripts, err := filepath.Glob(l.stageFile(lesson, filepath.Join("testdata", "*.txtar")))
		if err != nil {
			return nil, err
		}
		for _, script := range scripts {
			end, err := endOf(script)
			switch {
			case err != nil:
				problems = append(problems, fmt.Sprintf("lessons/%s/testdata/%v", lesson.Slug(), err))
			case end <= lesson.Number:
				problems = append(problems, fmt.Sprintf("lessons/%s/testdata/%s: ended by lesson %d, not a later one",
					lesson.Slug(), filepath.Base(script), end))
			}
		}
	}
	return problems, nil
}
