package sandbox

import (
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// Root of a container that is entered can trace the child half, and say in its place what it likes.
func TestTheParentHalfBelievesNoStepThatItDidNotAskFor(t *testing.T) {
	c := Container{Spec: &specs.Spec{Root: &specs.Root{Path: "/"}, Process: &specs.Process{Args: []string{"true"}, Cwd: "/"}}}
	for _, watch := range []func(name, line string){nil, func(string, string) {}} {
		h := &halves{}
		var err error
		if h.sync, h.childSync, err = socketpair("sync"); err != nil {
			t.Fatal(err)
		}
		defer h.close()
		if _, err := h.childSync.WriteString(`{"step": 7}`); err != nil {
			t.Fatal(err)
		}
		if err := h.converse(c, 0, nil, IO{Watch: watch}); err == nil {
			t.Error("a step that does not exist was taken")
		}
	}
}
