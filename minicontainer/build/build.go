// The loop that carries out a plan.

package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
)

// Builder carries out plans.
type Builder struct {
	World   World
	Context *Context // nil: an empty one
	Cache   *Cache
	NoCache bool   // every step is done, whatever the cache knows
	Network string // of the processes of RUN: see RunRequest
	// Tell, if set, is told what happens.
	Tell func(Event)
}

// made is what there is of a stage so far.
type made struct {
	layers  []image.Layer
	history []v1.History
	created *time.Time // of the last layer
}

// running is a plan being carried out.
type running struct {
	*Builder
	done   map[*Stage]*made
	many   bool                        // several stages, so that they have to be told apart
	trees  map[digest.Digest]Workspace // the roots of stages and images that files are taken from, by chain
	output *outputs
}

// StepError is a step that failed.
type StepError struct {
	Line int
	Text string // the instruction
	Err  error
}

func (e *StepError) Error() string { return fmt.Sprintf("line %d: %s: %v", e.Line, e.Text, e.Err) }

// Unwrap returns the cause: an *ExitError if it is a process that failed.
func (e *StepError) Unwrap() error { return e.Err }

// Build makes the image of a plan and stores it, without a name. The caller holds the store (image.Store.Add) from
// before the plan was made until the image has one.
func (b *Builder) Build(ctx context.Context, p *Plan) (made image.Image, err error) {
	r, err := b.start(p)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for _, w := range p.Warnings {
		r.Tell(Event{Kind: Warning, Text: w})
	}
	for _, stage := range p.Stages {
		if err := r.stage(ctx, stage); err != nil {
			return made, err
		}
	}
	last := p.Target()
	config, at := cloneConfig(last.Config), r.done[last]
	config.History, config.Created = at.history, at.created
	if made, err = b.World.Save(config, at.layers); err != nil {
		return made, fmt.Errorf("save image: %w", err)
	}
	return made, nil
}

// start fills in what the builder was not given. The builder itself stays as it is.
func (b *Builder) start(p *Plan) (*running, error) {
	with := *b
	if with.Tell == nil {
		with.Tell = func(Event) {}
	}
	if with.Context == nil {
		with.Context = &Context{}
	}
	return &running{Builder: &with, many: len(p.Stages) > 1, done: map[*Stage]*made{}, trees: map[digest.Digest]Workspace{}}, nil
}

func (r *running) close() (err error) {
	for _, w := range r.trees {
		err = errors.Join(err, w.Close())
	}
	return err
}

// stage does the steps of one stage.
func (r *running) stage(ctx context.Context, s *Stage) error {
	at := r.base(s)
	event := Event{Stage: r.nameOf(s), Number: 1, Of: 1 + len(s.Steps), Line: s.Line, Text: "FROM " + s.From, NoLayer: true}
	r.tell(event, StepBegins)
	r.tell(event, StepEnds)
	for i, step := range s.Steps {
		event.Number, event.Line, event.Text, event.NoLayer = i+2, step.Line, step.Text, step.Work == nil
		if err := r.step(ctx, at, step, event); err != nil {
			return err
		}
	}
	r.done[s] = at
	return nil
}

func (r *running) nameOf(s *Stage) string {
	switch {
	case s.Name != "" && r.many:
		return s.Name
	case r.many:
		return "stage-" + strconv.Itoa(s.Index)
	}
	return ""
}

func (r *running) tell(e Event, kind EventKind) {
	e.Kind = kind
	r.Tell(e)
}

// base is what a stage begins with.
func (r *running) base(s *Stage) *made {
	from := r.sourceOf(s.Base)
	return &made{layers: slices.Clone(from.layers), history: slices.Clone(from.history), created: from.created}
}

// sourceOf is what there is of a stage above, or of an image.
func (r *running) sourceOf(s Source) *made {
	switch {
	case s.Stage != nil:
		return r.done[s.Stage]
	case s.Image != nil:
		return &made{s.Image.Layers(), s.Image.Config.History, s.Image.Config.Created}
	}
	return &made{}
}

func (s Source) isContext() bool { return s.Stage == nil && s.Image == nil }

