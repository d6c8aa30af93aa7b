package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestADemoOfNetworksLeavesTheMachinesAlone(t *testing.T) {
	testenv.Root(t)
	look := func() string {
		out, err := exec.Command("sh", "-c", "readlink /proc/self/ns/net; ls -A /var/lib | wc -l").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	before, inside := look(), ""
	err := onOwnHost(func() error {
		out, err := exec.Command("sh", "-c", "readlink /proc/self/ns/net; ls -A /var/lib /run | grep -v : | wc -l; touch /run/minicontainer-demo").CombinedOutput()
		inside = string(out)
		return err
	})
	if after := look(); err != nil || after != before || inside == before {
		t.Errorf("before %q, in it %q, after %q: %v", before, inside, after, err)
	}
	if _, err := os.Stat("/run/minicontainer-demo"); err == nil {
		t.Error("it has written to the machine's /run")
	}
}
