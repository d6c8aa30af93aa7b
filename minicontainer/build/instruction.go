// What each instruction means: for most of them, a change of the image's configuration.
//
// Variables are replaced first, in those instructions that have them; each then does its work on the
// configuration, and writes the line of history that Docker's builder would write.

package build

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
)

// staging is a stage on its way to becoming steps: what is known at the line that is being read.
type staging struct {
	*planner
	stage  *Stage
	config *dockerspec.DockerOCIImage
	args   variables // what ARG has declared, with a value
	ownCmd bool      // this stage has a CMD of its own
}

// Causes of errors about instructions.
var (
	ErrUnknown = errors.New("the instruction is not known")
	ErrTooLong = errors.New("it is too long with its variables replaced")
)

// longestText is more than any word needs: a variable that doubles itself line by line would take all memory.
const longestText = 1 << 20

// scope is the variables that the next instruction sees.
func (s *staging) scope() variables { return s.args.under(s.config.Config.Env) }

// command makes the next instruction a step of the stage.
func (s *staging) command(c instructions.Command, line int, prefix string) error {
	step := &Step{Line: line, Text: prefix + oneLine(c)}
	err := s.expand(c)
	if err == nil {
		err = s.dispatch(c, step)
	}
	if err != nil {
		return &LineError{line, fmt.Errorf("%s: %w", strings.ToUpper(c.Name()), err)}
	}
	s.stage.Steps = append(s.stage.Steps, step)
	return nil
}

// expand replaces the variables. An ARG's own value is replaced only if it is used; a heredoc of COPY keeps its quotes.
func (s *staging) expand(c instructions.Command) error {
	scope := s.scope()
	if _, isArg := c.(*instructions.ArgCommand); isArg {
		return nil
	}
	if words, ok := c.(instructions.SupportsSingleWordExpansion); ok {
		if err := words.Expand(expander(s.lex, scope)); err != nil {
			return err
		}
	}
	if text, ok := c.(instructions.SupportsSingleWordExpansionRaw); ok {
		raw := shell.NewLex('\\')
		raw.SkipProcessQuotes = true
		return text.ExpandRaw(expander(raw, scope))
	}
	return nil
}

func expander(lex *shell.Lex, scope variables) instructions.SingleWordExpander {
	return func(word string) (string, error) {
		text, _, err := lex.ProcessWord(word, scope)
		if err == nil && len(text) > longestText {
			err = ErrTooLong
		}
		return text, err
	}
}

// dispatch has the instruction do its work. Those that change files are in run.go, copy.go and workdir.go.
func (s *staging) dispatch(c instructions.Command, step *Step) (err error) {
	switch c := c.(type) {
	case *instructions.RunCommand:
		return s.run(c, step)
	case *instructions.CopyCommand:
		return s.copy(c, step)
	case *instructions.AddCommand:
		return s.add(c, step)
	case *instructions.WorkdirCommand:
		s.workdir(c, step)
	case *instructions.ArgCommand:
		step.CreatedBy, err = s.arg(c)
	case *instructions.ExposeCommand:
		step.CreatedBy, err = s.expose(c)
	case *instructions.StopSignalCommand:
		step.CreatedBy, err = s.stopSignal(c)
	case *instructions.CmdCommand:
		step.CreatedBy = s.cmd(c)
	case *instructions.EntrypointCommand:
		step.CreatedBy = s.entrypoint(c)
	default:
		step.CreatedBy, err = s.set(c)
	}
	return err
}

