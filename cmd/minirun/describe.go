//go:build linux

// The commands about the runtime itself, and what it measures.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/opencontainers/runtime-spec/specs-go/features"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

func (p *program) specCommand() *cobra.Command {
	var bundle string
	var rootless bool
	cmd := &cobra.Command{
		Use:   "spec [-b BUNDLE]",
		Short: "Write an example config.json for a root file system in rootfs/",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if _, err := os.Stat(filepath.Join(bundle, oci.ConfigName)); err == nil {
				return fmt.Errorf("write %s: it is there already", filepath.Join(bundle, oci.ConfigName))
			}
			users := namespace.OfCaller()
			if rootless && len(users.UIDs) == 0 {
				users = namespace.Own(os.Geteuid(), os.Getegid())
			}
			s := oci.Default(oci.Choices{Root: "rootfs", Users: users, NoTTYGroup: !syscalls.GroupExists(5)})
			s.Hostname = "minirun"
			s.Process.Args = []string{"sh"}
			s.Process.Env = []string{"PATH=" + rootfs.Path}
			return oci.Save(bundle, s)
		},
	}
	cmd.Flags().StringVarP(&bundle, "bundle", "b", ".", "`directory` to write config.json to")
	cmd.Flags().BoolVar(&rootless, "rootless", false, "for a user without privileges: with a user namespace")
	return cmd
}

// featuresCommand tells what this runtime can do. Source: runtime-spec features.md.
func (p *program) featuresCommand() *cobra.Command {
	return &cobra.Command{
		Use: "features", Short: "Print what this runtime can do, as JSON", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return printJSON(whatWeCan(), "  ") },
	}
}

func whatWeCan() features.Features {
	yes, no := true, false
	var kinds []string
	for _, k := range namespace.Kinds {
		kinds = append(kinds, string(k.Type))
	}
	return features.Features{
		OCIVersionMin: "1.0.0", OCIVersionMax: specs.Version,
		Hooks:        []string{"prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"},
		MountOptions: mount.Words(),
		Linux: &features.Linux{
			Namespaces: kinds, Capabilities: confine.Names(),
			Cgroup:   &features.Cgroup{V1: &yes, V2: &yes, Systemd: &no, SystemdUser: &no, Rdma: &no},
			Apparmor: &features.Apparmor{Enabled: &no}, Selinux: &features.Selinux{Enabled: &no}, IntelRdt: &features.IntelRdt{Enabled: &no},
			MountExtensions: &features.MountExtensions{IDMap: &features.IDMap{Enabled: &yes}},
		},
	}
}

func (p *program) eventsCommand() *cobra.Command {
	var once bool
	var interval time.Duration
	cmd := &cobra.Command{
		Use: "events [--stats] ID", Short: "Print what a container uses of the machine, as JSON, again and again", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error {
			if interval <= 0 {
				return fmt.Errorf("read --interval %s: not a time", interval)
			}
			for {
				u, err := p.store().Usage(args[0])
				if err != nil {
					return err
				}
				if err := printJSON(newEvent(args[0], u), ""); err != nil || once {
					return err
				}
				time.Sleep(interval)
			}
		},
	}
	cmd.Flags().BoolVar(&once, "stats", false, "once")
	cmd.Flags().DurationVar(&interval, "interval", 5*time.Second, "`time` from one to the next")
	return cmd
}

// event is what runc prints, as far as we measure it. Times are in nanoseconds, sizes in bytes.
type event struct {
	Type string    `json:"type"`
	ID   string    `json:"id"`
	Data eventData `json:"data"`
}

type eventData struct {
	CPU struct {
		Usage struct {
			Total uint64 `json:"total"`
		} `json:"usage"`
		Throttling struct {
			ThrottledPeriods int    `json:"throttledPeriods"`
			ThrottledTime    uint64 `json:"throttledTime"`
		} `json:"throttling"`
	} `json:"cpu"`
	Memory struct {
		Usage struct {
			Usage uint64 `json:"usage"`
			Limit uint64 `json:"limit"`
		} `json:"usage"`
	} `json:"memory"`
	Pids struct {
		Current int `json:"current"`
		Limit   int `json:"limit"`
	} `json:"pids"`
}

func newEvent(id string, u cgroup.Usage) event {
	e := event{Type: "stats", ID: id}
	d := &e.Data
	d.CPU.Usage.Total = uint64(u.CPU.Nanoseconds()) //nolint:gosec // not negative
	d.CPU.Throttling.ThrottledPeriods = u.Periods
	d.CPU.Throttling.ThrottledTime = uint64(u.Throttled.Nanoseconds()) //nolint:gosec // not negative
	d.Memory.Usage.Usage, d.Memory.Usage.Limit = u.Memory, u.MemoryLimit
	d.Pids.Current, d.Pids.Limit = u.Pids, u.PidsLimit
	return e
}
