//go:build linux

package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The child half must be gone before the packages that only the command line
// needs are initialised: each millisecond there is one of every container's start.
func TestTheChildHalfLeavesBeforeTheCommandLineIsInitialised(t *testing.T) {
	trace := func(name string) string {
		cmd := exec.Command("/proc/self/exe", "-test.run=^$")
		if name != "" {
			cmd.Args = []string{name}
		}
		cmd.Env = []string{"GODEBUG=inittrace=1"}
		out, _ := cmd.CombinedOutput() //nolint:errcheck // without its sockets the child half fails, as it should
		return string(out)
	}
	heavy := []string{"github.com/spf13/cobra", "mvdan.cc/sh/v3/fileutil", "github.com/vishvananda/netlink", "net/http"}
	whole, child := trace(""), trace("minicontainer: container being assembled")
	for _, h := range heavy {
		if !strings.Contains(whole, "init "+h+" ") {
			t.Errorf("the whole program does not initialise %s: this test looks for the wrong name", h)
		}
		if strings.Contains(child, "init "+h+" ") {
			t.Errorf("the child half initialises %s", h)
		}
	}
	if !strings.Contains(child, "init golang.org/x/sys/unix ") {
		t.Errorf("the child half's trace is not one:\n%s", child)
	}
}
