// The plan of a build: which stages are needed, and what their steps are.
//
// A plan is made before anything runs. The base images are looked up for it, as their configuration decides what the
// variables are and may bring instructions along (ONBUILD); from then on all that an instruction
// means is known, but for what the files are. So everything that can be refused is refused here,
// with its line.
//
// A stage is needed if it is the target, or if one that is needed begins with it, copies from it or mounts it. A stage
// can speak only of those above it, so that the order of the file is an order in which they can be made.

package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// Options are what the command line says of a build's plan.
type Options struct {
	Target    string            // a stage, by name or number; "" is the last
	BuildArgs map[string]string // --build-arg
	Labels    map[string]string // --label: set at the end, over those of the file
}

// Plan is a build described.
type Plan struct {
	Stages   []*Stage // those that are needed, in the file's order; the last one is the target
	Warnings []string
}

// Target is the stage whose result is the image.
func (p *Plan) Target() *Stage { return p.Stages[len(p.Stages)-1] }

// Stage is a FROM with its instructions.
type Stage struct {
	Index int    // in the file, from 0
	Name  string // "" if it has none
	Line  int
	From  string // what it begins with: "scratch", a stage, or an image
	Base  Source
	Steps []*Step
	// Config is the configuration at the end, with the History of the base: that of the steps is known when they are done.
	Config dockerspec.DockerOCIImage
}

// Source is what files come from: a stage, an image, or with neither the build context; for a base that is nothing.
type Source struct {
	Stage *Stage
	Image *image.Image
}

// Step is one instruction, expanded.
type Step struct {
	Line      int
	Text      string // the instruction as one line
	CreatedBy string // what the image's history says of it
	Work      Work   // what it does to the files; nil: only the configuration changes
}

// Causes of errors about stages.
var (
	ErrNoTarget = errors.New("no such stage")
	ErrLater    = errors.New("the stage is further down, and only what is above can be used")
	ErrPlatform = errors.New("only this machine's platform can be built, which is " + ourPlatform)
	ErrNoBase   = errors.New("the name of the base image is empty")
)

type planner struct {
	ctx     context.Context
	file    *File
	options Options
	world   World
	global  variables
	lex     *shell.Lex
	stages  map[int]*Stage
	images  map[string]*image.Image
	used    map[string]bool // the build arguments that an ARG asked for
}

// NewPlan makes the plan of a file. Its base images are pulled if they are missing.
func NewPlan(ctx context.Context, f *File, o Options, w World) (*Plan, error) {
	p := &planner{
		ctx: ctx, file: f, options: o, world: w, lex: shell.NewLex(f.Escape),
		stages: map[int]*Stage{}, images: map[string]*image.Image{}, used: map[string]bool{},
	}
	var err error
	if p.global, err = globalArgs(f, o); err != nil {
		return nil, err
	}
	target, err := p.target()
	if err != nil {
		return nil, err
	}
	last, err := p.stage(target)
	if err != nil {
		return nil, err
	}
	if len(o.Labels) > 0 && last.Config.Config.Labels == nil {
		last.Config.Config.Labels = map[string]string{}
	}
	for name, value := range o.Labels {
		last.Config.Config.Labels[name] = value
	}
	return p.plan(), nil
}

func (p *planner) plan() *Plan {
	plan := &Plan{Warnings: p.file.Warnings}
	for _, stage := range p.stages {
		plan.Stages = append(plan.Stages, stage)
	}
	slices.SortFunc(plan.Stages, func(a, b *Stage) int { return cmp.Compare(a.Index, b.Index) })
	for _, command := range p.file.Args {
		for _, arg := range command.Args {
			p.used[arg.Key] = true
		}
	}
	for _, name := range sortedKeys(p.options.BuildArgs) {
		if _, known := p.global.Get(name); !known && !p.used[name] && !isProxy(name) {
			plan.Warnings = append(plan.Warnings, fmt.Sprintf("--build-arg %s: no ARG asks for it", name))
		}
	}
	return plan
}

// target is the number of the stage that is asked for.
func (p *planner) target() (int, error) {
	if p.options.Target == "" {
		return len(p.file.Stages) - 1, nil
	}
	if i, ok := p.earlier(p.options.Target, len(p.file.Stages)); ok {
		return i, nil
	}
	if i, err := strconv.Atoi(p.options.Target); err == nil && i >= 0 && i < len(p.file.Stages) {
		return i, nil
	}
	return 0, fmt.Errorf("find target %s: %w", p.options.Target, ErrNoTarget)
}

