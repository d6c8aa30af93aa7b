package cgroup_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestBlockDevicesAreDeniedAndOthersAreNot(t *testing.T) {
	for _, l := range []limits{{NoBlockDevices: true}, {NoBlockDevices: true, Pids: 64}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			node := filepath.Join(t.TempDir(), "disk")
			// Number 7:0 is the first loop device; without a driver behind it, an open that
			// is allowed says ENXIO.
			if err := unix.Mknod(node, unix.S_IFBLK|0o600, int(unix.Mkdev(7, 0))); err != nil {
				t.Fatal(err)
			}
			if out, err := run(t, g, "exec 3<"+node); err == nil || !strings.Contains(strings.ToLower(out), "operation not permitted") {
				t.Errorf("open of a block device: %v, %s", err, out)
			}
			if out, err := run(t, g, "exec mknod "+node+"2 b 7 0"); err == nil || !strings.Contains(strings.ToLower(out), "operation not permitted") {
				t.Errorf("mknod of a block device: %v, %s", err, out)
			}
			if out, err := run(t, g, "echo hello > /dev/null && head -c 1 /dev/zero >/dev/null && mknod "+node+"3 c 1 3"); err != nil {
				t.Errorf("character devices: %v, %s", err, out)
			}
			f, err := os.Open(node)
			if errors.Is(err, unix.EPERM) {
				t.Errorf("outside the group: %v", err)
			}
			f.Close()
		})
	}
}

// TestTheLastRuleThatSpeaksOfADeviceCounts has rules of all kinds, which version 2 turns into a program.
func TestTheLastRuleThatSpeaksOfADeviceCounts(t *testing.T) {
	testenv.RealRoot(t)
	number := func(n int64) *int64 { return &n }
	g, err := cgroup.New(cgroup.Request{Path: name(), Beside: true, Limits: &specs.LinuxResources{Devices: []specs.LinuxDeviceCgroup{
		{Access: "rwm"},
		{Allow: true, Type: "c", Access: "m"},
		{Allow: true, Type: "c", Major: number(1), Minor: number(3), Access: "rwm"},
		{Allow: true, Type: "c", Major: number(1), Minor: number(5), Access: "r"},
	}}})
	var unavailable *cgroup.Unavailable
	if errors.As(err, &unavailable) {
		testenv.Missing(t, "cgroup", err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Remove(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	for _, c := range []struct {
		script  string
		allowed bool
	}{
		{"echo x >/dev/null", true},
		{"exec 3</dev/zero", true},
		{"exec 3>/dev/zero", false},
		{"exec 3</dev/full", false},
		{"mknod " + dir + "/any c 4 64", true},
		{"mknod " + dir + "/disk b 7 0", false},
	} {
		if out, err := run(t, g, c.script); (err == nil) != c.allowed {
			t.Errorf("%s: %v, %s", c.script, err, out)
		}
	}
}
