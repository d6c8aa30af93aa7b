package shell

import (
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every script behaves as in the shells it is compared with: same output, same
// status.
func TestScriptsBehaveAsInPeers(t *testing.T) {
	for _, p := range []struct {
		name string
		args []string
		file string
	}{
		{"dash", []string{"dash"}, "testdata/posix.sh"},
		{"dash alone", []string{"dash"}, "testdata/dash.sh"},
		{"busybox", []string{"busybox", "sh"}, "testdata/posix.sh"},
		{"busybox extensions", []string{"busybox", "sh"}, "testdata/beyond.sh"},
	} {
		t.Run(p.name, func(t *testing.T) {
			path := peer(t, p.args[0])
			for name, script := range scripts(t, p.file) {
				t.Run(name, func(t *testing.T) {
					ours := command(t, "-c", script, "sh", "one", "two words")
					theirs := &exec.Cmd{Path: path, Args: append(append([]string(nil), p.args...), "-c", script, "sh", "one", "two words")}
					theirs.Dir, theirs.Env = t.TempDir(), ours.Env
					want, _ := run(t, theirs)
					got, stderr := run(t, ours)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("-%s +ours:\n%s\nour stderr: %s", p.name, diff, stderr)
					}
				})
			}
		})
	}
}
