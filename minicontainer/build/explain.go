// The plan as text, for --explain.

package build

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencontainers/go-digest"
)

// Explain says what a build would do: each step with its key and whether the cache knows it. Behind the first step
// that has to be done keys are not known, as nobody knows what it will lead to. Nothing runs, but the
// files that would be copied are read, and what stages give if these are in the cache.
func (b *Builder) Explain(ctx context.Context, p *Plan) (string, error) {
	r, err := b.start(p)
	if err != nil {
		return "", err
	}
	defer r.close() //nolint:errcheck // nothing was changed in what is closed
	var text strings.Builder
	for _, w := range p.Warnings {
		fmt.Fprintf(&text, "# warning: %s\n", w)
	}
	unknown := map[*Stage]bool{}
	for _, s := range p.Stages {
		fmt.Fprintf(&text, "# %s\n", r.heading(s))
		at := r.base(s)
		known := !unknown[s.Base.Stage]
		for i, step := range s.Steps {
			key, state := "", "config"
			if step.Work != nil {
				known = known && !dependsOn(step.Work, unknown)
				if key, state, err = r.foresee(ctx, at, step, known); err != nil {
					return "", &StepError{step.Line, step.Text, err}
				}
				known = state == cachedState
			}
			fmt.Fprintf(&text, "%-19s %-7s [%d/%d] %s\n", key, state, i+2, len(s.Steps)+1, step.Text)
		}
		r.done[s], unknown[s] = at, !known
	}
	return text.String(), nil
}

const cachedState = "cached"

// foresee is a step's key, as far as it is known, and what will be done about it. If the step is cached its result counts
// as done.
func (r *running) foresee(ctx context.Context, at *made, step *Step, known bool) (key, state string, err error) {
	if !known {
		return "", "do", nil
	}
	contents, err := r.contents(ctx, step.Work)
	if err != nil {
		return "", "", err
	}
	id := makeKey(at.layers, step.Work, contents)
	e, ok := r.find(id)
	if !ok {
		return shortKey(id), "do", nil
	}
	at.add(step, e)
	return shortKey(id), cachedState, nil
}

// dependsOn tells whether a step takes files from a stage whose result is not known.
func dependsOn(w Work, unknown map[*Stage]bool) bool {
	for _, t := range w.takes() {
		if t.from.Stage != nil && unknown[t.from.Stage] {
			return true
		}
	}
	return false
}

// shortKey is enough of a key to tell it from others.
func shortKey(d digest.Digest) string {
	if d == "" { // the chain of no layers
		return "empty"
	}
	const digits = 12
	return string(d.Algorithm()) + ":" + d.Encoded()[:digits]
}

// heading says where a stage begins, and with which layers.
func (r *running) heading(s *Stage) string {
	text := "FROM " + s.From
	if s.Name != "" {
		text += " AS " + s.Name
	}
	switch {
	case s.Base.Image != nil:
		text += fmt.Sprintf(" (%s)", shortKey(chain(s.Base.Image.Layers())))
	case s.Base.Stage != nil:
		text += fmt.Sprintf(" (the stage of line %d)", s.Base.Stage.Line)
	}
	return text
}
