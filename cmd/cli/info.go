//go:build linux

package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) infoCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "info [-f TEMPLATE]",
		Short: "Show what there is, and how this machine's containers are made",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			v, err := newInfoView(e)
			return errors.Join(p.printInfo(v, format), err)
		}),
	}
	cmd.Flags().StringVarP(&format, "format", "f", "", "json, or a Go `TEMPLATE`, as in '{{.Driver}}'")
	return cmd
}

// infoView has Docker's names where there is one.
type infoView struct {
	Containers, ContainersRunning, ContainersPaused, ContainersStopped int

	Images         int
	Driver         string // how the writable part of a container is made
	DriverWhy      string // not Docker's: why it is not the best one
	CgroupVersion  string
	MemoryLimit    bool // whether it can be set here, and below
	SwapLimit      bool
	PidsLimit      bool
	CPUCfsQuota    bool `json:"CpuCfsQuota"`
	KernelVersion  string
	OSType         string
	Architecture   string // as uname(2) has it
	NCPU           int
	MemTotal       uint64 // bytes
	SystemTime     string
	Name           string // this machine's
	Rootless       bool
	DockerRootDir  string // the state directory
	DefaultRuntime string
	ServerVersion  string
}

// newInfoView tells what it can; the error is about the rest.
func newInfoView(e *engine.Engine) (v infoView, err error) {
	containers, unreadable := e.List()
	v.Containers = len(containers)
	for _, r := range containers {
		switch stateWord(r.State) {
		case string(record.Exited), string(record.Created):
			v.ContainersStopped++
		case "paused":
			v.ContainersPaused++
		default:
			v.ContainersRunning++
		}
	}
	images, imagesErr := e.Images().List()
	storage, storageErr := e.Storage()
	state, stateErr := StateDir()
	v.Images, v.Driver, v.DriverWhy, v.DockerRootDir = len(images), storage.How, storage.Why, state
	v.ServerVersion, v.DefaultRuntime, v.SystemTime = version(), "minicontainer", moment(time.Now())
	groupsErr := v.groups()
	return v, errors.Join(v.machine(), groupsErr, storageErr, stateErr, unreadable, imagesErr)
}

func (v *infoView) machine() error {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return fmt.Errorf("look at this machine: %w", err)
	}
	text := func(field [65]byte) string { return unix.ByteSliceToString(field[:]) }
	v.KernelVersion, v.Architecture, v.Name = text(u.Release), text(u.Machine), text(u.Nodename)
	v.OSType, v.NCPU, v.MemTotal, v.Rootless = "linux", runtime.NumCPU(), memTotal(), os.Geteuid() != 0
	return nil
}

// groups tells which limits there can be.
func (v *infoView) groups() error {
	trees, err := cgroup.Detect()
	if err != nil {
		return err
	}
	v.CgroupVersion = cgroup.Kind(trees)
	has := func(controller string) bool { return cgroup.Offers(trees, controller) }
	v.MemoryLimit, v.PidsLimit, v.CPUCfsQuota = has("memory"), has("pids"), has("cpu")
	v.SwapLimit = v.MemoryLimit && cgroup.CountsSwap()
	return nil
}

func (p *Program) printInfo(v infoView, format string) error {
	switch format {
	case "":
		return p.printInfoLines(v)
	case "json":
		return jsonLines(p.Stdout, []any{v})
	}
	return p.printView(v, format)
}

func (p *Program) printInfoLines(v infoView) error {
	for _, line := range [][2]string{
		{"Containers", fmt.Sprint(v.Containers)},
		{" Running", fmt.Sprint(v.ContainersRunning)},
		{" Paused", fmt.Sprint(v.ContainersPaused)},
		{" Stopped", fmt.Sprint(v.ContainersStopped)},
		{"Images", fmt.Sprint(v.Images)},
		{"Storage", v.Driver},
		{" Why", v.DriverWhy},
		{"Control Groups", v.CgroupVersion},
		{"Kernel Version", v.KernelVersion},
		{"Architecture", v.Architecture},
		{"CPUs", fmt.Sprint(v.NCPU)},
		{"Total Memory", FormatBytes(v.MemTotal)},
		{"Rootless", fmt.Sprint(v.Rootless)},
		{"Root Dir", v.DockerRootDir},
	} {
		if line[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(p.Stdout, "%s: %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}
