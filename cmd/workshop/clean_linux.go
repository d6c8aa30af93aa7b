package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

func newLinuxCommands(p *say.Printer) []*cobra.Command {
	return append(learnerCommands(p), newClean(p), newBench(p))
}

func newClean(p *say.Printer) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "clean",
		Short: p.Text("clean.short"),
		Long:  p.Text("clean.long"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := grade.Sweep(); err != nil {
				return err
			}
			state, err := cli.StateDir()
			if err != nil {
				return err
			}
			if _, err := os.Lstat(state); errors.Is(err, os.ErrNotExist) {
				p.Paragraph(say.T("clean.nothing", state))
				return nil
			}
			in, isFile := cmd.InOrStdin().(*os.File)
			if !yes && isFile && isTerminal(in) && !confirm(p, in, p.Text("clean.ask", state), true) {
				p.Say("first.later")
				return nil
			}
			return clean(p, state)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, p.Text("clean.yes-flag"))
	return cmd
}

// clean removes what the programs keep on disk, and nothing that somebody else
// put there. Something mounted there is looked for first: it would be
// a leak of ours, and removing files through it could hurt somebody.
func clean(p *say.Printer, state string) error {
	mounted, err := mountsBelow(state)
	if err != nil {
		return err
	}
	if len(mounted) > 0 {
		return fmt.Errorf("clean %s: something is mounted there: %s", state, strings.Join(mounted, ", "))
	}
	kept, err := engine.New(state).List()
	if err != nil {
		return err
	}
	if len(kept) > 0 {
		p.Paragraph(say.T("clean.kept", namesOf(kept)))
		return errTold
	}
	if err := engine.New(state).RemoveStores(); err != nil {
		return err
	}
	inUse, err := base.Remove(state)
	if err != nil {
		return err
	}
	for _, image := range inUse {
		p.Paragraph(say.T("clean.in-use", image))
	}
	if len(inUse) > 0 {
		return errTold
	}
	if err := removeIfThere(sandbox.HoldDir(state)); err != nil {
		return err
	}
	if err := record.Open(state).RemoveEmpty(); err != nil {
		return err
	}
	if err := os.Remove(state); err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.EBUSY) {
		p.Paragraph(say.T("clean.others", state))
		return errTold
	}
	p.Paragraph(say.T("clean.done", state))
	sayWhatStays(p)
	return nil
}

// namesOf are the names of containers that somebody keeps: with what they wrote, they are not ours to
// remove, and the image below them is theirs.
func namesOf(list []record.Record) string {
	var names []string
	for _, r := range list {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

// sayWhatStays names what the workshop remembers of a person, if there is any.
func sayWhatStays(p *say.Printer) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return
	}
	remembered := filepath.Join(dir, "minicontainer")
	if _, err := os.Stat(remembered); err == nil {
		p.Paragraph(say.T("clean.stays", remembered))
	}
}

func removeIfThere(dir string) error {
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// mountsBelow lists the mount points below dir; dir itself may be a volume. Source: proc_pid_mountinfo(5).
func mountsBelow(dir string) ([]string, error) {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[4], dir+"/") {
			found = append(found, fields[4])
		}
	}
	return found, nil
}
