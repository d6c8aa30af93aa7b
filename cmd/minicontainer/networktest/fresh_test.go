//go:build linux

package networktest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

const freshEnv = "MINICONTAINER_TEST_FRESH_NETNS"

// freshly runs body in a process and a host's network of the test's own, with its own outside: for tests after which the host is not
// as it was, as dockerd's rules and bridge stay when it ends. They go with the namespace.
func freshly(t *testing.T, body func()) {
	t.Helper()
	testenv.RealRoot(t)
	if os.Getenv(freshEnv) == t.Name() {
		body()
		return
	}
	cmd := exec.Command("/proc/self/exe", "-test.v", "-test.run", "^"+t.Name()+"$")
	cmd.Args[0] = os.Args[0]
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, insideEnv+"=") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, freshEnv+"="+t.Name())
	out, err := cmd.CombinedOutput()
	switch {
	case err != nil:
		t.Errorf("in a network of its own: %v\n%s", err, out)
	case strings.Contains(string(out), "\n--- SKIP"):
		t.Skipf("%s", out)
	case testing.Verbose():
		t.Logf("%s", out)
	}
}
