package sandbox

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// TestTheOrderCarriesAllThatIsCarriedOut sends a container in which every field that Check lets pass says something.
func TestTheOrderCarriesAllThatIsCarriedOut(t *testing.T) {
	umask := uint32(0o77)
	s := inUserNamespace(full("/root-\xff", "sh", "\xfe"))
	s.Root.Readonly = true
	s.Hostname, s.Domainname = "host", "domain"
	s.Process.Terminal, s.Process.ConsoleSize, s.Process.NoNewPrivileges = true, &specs.Box{Height: 1, Width: 2}, true
	s.Process.User = specs.User{UID: 0, GID: 0, Umask: &umask, AdditionalGids: []uint32{0}}
	s.Process.Env = []string{"A=\xfd"}
	s.Mounts = append(s.Mounts, specs.Mount{Destination: "/m\xfc", Source: "/s\xfb", Options: []string{"rbind"}})
	s.Linux.TimeOffsets = map[string]specs.LinuxTimeOffset{"boottime": {Secs: 1, Nanosecs: 2}}
	s.Linux.MaskedPaths, s.Linux.ReadonlyPaths = []string{"/proc/a"}, []string{"/proc/b"}
	c := Container{
		Spec: s, Scratch: &rootfs.Scratch{Lower: "/l\xfa", Stage: "/t", UserXattr: true, Keep: true},
		DieWithCaller: true, BindDevices: true, Init: true, Inside: &inside{Pid: 3, Bounding: 4},
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(newOrder(c, 7, true))
	if err != nil {
		t.Fatal(err)
	}
	var o order
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, o.container(), cmpopts.IgnoreUnexported(inside{})); diff != "" || o.Steps != 7 || !o.Watched {
		t.Errorf("%d steps, watched %v, (-sent +arrived)\n%s", o.Steps, o.Watched, diff)
	}
}
