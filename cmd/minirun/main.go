//go:build linux

// Command minirun is an OCI runtime, as runc and crun are: it makes containers of bundles, for engines that call it (containerd, podman,
// docker) and for people. Each command does one thing and ends; what they are about is in package oci/lifecycle.
//
// Read main.go, create.go and exec.go; the other commands are a few lines each.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/oci/lifecycle"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// exitFailed is what OCI runtimes return when they, not the container, failed.
const exitFailed = 1

// program is one command line.
type program struct {
	root    string // directory of the containers' states
	log     logger
	status  int  // to exit with
	systemd bool // --systemd-cgroup
}

func main() {
	p := &program{}
	cmd := p.command()
	err := cmd.Execute()
	if err != nil {
		p.status = exitFailed
		var exec *sandbox.ExecError
		if errors.As(err, &exec) && p.inForeground(cmd) {
			p.status = exec.Code
		}
		err = inEnginesWords(err)
		p.log.error(err)
		fmt.Fprintln(os.Stderr, "minirun:", err)
	}
	os.Exit(p.status)
}

// inForeground tells whether the command is one whose status is the program's: a person's run or exec.
func (p *program) inForeground(root *cobra.Command) bool {
	cmd, _, err := root.Find(os.Args[1:])
	return err == nil && (cmd.Name() == "run" || cmd.Name() == "exec")
}

// inEnginesWords says of a program that is not there, or cannot be executed, what engines look for, to exit with 127 or 126. Source: callers such as dockerd, which
// match the text.
func inEnginesWords(err error) error {
	var exec *sandbox.ExecError
	switch {
	case !errors.As(err, &exec):
	case exec.State == sandbox.NoSuchCommand && exec.Code == 127:
		return fmt.Errorf("exec: %q: executable file not found in $PATH: %w", exec.File, err)
	case exec.Code == 126 && !strings.Contains(err.Error(), "permission denied"):
		return fmt.Errorf("exec: %q: permission denied: %w", exec.File, err)
	}
	return err
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{Use: "minirun", Short: "Run OCI bundles", SilenceErrors: true, SilenceUsage: true,
		PersistentPreRunE: func(*cobra.Command, []string) error { return p.prepare() }}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.Version = oci.Version
	root.SetVersionTemplate("minirun version 1.0.0\nspec: {{.Version}}\n")
	flags := root.PersistentFlags()
	flags.StringVar(&p.root, "root", defaultRoot(), "`directory` of the containers' states")
	flags.StringVar(&p.log.path, "log", "", "write errors to this `file`, too")
	flags.StringVar(&p.log.format, "log-format", "text", "of the log: `text` or json")
	flags.BoolVar(&p.systemd, "systemd-cgroup", false, "refused: this runtime makes control groups itself")
	flags.Bool("debug", false, "accepted, and without effect")
	flags.String("rootless", "auto", "accepted: who is not root is rootless")
	root.AddCommand(p.createCommand(), p.startCommand(), p.runCommand(), p.execCommand(), p.stateCommand(), p.killCommand(),
		p.deleteCommand(), p.listCommand(), p.psCommand(), p.pauseCommand(), p.resumeCommand(), p.updateCommand(),
		p.eventsCommand(), p.specCommand(), p.featuresCommand())
	return root
}

// defaultRoot is on a file system in memory: after a reboot there are no containers.
func defaultRoot() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" && os.Geteuid() != 0 {
		return dir + "/minirun"
	}
	return "/run/minirun"
}

func (p *program) prepare() error {
	if p.log.format != "text" && p.log.format != "json" {
		return fmt.Errorf("read --log-format %.40q: text or json", p.log.format)
	}
	if p.systemd {
		return errors.New("read --systemd-cgroup: this runtime makes control groups itself; have your engine use cgroupfs")
	}
	return p.log.open()
}

func (p *program) store() lifecycle.Store { return lifecycle.Open(p.root) }

// warn is told of what went wrong and changes nothing.
func (p *program) warn(err error) {
	p.log.warning(err)
	fmt.Fprintln(os.Stderr, "minirun:", err)
}

// oneID is the cobra.PositionalArgs of a command on one container.
func oneID(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%s needs the id of one container; see `%s --help`", cmd.Name(), cmd.CommandPath())
	}
	return nil
}
