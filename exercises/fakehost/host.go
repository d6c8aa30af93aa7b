//go:build linux

package fakehost

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// Name is the fake host's host name, and what mountinfo calls its root file system.
const Name = "fakehost"

// Host is a running fake host, as its judge sees it. Its methods are for one goroutine at
// a time, but for Watch, which looks on from another one while a program is judged.
type Host struct {
	Init  int // its first process, numbered as the judge sees it
	first *sandbox.Process
	fence Fence
	tops  []*os.File // of the trees of control groups
}

// New starts a fake host. The caller is a judge: root of a user namespace, with a
// mount namespace of its own (package grade starts one), on a thread that lives as long as the
// host. image is the root directory of the base image. Programs named in decoys are
// replaced: see decoy.go. The caller closes the host; if the caller dies, the kernel ends
// it. After an error nothing runs, and what is mounted goes with the caller's namespace.
func New(image string, fence Fence, decoys []string) (*Host, error) {
	root, err := stage()
	if err != nil {
		return nil, err
	}
	if err := makeTree(root, image); err != nil {
		return nil, fmt.Errorf("make fake host: %w", err)
	}
	programs, err := programMounts(root)
	if err != nil {
		return nil, fmt.Errorf("make fake host: %w", err)
	}
	covers, err := placeDecoys(root, decoys)
	if err != nil {
		return nil, fmt.Errorf("make fake host: %w", err)
	}
	first, err := startInit(root, slices.Concat(programs, covers, kernelMounts()), fence)
	if err != nil {
		return nil, fmt.Errorf("start fake host: %w", err)
	}
	h := &Host{Init: first.Pid, first: first, fence: fence}
	if err := h.openTops(); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// initScript is the fake host's first process. On a machine that systemd started
// every mount is shared: what is mounted in one mount namespace appears in the
// others. The sandbox has made the mounts private, which cuts them off from the real
// ones; sharing them again is among ourselves.
const initScript = "mount --make-rshared / && echo ready && exec sleep 1000000"

func startInit(root string, mounts []specs.Mount, fence Fence) (*sandbox.Process, error) {
	ready, tell, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ready.Close()
	defer tell.Close()
	gate, opener, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer gate.Close()
	defer opener.Close()
	command, err := fence.initCommand(root, []string{filepath.Join(Tools, "sh"), "-c", initScript})
	if err != nil {
		return nil, err
	}
	process, err := sandbox.Start(sandbox.Container{Spec: initSpec(root, mounts, command), DieWithCaller: true},
		sandbox.IO{Stdin: gate, Stdout: tell, Stderr: tell})
	if err != nil {
		return nil, err
	}
	tell.Close()
	if err := fence.admit(process.Pid, opener); err != nil {
		process.Signal(os.Kill) //nolint:errcheck // it may have ended
		process.Wait()          //nolint:errcheck // reaped
		return nil, err
	}
	line, _ := bufio.NewReader(ready).ReadString('\n') //nolint:errcheck // an end without the line is told below
	if line != "ready\n" {
		process.Signal(os.Kill) //nolint:errcheck // it may have ended
		process.Wait()          //nolint:errcheck // reaped
		return nil, fmt.Errorf("its first process says %q", strings.TrimSpace(line))
	}
	return process, nil
}

func initSpec(root string, mounts []specs.Mount, command []string) *specs.Spec {
	return &specs.Spec{
		Root:     &specs.Root{Path: root},
		Hostname: Name,
		Mounts:   mounts,
		Process: &specs.Process{
			Args: command,
			Env:  []string{"PATH=" + Tools},
			Cwd:  "/",
		},
		Linux: &specs.Linux{Namespaces: []specs.LinuxNamespace{
			{Type: specs.MountNamespace}, {Type: specs.PIDNamespace}, {Type: specs.NetworkNamespace},
			{Type: specs.IPCNamespace}, {Type: specs.UTSNamespace},
		}},
	}
}

// Close ends the fake host and every process in it.
func (h *Host) Close() {
	h.thaw()
	h.first.Signal(os.Kill) //nolint:errcheck // it may have ended: a learner's program can end it
	h.first.Wait()          //nolint:errcheck // reaped
	for _, top := range h.tops {
		top.Close()
	}
}

// Alive tells whether the fake host still stands. The kernel keeps the signals of programs in
// it from its first process, but not those of the watchdog. A process that is dead and not
// waited for has its directory in /proc still, and its namespaces no more.
func (h *Host) Alive() bool {
	_, err := os.Stat(fmt.Sprintf("/proc/%d/ns/mnt", h.Init))
	return err == nil
}

// Root is the fake host's root directory as a path of the judge's.
func (h *Host) Root() string { return fmt.Sprintf("/proc/%d/root", h.Init) }
