// RUN: a process in the root, and what it leaves there is the layer.

package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// Run is the work of RUN.
type Run struct {
	Args   []string
	Env    variables
	Dir    string
	User   string
	Mounts []RunMount
	// Proxies are variables that change how the process gets at the network, and so not what it makes.
	Proxies variables
	// Script is a file that the process is, for a heredoc that begins with #!; its path is Args[0].
	Script string
}

// Causes of errors about RUN.
var (
	ErrNetworkFlag = errors.New("only the build as a whole has a network: build --network")
	ErrFlag        = errors.New("this program cannot do that")
	ErrMountTarget = errors.New("it needs a target that is not the root")
	ErrCacheFrom   = errors.New("a cache begins empty here: leave out from=")
)

// run makes the step of a RUN.
func (s *staging) run(c *instructions.RunCommand, step *Step) error {
	if network := instructions.GetNetwork(c); network != instructions.NetworkDefault {
		return fmt.Errorf("--network=%s: %w", network, ErrNetworkFlag)
	}
	for _, flag := range c.FlagsUsed {
		if flag == "device" || flag == "security" {
			return fmt.Errorf("--%s: %w", flag, ErrFlag)
		}
	}
	config := s.config.Config
	r := &Run{Env: s.scope(), Dir: absolute("/", config.WorkingDir), User: config.User}
	r.commandLine(s, c)
	for _, name := range sortedKeys(s.options.BuildArgs) {
		if _, has := r.Env.Get(name); !has && isProxy(name) {
			r.Proxies = r.Proxies.with(name, s.options.BuildArgs[name])
		}
	}
	for _, m := range instructions.GetMounts(c) {
		mount, err := s.mount(m)
		if err != nil {
			return err
		}
		r.Mounts = append(r.Mounts, mount)
	}
	step.Work, step.CreatedBy = r, "RUN "+s.historyArgs()+strings.Join(r.Args, " ")
	return nil
}

// historyArgs is the values of the ARGs that a RUN sees, as Docker writes them: |2 A=1 B=2.
func (s *staging) historyArgs() string {
	if len(s.args) == 0 {
		return ""
	}
	return fmt.Sprintf("|%d %s ", len(s.args), strings.Join(s.args, " "))
}

// scriptDir is where a script of a heredoc is while it runs.
const scriptDir = "/dev/pipes"

// commandLine is what is run. Of a heredoc that is all there is the text goes to the shell as its command, or
// becomes a program if it says what reads it; any other one the shell reads itself.
func (r *Run) commandLine(s *staging, c *instructions.RunCommand) {
	words := c.CmdLine
	if len(c.Files) > 0 {
		first := c.Files[0]
		switch whole := parser.MustParseHeredoc(words[0]) != nil; {
		case whole && strings.HasPrefix(first.Data, "#!"):
			r.Script, r.Args = chomped(first), []string{path.Join(scriptDir, first.Name)}
			return
		case whole:
			words = []string{chomped(first)}
		default:
			words = []string{withHeredocs(words[0], c.Files)}
		}
	}
	r.Args = s.commandLine(c.ShellDependantCmdLine, words)
}

func chomped(f instructions.ShellInlineFile) string {
	if f.Chomp { // <<-EOF: without the tabs at the beginnings of lines
		return parser.ChompHeredocContent(f.Data)
	}
	return f.Data
}

func withHeredocs(line string, files []instructions.ShellInlineFile) string {
	var b strings.Builder
	b.WriteString(line)
	for _, f := range files {
		b.WriteString("\n" + f.Data + f.Name)
	}
	return b.String()
}

// inputs are what the result depends on, besides the layers below and the files that are mounted.
func (r *Run) inputs() any {
	key := struct {
		Args      []string
		Env       variables
		Dir, User string
		Script    string
		Mounts    []any
	}{r.Args, r.Env, r.Dir, r.User, r.Script, nil}
	for _, m := range r.Mounts {
		key.Mounts = append(key.Mounts, m.inputs())
	}
	return key
}

func (r *Run) takes() (list []taking) {
	for _, m := range r.Mounts {
		list = append(list, m.takes()...)
	}
	return list
}

func (r *Run) do(ctx context.Context, b *running, w Workspace, _ []content) error {
	request := RunRequest{
		Args: r.Args, Env: r.Proxies.under(r.Env), Dir: r.Dir, User: r.User, Network: b.Network, Stdout: b.output, Stderr: b.output,
	}
	mounts := &mounting{running: b}
	defer mounts.close()
	for _, m := range r.Mounts {
		mount, err := mounts.mount(ctx, m)
		if err != nil {
			return err
		}
		request.Mounts = append(request.Mounts, mount)
	}
	if r.Script != "" {
		mount, err := mounts.script(ctx, r)
		if err != nil {
			return err
		}
		request.Mounts = append(request.Mounts, mount)
	}
	status, err := w.Run(ctx, request)
	if err == nil && status != 0 {
		err = &ExitError{Args: r.Args, Status: status, Output: b.output.last()}
	}
	return err
}

// ExitError is a process of a RUN that failed.
type ExitError struct {
	Args   []string
	Status int    // its exit status, or 128+n for signal n
	Output []byte // the last lines it wrote
}

func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", e.Status) }

// script is a mount with the script in it.
func (m *mounting) script(ctx context.Context, r *Run) (Mount, error) {
	name := path.Base(r.Args[0])
	w, err := m.workspace(ctx, nil)
	if err != nil {
		return Mount{}, err
	}
	var archive bytes.Buffer
	if err := inlineArchive(&archive, []inline{{name, r.Script, 0o755}}); err != nil {
		return Mount{}, err
	}
	if err := w.Put(ctx, PutRequest{Dest: "/"}, &archive); err != nil {
		return Mount{}, err
	}
	return Mount{Target: scriptDir, ReadOnly: true, From: w, Source: "/"}, nil
}