// step does one step, unless the cache knows what it leads to.
func (r *running) step(ctx context.Context, at *made, step *Step, event Event) error {
	begin := time.Now()
	r.tell(event, StepBegins)
	r.output = &outputs{tell: r.Tell, step: event}
	entry, cached, err := Entry{}, false, ctx.Err()
	if err == nil && step.Work != nil {
		entry, cached, err = r.work(ctx, at, step)
	}
	event.Cached, event.Elapsed, event.Err = cached, time.Since(begin), err
	r.tell(event, StepEnds)
	if err != nil {
		return &StepError{step.Line, step.Text, err}
	}
	at.add(step, entry)
	return nil
}

// add writes down a step: its layer, if there is one, and its line of history. What has no layer is as old as the last
// one, so that a build in which nothing has changed makes the same image.
func (m *made) add(step *Step, e Entry) {
	empty := step.Work == nil || e.Empty()
	if !empty {
		m.layers = append(m.layers, e.Layer)
		m.created = &e.Created
	}
	m.history = append(m.history, v1.History{Created: m.created, CreatedBy: step.CreatedBy, EmptyLayer: empty})
}

// work finds the layer that a step leads to, or makes it.
func (r *running) work(ctx context.Context, at *made, step *Step) (e Entry, cached bool, err error) {
	contents, err := r.contents(ctx, step.Work)
	if err != nil {
		return e, false, err
	}
	key := makeKey(at.layers, step.Work, contents)
	if e, ok := r.find(key); ok {
		return e, true, nil
	}
	if e.Layer, err = r.do(ctx, at, step.Work, contents); err != nil {
		return e, false, err
	}
	e.Step, e.Created = step.Text, time.Now().UTC()
	if changed, err := r.changed(ctx, step.Work, contents); changed || err != nil {
		return e, false, err
	}
	return e, false, r.Cache.keep(key, e)
}

// changed tells whether somebody has written to the files that a step took, since its key was made: what was copied
// then may be something else than the key says, and nobody must find it by that.
func (r *running) changed(ctx context.Context, w Work, before []content) (bool, error) {
	after, err := r.contents(ctx, w)
	if errors.Is(err, ErrNothingTaken) {
		return true, nil
	}
	return !slices.Equal(before, after), err
}

func (r *running) find(key digest.Digest) (e Entry, ok bool) {
	if r.NoCache {
		return e, false
	}
	e, ok = r.Cache.look(key)
	return e, ok && (e.Empty() || r.World.Has(e.Layer))
}

// do does the work of a step in a workspace of its own.
func (r *running) do(ctx context.Context, at *made, work Work, contents []content) (l image.Layer, err error) {
	w, err := r.World.Workspace(ctx, at.layers)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := work.do(ctx, r, w, contents); err != nil {
		return l, err
	}
	return w.Commit(ctx)
}

// contents is what the files are that a step takes.
func (r *running) contents(ctx context.Context, w Work) (list []content, err error) {
	for _, t := range w.takes() {
		c, err := r.content(ctx, t)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// content reads the files to sum them up. Those of a stage or an image are never others, so that this is done once.
func (r *running) content(ctx context.Context, t taking) (c content, err error) {
	below := chain(r.sourceOf(t.from).layers)
	if t.whole {
		return content{Digest: below}, nil
	}
	known := digest.FromString(fmt.Sprintf("%s %q", below, t.selection.Sources))
	if !t.from.isContext() && r.Cache.read("sums", known, &c) {
		return c, nil
	}
	from, err := r.tree(ctx, t.from)
	if err != nil {
		return c, err
	}
	err = throughPipe(
		func(w io.Writer) error { return from.Get(ctx, t.selection, w) },
		func(archive io.Reader) (err error) { c, err = sum(archive); return err })
	if err == nil && !t.from.isContext() {
		err = r.Cache.write("sums", known, c)
	}
	return c, err
}

// tree is the root of a source. Those of layers are kept until the end of the build.
func (r *running) tree(ctx context.Context, s Source) (tree, error) {
	if s.isContext() {
		return r.Context, nil
	}
	layers := r.sourceOf(s).layers
	id := chain(layers)
	if w := r.trees[id]; w != nil {
		return w, nil
	}
	w, err := r.World.Workspace(ctx, layers)
	if err != nil {
		return nil, err
	}
	r.trees[id] = w
	return w, nil
}