// earlier finds the stage of a name among those before the stage i. Of several with one name the last counts.
func (p *planner) earlier(name string, i int) (int, bool) {
	for i--; i >= 0; i-- {
		if p.file.Stages[i].Name != "" && strings.EqualFold(p.file.Stages[i].Name, name) {
			return i, true
		}
	}
	return 0, false
}

// stage plans one stage, and before it those that it needs. Each is planned once.
func (p *planner) stage(i int) (*Stage, error) {
	if done := p.stages[i]; done != nil {
		return done, nil
	}
	from := p.file.Stages[i]
	s := &Stage{Index: i, Name: from.Name, Line: lineOf(from.Location)}
	if err := p.base(s, from); err != nil {
		return nil, &LineError{s.Line, fmt.Errorf("FROM %s: %w", cmp.Or(s.From, from.BaseName), err)}
	}
	if err := p.steps(s, from.Commands); err != nil {
		return nil, err
	}
	p.stages[i] = s
	return s, nil
}

// base finds what a stage begins with.
func (p *planner) base(s *Stage, from instructions.Stage) (err error) {
	if s.From, _, err = p.lex.ProcessWord(from.BaseName, p.global); err != nil {
		return err
	}
	if s.From == "" {
		return ErrNoBase
	}
	if err := p.platform(from.Platform); err != nil {
		return err
	}
	if i, ok := p.earlier(s.From, s.Index); ok {
		s.Base.Stage, err = p.stage(i)
		if err == nil {
			s.Config = cloneConfig(s.Base.Stage.Config)
		}
		return err
	}
	if s.From == "scratch" {
		s.Config = emptyConfig()
		return nil
	}
	if s.Base.Image, err = p.image(s.From); err != nil {
		return err
	}
	s.Config = cloneConfig(s.Base.Image.Config)
	return nil
}

func (p *planner) platform(text string) error {
	if text == "" {
		return nil
	}
	want, _, err := p.lex.ProcessWord(text, p.global)
	if err != nil {
		return err
	}
	platform, err := registry.ParsePlatform(want)
	if err == nil && registry.PlatformString(platform) != registry.PlatformString(registry.HostPlatform()) {
		err = fmt.Errorf("--platform=%s: %w", want, ErrPlatform)
	}
	return err
}

func (p *planner) image(name string) (*image.Image, error) {
	if known := p.images[name]; known != nil {
		return known, nil
	}
	found, err := p.world.Image(p.ctx, name)
	if err != nil {
		return nil, err
	}
	p.images[name] = &found
	return &found, nil
}

// source is what `--from=NAME` means in a stage: a stage above it by name, or by number if it may be, or an image.
func (p *planner) source(name string, inStage int, numbers bool) (s Source, err error) {
	i, ok := p.earlier(name, inStage)
	if n, notNumber := strconv.Atoi(name); !ok && numbers && notNumber == nil {
		if n < 0 || n >= len(p.file.Stages) {
			return s, ErrNoTarget
		}
		i, ok = n, true
	}
	if !ok {
		i, ok = p.earlier(name, len(p.file.Stages))
	}
	switch {
	case ok && i >= inStage:
		return s, ErrLater
	case ok:
		s.Stage, err = p.stage(i)
	case name == "scratch":
		s.Image = &image.Image{}
	default:
		s.Image, err = p.image(name)
	}
	return s, err
}

// steps makes the steps of a stage: first those that the base has left for whoever builds on it, then its own.
func (p *planner) steps(s *Stage, commands []instructions.Command) error {
	triggers := s.Config.Config.OnBuild
	s.Config.Config.OnBuild = nil
	st := &staging{planner: p, stage: s, config: &s.Config}
	for _, trigger := range triggers {
		command, err := parseTrigger(trigger)
		if err == nil {
			err = st.command(command, s.Line, "ONBUILD ")
		}
		if err != nil {
			return &LineError{s.Line, fmt.Errorf("FROM %s: ONBUILD %s: %w", s.From, trigger, unlocated(err))}
		}
	}
	for _, command := range commands {
		if err := st.command(command, lineOf(command.Location()), ""); err != nil {
			return err
		}
	}
	return nil
}
