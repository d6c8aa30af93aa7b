//go:build linux

// The cable between a container and its networks. It is laid from outside, by this program, when the container's namespaces are
// there and its program does not run yet: an address that came later would be missed by whoever looks first.

package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// networksOf is where this stage keeps its networks: beside those of minicontainer, whose containers it does not know.
func networksOf(state string) *network.Store { return network.OpenBeside(state, "stage") }

// plug is a container's end of its cables, before and after they are laid.
type plug struct {
	networks *network.Store
	who      network.Container
	dir      string // with its files for /etc
	wire     *network.Wire
}

// plug reads the flags, and adds to the spec what a connected container needs.
func (f runFlags) plug(p *cli.Program, state string, root cli.Root, spec *specs.Spec) (*plug, error) {
	networks := networksOf(state)
	if err := networks.Sweep(gone); err != nil {
		return nil, err
	}
	settings, err := p.Settings(f.Connection, networks, root.Exposed())
	if err != nil {
		return nil, err
	}
	id := newID()
	plug := &plug{networks: networks, who: network.Container{ID: id, Name: cli.Or(f.name, id[:12]), Hostname: f.hostname, Settings: *settings}}
	if f.OnHost() {
		spec.Linux.Namespaces = withoutNetwork(spec.Linux.Namespaces)
	}
	if settings.Mode == network.None {
		return plug, nil
	}
	if plug.dir, err = os.MkdirTemp("", "stage-"); err != nil {
		return nil, err
	}
	for _, name := range network.Files {
		file := filepath.Join(plug.dir, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			return nil, errors.Join(err, os.RemoveAll(plug.dir))
		}
		spec.Mounts = append(spec.Mounts, specs.Mount{Destination: "/etc/" + name, Source: file, Options: []string{"bind"}})
	}
	return plug, os.Chmod(plug.dir, 0o755)
}

func withoutNetwork(list []specs.LinuxNamespace) (rest []specs.LinuxNamespace) {
	for _, ns := range list {
		if ns.Type != specs.NetworkNamespace {
			rest = append(rest, ns)
		}
	}
	return rest
}

// connect is what sandbox.Start calls while the container waits.
func (c *plug) connect(watch network.Watch) func(pid int) error {
	if c.dir == "" {
		return nil
	}
	return func(pid int) (err error) {
		c.wire, err = c.networks.Connect(c.who, pid, c.dir, watch)
		for _, line := range c.wire.Words() {
			fmt.Fprintln(os.Stderr, line)
		}
		return err
	}
}

// pull takes the cables away.
func (c *plug) pull() {
	c.wire.Close() //nolint:errcheck // what is left the next run sweeps away
	if c.dir != "" {
		os.RemoveAll(c.dir) //nolint:errcheck // three small files
	}
}

// newID is a container's identity. It begins with the number of this program, which stays with the container: so whoever
// comes later can tell whether that still runs.
func newID() string {
	var rest [28]byte
	rand.Read(rest[:]) //nolint:errcheck // documented never to fail on Linux
	return fmt.Sprintf("%08x", os.Getpid()) + hex.EncodeToString(rest[:])
}

// gone tells whether a container's program has ended without pulling its cables.
func gone(id string) bool {
	pid, err := strconv.ParseUint(id[:8], 16, 31)
	return err == nil && errors.Is(unix.Kill(int(pid), 0), unix.ESRCH) //nolint:gosec // 31 bits
}
