//go:build linux

package main

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	inmemory "github.com/google/go-containerregistry/pkg/registry"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv/registrytest"
)

// The scripts find a registry for everybody at $REGISTRY, and where Debian's is installed one that lets only
// whale in, with the password secret, at $GUARDED.
func TestRegistryScripts(t *testing.T) {
	h := httptest.NewServer(inmemory.New(inmemory.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(h.Close)
	runScripts(t, "testdata/registry", map[string]string{"REGISTRY": strings.TrimPrefix(h.URL, "http://")})
}

func TestGuardedRegistryScripts(t *testing.T) {
	host := registrytest.Start(t, registrytest.Options{User: "whale", Password: "secret"})
	runScripts(t, "testdata/guarded", map[string]string{"GUARDED": host})
}

func runScripts(t *testing.T, dir string, variables map[string]string) {
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			for key, value := range variables {
				env.Setenv(key, value)
			}
			state := filepath.Join(env.WorkDir, "state")
			env.Setenv("MINICONTAINER_ROOT", state)
			env.Setenv("DOCKER_CONFIG", filepath.Join(env.WorkDir, "docker"))
			env.Defer(func() { removeContainers(state) })
			env.Defer(func() { removeContainers(state + "2") })
			return errors.Join(os.Chmod(filepath.Dir(env.WorkDir), 0o755), os.Chmod(env.WorkDir, 0o755))
		},
		Condition: func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
	})
}

func TestCtrlCEndsAPullAtOnce(t *testing.T) {
	asked := make(chan struct{})
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v2/" {
			return
		}
		close(asked)
		<-r.Context().Done()
	}))
	t.Cleanup(h.Close)
	cmd := exec.Command("minicontainer", "pull", strings.TrimPrefix(h.URL, "http://")+"/slow:1")
	cmd.Env = append(os.Environ(), "MINICONTAINER_ROOT="+t.TempDir(), "DOCKER_CONFIG="+t.TempDir())
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	began := time.Now()
	if err := cmd.Process.Signal(unix.SIGINT); err != nil {
		t.Error(err)
	}
	err := cmd.Wait()
	if cmd.ProcessState.ExitCode() != 130 || !strings.Contains(said.String(), "interrupted: what has come stays") || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v: %s", err, time.Since(began), said.String())
	}
}
