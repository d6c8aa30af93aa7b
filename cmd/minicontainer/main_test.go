//go:build linux

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// audited has the tests watched for what they leave behind.
type audited struct{ m *testing.M }

func (a audited) Run() int { return testenv.Audited(a.m.Run) }

func TestMain(m *testing.M) {
	// In a container this test binary is the base image's only program.
	base.RunIfApplet()
	if filepath.Base(os.Args[0]) == stopAtName {
		stopAt(os.Args[1], os.Args[2:])
	}
	testscript.Main(audited{m}, map[string]func(){"minicontainer": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("MINICONTAINER_ROOT", filepath.Join(env.WorkDir, "state"))
			return os.Chmod(env.WorkDir, 0o755)
		},
		Condition: func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
	})
}