// set is the instructions that write down what they were given.
func (s *staging) set(c instructions.Command) (createdBy string, err error) {
	config := &s.config.Config
	switch c := c.(type) {
	case *instructions.EnvCommand:
		for _, pair := range c.Env {
			config.Env = variables(config.Env).with(pair.Key, pair.Value)
		}
		return "ENV" + pairs(c.Env), nil
	case *instructions.LabelCommand:
		for _, pair := range c.Labels {
			put(&config.Labels, pair.Key, pair.Value)
		}
		return "LABEL" + pairs(c.Labels), nil
	case *instructions.VolumeCommand:
		for _, volume := range c.Volumes {
			put(&config.Volumes, volume, struct{}{})
		}
		return fmt.Sprintf("VOLUME %v", c.Volumes), nil
	case *instructions.MaintainerCommand:
		s.config.Author = c.Maintainer
		return "MAINTAINER " + c.Maintainer, nil
	case *instructions.UserCommand:
		config.User = c.User
		return "USER " + c.User, nil
	case *instructions.ShellCommand:
		config.Shell = c.Shell
		return fmt.Sprintf("SHELL %v", c.Shell), nil
	case *instructions.OnbuildCommand:
		config.OnBuild = append(config.OnBuild, c.Expression)
		return "ONBUILD " + c.Expression, nil
	case *instructions.HealthCheckCommand:
		config.Healthcheck = c.Health
		return fmt.Sprintf("HEALTHCHECK %q", c.Health.Test), nil
	}
	return "", ErrUnknown
}

func pairs(list instructions.KeyValuePairs) string {
	var b strings.Builder
	for _, pair := range list {
		b.WriteString(" " + pair.String())
	}
	return b.String()
}

// put sets an entry of a map that may not be there yet.
func put[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
}

// cmd and entrypoint are what a container runs. A form without brackets is the shell's.
func (s *staging) cmd(c *instructions.CmdCommand) string {
	s.ownCmd = true
	s.config.Config.Cmd = s.commandLine(c.ShellDependantCmdLine, c.CmdLine)
	return fmt.Sprintf("CMD %q", s.config.Config.Cmd)
}

func (s *staging) entrypoint(c *instructions.EntrypointCommand) string {
	s.config.Config.Entrypoint = s.commandLine(c.ShellDependantCmdLine, c.CmdLine)
	if !s.ownCmd {
		s.config.Config.Cmd = nil // what the base image passed to its own entrypoint
	}
	return fmt.Sprintf("ENTRYPOINT %q", s.config.Config.Entrypoint)
}

// commandLine puts the shell before a command line that has no brackets.
func (s *staging) commandLine(c instructions.ShellDependantCmdLine, words []string) []string {
	if !c.PrependShell {
		return words
	}
	shell := s.config.Config.Shell
	if len(shell) == 0 {
		shell = []string{"/bin/sh", "-c"}
	}
	return append(slices.Clone(shell), strings.Join(words, " "))
}

// arg declares variables for the rest of the stage. An ENV of the same name is stronger.
func (s *staging) arg(c *instructions.ArgCommand) (createdBy string, err error) {
	createdBy = "ARG"
	for _, arg := range c.Args {
		s.used[arg.Key] = true
		value, has, err := argValue(arg, s.options.BuildArgs, s.global, s.scope(), s.lex)
		if err != nil {
			return "", err
		}
		createdBy += " " + arg.Key
		if has {
			s.args = s.args.with(arg.Key, value)
			createdBy += "=" + value
		}
	}
	return createdBy, nil
}

// oneLine is the instruction as it is written, on one line. Of a heredoc it has the first line.
func oneLine(c instructions.Command) string {
	text := strings.ToUpper(c.Name())
	if source, ok := c.(fmt.Stringer); ok {
		words := strings.Fields(source.String())
		words[0] = strings.ToUpper(words[0])
		text = strings.Join(words, " ")
	}
	run, ok := c.(*instructions.RunCommand)
	if !ok || len(run.Files) == 0 {
		return text
	}
	first, more, _ := strings.Cut(strings.TrimSpace(run.Files[0].Data), "\n")
	if more != "" {
		first += " …"
	}
	return text + " (" + first + ")"
}

// workdir sets the directory for what follows, and makes it: as its own the user's who is set, as Docker does.
func (s *staging) workdir(c *instructions.WorkdirCommand, step *Step) {
	config := &s.config.Config
	config.WorkingDir = absolute(config.WorkingDir, c.Path)
	step.CreatedBy = "WORKDIR " + config.WorkingDir
	if config.WorkingDir != "/" {
		step.Work = &MakeDir{Dir: config.WorkingDir, User: config.User}
	}
}

// absolute is a path as seen from a working directory.
func absolute(dir, name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join("/", dir, name)
}
