//go:build linux

package networktest

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// many is how many containers start at once.
func many() int {
	if os.Getenv(testenv.SoakEnv) != "" {
		return 100
	}
	return 30
}

func TestManyParallelStartsGetDistinctAddressesAndReachEachOther(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	n := many()
	startMany(t, n)
	seen := map[string]string{}
	for i := 0; i < n; i++ {
		name := fmt.Sprintf("c%d", i+10)
		at := address(t, name, "shop")
		if other := seen[at]; other != "" {
			t.Errorf("%s and %s both have %s", other, name, at)
		}
		seen[at] = name
	}
	var script strings.Builder
	for at, name := range seen {
		fmt.Fprintf(&script, "ping -c 1 -W 5 %s >/dev/null || echo no way to %s; ping -c 1 -W 5 %s >/dev/null || echo no name %s\n", at, at, name, name)
	}
	for _, from := range []string{"c10", fmt.Sprintf("c%d", n+9)} {
		if out := mc(t, "exec", from, "sh", "-c", script.String()); out != "" {
			t.Errorf("from %s:\n%s", from, out)
		}
	}
}

func startMany(t *testing.T, n int) {
	t.Helper()
	var starts sync.WaitGroup
	for i := 0; i < n; i++ {
		starts.Add(1)
		go func() {
			defer starts.Done()
			if _, said, err := try("run", "-d", "--name", fmt.Sprintf("c%d", i+10), "--network", "shop", "base", "sleep", "1000"); err != nil {
				t.Errorf("start %d: %v: %s", i, err, said)
			}
		}()
	}
	starts.Wait()
}
