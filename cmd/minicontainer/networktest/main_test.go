//go:build linux

package networktest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

const insideEnv = "MINICONTAINER_TEST_IN_NETNS"

// The host's and the outside's addresses on the cable between them.
const (
	hostAddress    = "192.0.2.1"
	outsideAddress = "192.0.2.2"
)

// outside is the network namespace at the other end of the host's cable. It has no way to the containers' addresses, as nobody
// outside has.
var outside netns.NsHandle

func audited(m *testing.M) int {
	return testenv.Audited(func() int {
		state, err := os.MkdirTemp("", "state-")
		if err == nil {
			err = os.Chmod(state, 0o755)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		os.Setenv(cli.StateEnv, state) //nolint:errcheck // a good word
		status := m.Run()
		os.RemoveAll(state) //nolint:errcheck // the audit tells
		return status
	})
}

func TestMain(m *testing.M) {
	base.RunIfApplet()
	if filepath.Base(os.Args[0]) == "minicontainer" {
		os.Exit(cli.Main("minicontainer", os.Args[1:]))
	}
	switch filepath.Base(os.Args[0]) {
	case stopAtName:
		os.Exit(stopAt(os.Args[1], os.Args[2:]))
	case listName:
		os.Exit(list(os.Args[1:]))
	}
	if os.Geteuid() == 0 && os.Getenv(insideEnv) == "" {
		os.Exit(rerunInside())
	}
	if os.Geteuid() == 0 {
		if err := layCable(); err != nil {
			fmt.Fprintln(os.Stderr, "make the test's network:", err)
			os.Exit(1)
		}
	}
	os.Exit(audited(m))
}

// rerunInside runs this program again in a namespace of its own, with all its threads.
func rerunInside() int {
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), insideEnv+"=yes")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET, Pdeathsig: unix.SIGKILL}
	if err := cmd.Run(); err != nil {
		if cmd.ProcessState == nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return 1
	}
	return 0
}

// layCable connects this namespace with the outside. Forwarding is off, whatever the machine's is, which a namespace begins with.
func layCable() error {
	err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("0\n"), 0o644)
	if err != nil {
		return err
	}
	if ownErr := testenv.OwnNetwork(func() { outside, err = netns.Get() }); ownErr != nil || err != nil {
		return fmt.Errorf("%w, %w", ownErr, err)
	}
	attrs := netlink.NewLinkAttrs()
	attrs.Name = "wan"
	if err := netlink.LinkAdd(&netlink.Veth{LinkAttrs: attrs, PeerName: "lan", PeerNamespace: netlink.NsFd(outside)}); err != nil {
		return err
	}
	far, err := netlink.NewHandleAt(outside)
	if err != nil {
		return err
	}
	defer far.Close()
	here, err := netlink.NewHandle()
	if err != nil {
		return err
	}
	defer here.Close()
	for _, end := range []struct {
		h             *netlink.Handle
		link, address string
	}{{here, "lo", ""}, {here, "wan", hostAddress}, {far, "lan", outsideAddress}} {
		link, err := end.h.LinkByName(end.link)
		if err == nil && end.address != "" {
			err = end.h.AddrAdd(link, &netlink.Addr{IPNet: &net.IPNet{IP: net.ParseIP(end.address), Mask: net.CIDRMask(24, 32)}})
		}
		if err == nil {
			err = end.h.LinkSetUp(link)
		}
		if err != nil {
			return err
		}
	}
	return here.RouteAdd(&netlink.Route{Gw: net.ParseIP(outsideAddress)})
}

// within calls do on a thread in a namespace.
func within(t *testing.T, ns netns.NsHandle, do func()) {
	t.Helper()
	err := testenv.OwnNetwork(func() {
		if err := netns.Set(ns); err != nil {
			t.Errorf("enter namespace: %v", err)
			return
		}
		do()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// needRoot skips a test that cannot make networks, and cleans up after one that can.
func needRoot(t *testing.T) {
	t.Helper()
	testenv.RealRoot(t)
	t.Cleanup(func() {
		if ids := strings.Fields(mc(t, "ps", "-aq")); len(ids) > 0 {
			mc(t, append([]string{"rm", "-f"}, ids...)...)
		}
		mc(t, "network", "prune")
		nothingLeft(t)
	})
}

// nothingLeft looks for what a network leaves on the machine.
func nothingLeft(t *testing.T) {
	t.Helper()
	links, err := net.Interfaces()
	if err != nil {
		t.Error(err)
	}
	for _, l := range links {
		if l.Name != "lo" && l.Name != "wan" {
			t.Errorf("left behind: the interface %s", l.Name)
		}
	}
	if forward, err := os.ReadFile("/proc/sys/net/ipv4/ip_forward"); err != nil || string(forward) != "0\n" {
		t.Errorf("left behind: net.ipv4.ip_forward is %q, %v", forward, err)
	}
}

// command is a command line of minicontainer's.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "minicontainer"
	return cmd
}

// mc runs one that must succeed, and returns what it prints.
func mc(t *testing.T, args ...string) string {
	t.Helper()
	out, said, err := try(args...)
	if err != nil {
		t.Fatalf("minicontainer %s: %v: %s", strings.Join(args, " "), err, said)
	}
	return out
}

// try runs one, and returns what it prints and what it says.
func try(args ...string) (out, said string, err error) {
	cmd := command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Start()
	if err == nil {
		// One that hangs says where: Go prints what each goroutine does.
		limit := time.AfterFunc(time.Minute, func() { cmd.Process.Signal(unix.SIGQUIT) }) //nolint:errcheck // it may have ended
		defer limit.Stop()
		err = cmd.Wait()
	}
	return stdout.String(), stderr.String(), err
}
