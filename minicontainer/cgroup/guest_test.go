package cgroup_test

import (
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// TestOnAPureV2Host runs the tests of this package again, in a virtual machine: there is version 2
// with all controllers, which few test machines have.
func TestOnAPureV2Host(t *testing.T) {
	vmtest.Run(t, vmtest.Options{Tests: "."})
}
