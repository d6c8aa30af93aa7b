package grade

import (
	"fmt"
	"slices"
	"strings"
)

// Text is a sentence in both languages. Its verbs, if any, are %[1]s, %[2]s and so on.
type Text struct{ EN, KO string }

// In returns the text in a language, "ko" or, for anything else, English, with its
// verbs filled in.
func (t Text) In(lang string, args ...any) string {
	format := t.EN
	if lang == "ko" {
		format = t.KO
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Kind is what a learner does in an exercise.
type Kind string

// The kinds.
const (
	Code     Kind = "code"     // write a function
	Cmd      Kind = "cmd"      // bring the machine into a state with the shell
	Predict  Kind = "predict"  // say what will happen
	Diagnose Kind = "diagnose" // name the cause of what is broken
	Break    Kind = "break"    // get out, and see what stops you
	Measure  Kind = "measure"  // measure, and interpret
	Clean    Kind = "clean"    // leave nothing behind
)

// Tier is what a machine allows; an exercise names the least it needs.
type Tier int

// The tiers, from the least.
const (
	ReadOnly Tier = iota // no namespace can be made: answers in words only
	Rootless             // an ordinary user, with one user id in a namespace
	Root                 // root, also inside a privileged container: many user ids
)

// A Mistake is a way to be wrong that an exercise knows.
type Mistake struct {
	ID       string // "chroot.chdir.cwd-outside"
	Expected Text   // what would have been seen; its verbs take Finding.Args
	So       Text   // what it means: first what works already, then what does not
}

// Exercise is one exercise, with everything but its text and its stub, which are
// files in its folder.
type Exercise struct {
	ID       string // "01/chdir", what a learner types
	Folder   string // "01-chroot/03-chdir"
	Kind     Kind
	Points   int
	Needs    []string // ids of exercises to be passed first
	Tier     Tier
	Title    Text
	Answer   []string // the files a learner edits; Answer[0] is the one to open
	LookAt   Text     // where to read: a section of the lesson, man pages
	Mistakes []Mistake
	Hints    [3]Text  // concept; file, system call or man page; pseudo-code
	Imports  []string // import paths allowed besides the standard library and x/sys/unix
	Commands []string // programs allowed that are forbidden otherwise (see borrowed.go)

	// Static asks for a static program with the base image's commands in it, at Program. It
	// is for answers that are not compiled themselves.
	Static bool

	// Groups asks for a fake host with control groups of its own: see Bench.Tree. It takes Tier Root.
	Groups bool

	// Scene, if set, makes what the exercise is about in an empty directory, for
	// the learner to look at and for the judge to measure.
	Scene func(dir string) error

	// Archive is the stub: see Stub.
	Archive string

	// Recorded, if set, judges an answer in words by evidence that was recorded elsewhere: for
	// machines that let nothing be run. Which evidence it was is said.
	Recorded func(Submission) Finding

	// Grade looks at the answer. It runs in the judge.
	Grade func(*Bench) Finding
}

// Lesson is the first part of the id, "01".
func (x Exercise) Lesson() string {
	lesson, _, _ := strings.Cut(x.ID, "/")
	return lesson
}

// mistake finds one of the exercise's mistakes, or of those every exercise has.
func (x Exercise) mistake(id string) (Mistake, bool) {
	for _, m := range slices.Concat(x.Mistakes, common) {
		if m.ID == id {
			return m, true
		}
	}
	return Mistake{}, false
}

var registered []Exercise

// Register adds an exercise; its package calls it from init. An exercise that cannot
// be is a mistake of its author's, and ends the program.
func Register(x Exercise) {
	if problem := x.problem(); problem != "" {
		panic("register exercise " + x.ID + ": " + problem) // at init: no caller could handle an error
	}
	registered = append(registered, x)
	slices.SortFunc(registered, func(a, b Exercise) int { return strings.Compare(a.Folder, b.Folder) })
}

func (x Exercise) problem() string {
	lesson, name, ok := strings.Cut(x.ID, "/")
	folder := strings.Split(x.Folder, "/")
	switch {
	case !ok || lesson == "" || name == "":
		return "the id has the form LESSON/NAME"
	case len(folder) != 2 || !strings.HasPrefix(folder[0], lesson+"-") || !strings.HasSuffix(folder[1], "-"+name):
		return "the folder " + x.Folder + " does not belong to the id"
	case len(x.Answer) == 0 || x.Grade == nil || x.Points < 1:
		return "Answer, Grade and Points are needed"
	case slices.ContainsFunc(registered, func(other Exercise) bool { return other.ID == x.ID }):
		return "registered twice"
	}
	return ""
}

// All are the registered exercises in the order of the course.
func All() []Exercise { return slices.Clone(registered) }

// Find returns the exercise with the id.
func Find(id string) (Exercise, bool) {
	i := slices.IndexFunc(registered, func(x Exercise) bool { return x.ID == id })
	if i < 0 {
		return Exercise{}, false
	}
	return registered[i], true
}
