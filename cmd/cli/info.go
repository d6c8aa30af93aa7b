//go:build linux

package cli

import (
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) infoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "info",
		Short: "Show what there is, and how this machine's containers are made",
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			return exitOK, failed(p.info(e))
		}),
	}
}

func (p *Program) info(e *engine.Engine) error {
	state, err := StateDir()
	if err != nil {
		return err
	}
	containers, unreadable := e.List()
	count := map[string]int{}
	for _, r := range containers {
		count[stateWord(r.State)]++
	}
	images, imagesErr := e.Images().List()
	storage, err := e.Storage()
	if err != nil {
		return err
	}
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return err
	}
	for _, line := range [][2]string{
		{"Containers", fmt.Sprint(len(containers))},
		{" Running", fmt.Sprint(count[string(record.Running)])},
		{" Paused", fmt.Sprint(count["paused"])},
		{" Stopped", fmt.Sprint(count[string(record.Exited)] + count[string(record.Created)])},
		{"Images", fmt.Sprint(len(images))},
		{"Storage", storage.How},
		{" Why", storage.Why},
		{"Kernel Version", unix.ByteSliceToString(u.Release[:])},
		{"Architecture", runtime.GOARCH},
		{"CPUs", fmt.Sprint(runtime.NumCPU())},
		{"Rootless", fmt.Sprint(os.Geteuid() != 0)},
		{"Root Dir", state},
	} {
		if line[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(p.Stdout, "%s: %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	if unreadable != nil {
		return unreadable
	}
	return imagesErr
}
