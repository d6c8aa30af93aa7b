//go:build linux

package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
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
	// Not this machine's network: tests of networks make one of their own (network_test.go).
	os.Setenv(cli.NetworkEnv, "none") //nolint:errcheck // the words are good ones
	testscript.Main(audited{m}, map[string]func(){"minicontainer": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			state := filepath.Join(env.WorkDir, "state")
			env.Setenv("MINICONTAINER_ROOT", state)
			env.Defer(func() { removeContainers(state) })
			// Root of a user namespace is another user, who has to get here.
			return errors.Join(os.Chmod(filepath.Dir(env.WorkDir), 0o755), os.Chmod(env.WorkDir, 0o755))
		},
		Condition: func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
	})
}

// removeContainers ends what a script has left running; of one that failed, mostly.
func removeContainers(state string) {
	e := engine.New(state)
	list, _ := e.List() //nolint:errcheck // what cannot be read cannot be removed
	for _, r := range list {
		e.Remove(r.ID, true) //nolint:errcheck // the audit tells what is left
	}
}
