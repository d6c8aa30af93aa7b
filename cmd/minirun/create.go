//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/oci/lifecycle"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// makingFlags are those of create, run and exec.
type makingFlags struct {
	bundle, pidFile, consoleSocket string
	preserve                       int
	noPivot, noNewKeyring          bool
}

func (f *makingFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SetInterspersed(true)
	flags.StringVar(&f.pidFile, "pid-file", "", "write the process's number to this `file`")
	flags.StringVar(&f.consoleSocket, "console-socket", "", "send the terminal's master to this unix `socket`")
	flags.IntVar(&f.preserve, "preserve-fds", 0, "pass `N` further open files on, from number 3")
}

func (f *makingFlags) registerBundle(cmd *cobra.Command) {
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&f.bundle, "bundle", "b", ".", "`directory` with config.json and the root file system")
	flags.BoolVar(&f.noPivot, "no-pivot", false, "refused: a root that is only changed (chroot) can be left")
	flags.BoolVar(&f.noNewKeyring, "no-new-keyring", false, "leave the container its creator's session keyring")
}

func (p *program) createCommand() *cobra.Command {
	var f makingFlags
	cmd := &cobra.Command{
		Use:   "create [-b BUNDLE] ID",
		Short: "Make the container of a bundle, and leave it waiting for start",
		Args:  oneID,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := errors.Join(f.check(), lifecycle.CheckID(args[0])); err != nil {
				return err
			}
			b, err := lifecycle.ReadBundle(f.bundle)
			if err != nil {
				return err
			}
			if err := sealFor(b.Spec); err != nil {
				return err
			}
			o, err := p.options(f)
			if err != nil {
				return err
			}
			return p.store().Create(args[0], b, o)
		},
	}
	f.registerBundle(cmd)
	return cmd
}

func (f *makingFlags) check() error {
	if f.noPivot {
		return errors.New("read --no-pivot: a root that is only changed (chroot) can be left; mount the root file system on a directory")
	}
	return nil
}

// sealFor has this program run from a copy that cannot be written, if it is going to be seen by processes of another container.
func sealFor(spec *specs.Spec) error {
	if lifecycle.Joins(spec) {
		return sandbox.Seal()
	}
	return nil
}

// options are the process's own streams, and what the flags say.
func (p *program) options(f makingFlags) (lifecycle.Options, error) {
	o := lifecycle.Options{
		Streams: lifecycle.Streams{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr},
		PidFile: f.pidFile, KeepKeyring: f.noNewKeyring, Warn: p.warn,
	}
	if f.consoleSocket != "" {
		o.Terminal = func(master *os.File) error { return sendTerminal(f.consoleSocket, master) }
	}
	var err error
	o.Further, err = f.further()
	return o, err
}

// further are the files that are passed on: those of --preserve-fds after those that a service manager has
// handed over. Source: sd_listen_fds(3).
func (f *makingFlags) further() (files []*os.File, err error) {
	count := f.preserve
	if listen, err := strconv.Atoi(os.Getenv("LISTEN_FDS")); err == nil && listen > 0 && f.listensForUs() {
		count += listen
	}
	if count < 0 || count > 1<<16 {
		return nil, fmt.Errorf("read --preserve-fds %d: not a number of files", f.preserve)
	}
	for n := range count {
		file := os.NewFile(uintptr(3+n), "passed on")
		if _, err := file.Stat(); err != nil {
			return nil, fmt.Errorf("pass file %d on: it is not open", 3+n)
		}
		files = append(files, file)
	}
	return files, nil
}

// listensForUs tells whether LISTEN_FDS is meant for this process. Engines that pass it on leave LISTEN_PID out or wrong.
func (f *makingFlags) listensForUs() bool { return true }
