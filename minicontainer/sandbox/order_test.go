package sandbox

import (
	"encoding/json"
	"os"
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
	mode, id := os.FileMode(0o600), uint32(9)
	s.Linux.Sysctl = map[string]string{"net.ipv4.ip_forward": "1"}
	s.Linux.Devices = []specs.LinuxDevice{{Path: "/dev/x", Type: "c", Major: 1, Minor: 2, FileMode: &mode, UID: &id, GID: &id}}
	s.Linux.RootfsPropagation, s.Linux.Personality = "rslave", &specs.LinuxPersonality{Domain: specs.PerLinux32}
	s.Process.Capabilities = &specs.LinuxCapabilities{Bounding: []string{"CAP_CHOWN"}, Ambient: []string{"CAP_KILL"}}
	score := -5
	s.Process.OOMScoreAdj, s.Process.Rlimits = &score, []specs.POSIXRlimit{{Type: "RLIMIT_CORE", Soft: 1, Hard: 2}}
	s.Process.Scheduler = &specs.Scheduler{Policy: specs.SchedBatch, Nice: 3, Flags: []specs.LinuxSchedulerFlag{specs.SchedFlagResetOnFork}}
	s.Process.IOPriority, s.Process.ExecCPUAffinity = &specs.LinuxIOPriority{Class: specs.IOPRIO_CLASS_BE, Priority: 6}, &specs.CPUAffinity{Initial: "0", Final: "0-1"}
	s.Hooks = &specs.Hooks{StartContainer: []specs.Hook{{Path: "/h", Args: []string{"h", "a"}, Env: []string{"E=e"}}}}
	c := Container{
		filter: &filter{Program: []byte{1}, Flags: 2}, further: 2, gated: true, state: []byte("{}"),
		Spec: s, Scratch: &rootfs.Scratch{Lower: "/l\xfa", Stage: "/t", UserXattr: true, Keep: true},
		DieWithCaller: true, BindDevices: true, Init: true, NewKeyring: true, Inside: &inside{Pid: 3, Bounding: 4},
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
	if diff := cmp.Diff(c, o.container(), cmp.AllowUnexported(Container{}), cmpopts.IgnoreUnexported(inside{})); diff != "" || o.Steps != 7 || !o.Watched {
		t.Errorf("%d steps, watched %v, (-sent +arrived)\n%s", o.Steps, o.Watched, diff)
	}
}
