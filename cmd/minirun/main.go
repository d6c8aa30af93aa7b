//go:build linux

// Command minirun runs OCI bundles, as runc and crun do. So far it runs one in the
// foreground; the life cycle that engines drive (create, start, kill, delete)
// is the subject of the last lesson.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// exitFailed is what OCI runtimes return when they, not the container, failed.
const exitFailed = 1

func main() {
	status := 0
	if err := command(&status).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "minirun:", err)
		var exec *sandbox.ExecError
		if status = exitFailed; errors.As(err, &exec) {
			status = exec.Code
		}
	}
	os.Exit(status)
}

func command(status *int) *cobra.Command {
	root := &cobra.Command{Use: "minirun", Short: "Run OCI bundles", SilenceErrors: true, SilenceUsage: true}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.Version = oci.Version
	root.SetVersionTemplate("minirun\nspec: {{.Version}}\n")
	root.AddCommand(runCommand(status), specCommand())
	return root
}

func runCommand(status *int) *cobra.Command {
	var bundle string
	cmd := &cobra.Command{
		Use:   "run [-b BUNDLE] ID",
		Short: "Run the container of a bundle until it ends",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkID(args[0]); err != nil {
				return err
			}
			code, err := run(args[0], bundle)
			if err == nil {
				*status = code
			}
			return err
		},
	}
	cmd.Flags().StringVarP(&bundle, "bundle", "b", ".", "`directory` with config.json and the root file system")
	return cmd
}

// checkID allows what runc allows: letters, digits and _+-. so that no id can be a path.
func checkID(id string) error {
	for _, c := range id {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '_' && c != '+' && c != '-' && c != '.' {
			return fmt.Errorf("use id %q: only letters, digits and _+-. are allowed", id)
		}
	}
	if id == "" || id == "." || id == ".." || len(id) > 1024 {
		return fmt.Errorf("use id %q: not a name", id)
	}
	return nil
}

func run(id, bundle string) (int, error) {
	spec, err := oci.Load(bundle)
	if err != nil {
		return 0, err
	}
	if spec.Root.Path, err = rootfs.Check(spec.Root.Path); err != nil {
		return 0, err
	}
	if spec.Process != nil && spec.Process.Terminal {
		return 0, errors.New("run bundle: process.terminal needs a console socket, which this runtime does not take yet")
	}
	if spec.Linux != nil && spec.Linux.CgroupsPath == "" && spec.Linux.Resources != nil {
		spec.Linux.CgroupsPath = "minirun-" + id // a relative path: where the runtime thinks right
		if err := cgroup.RemoveEmpty(spec.Linux.CgroupsPath); err != nil {
			return 0, err // of a run that was killed
		}
	}
	if joins(spec) {
		if err := sandbox.Seal(); err != nil {
			return 0, err
		}
	}
	// Caught before the start: the container may be ready before Start returns.
	signals := make(chan os.Signal, 16)
	for _, sig := range []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2, unix.SIGCONT} {
		if !signal.Ignored(sig) { // by nohup, say
			signal.Notify(signals, sig)
		}
	}
	process, err := sandbox.Start(
		sandbox.Container{Spec: spec, DieWithCaller: true},
		sandbox.IO{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	if err != nil {
		return 0, err
	}
	go func() {
		for sig := range signals {
			process.Signal(sig) //nolint:errcheck // a container that has ended needs no signal
		}
	}()
	return process.Wait()
}

// joins tells whether somebody is in one of the container's namespaces already.
func joins(s *specs.Spec) bool {
	return s.Linux != nil && slices.ContainsFunc(s.Linux.Namespaces, func(ns specs.LinuxNamespace) bool { return ns.Path != "" })
}

func specCommand() *cobra.Command {
	var bundle string
	cmd := &cobra.Command{
		Use:   "spec [-b BUNDLE]",
		Short: "Write an example config.json for a root file system in rootfs/",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if _, err := os.Stat(filepath.Join(bundle, oci.ConfigName)); err == nil {
				return fmt.Errorf("write %s: it is there already", filepath.Join(bundle, oci.ConfigName))
			}
			s := oci.Default(oci.Choices{Root: "rootfs", Users: namespace.OfCaller(),
				NoTTYGroup: !syscalls.GroupExists(5)})
			s.Hostname = "minirun"
			s.Process.Args = []string{"sh"}
			s.Process.Env = []string{"PATH=" + rootfs.Path}
			return oci.Save(bundle, s)
		},
	}
	cmd.Flags().StringVarP(&bundle, "bundle", "b", ".", "`directory` to write config.json to")
	return cmd
}
