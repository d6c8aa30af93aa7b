//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestMountsPassTheWayThatAVolumeSays: what the host mounts in a directory later appears in a container if that asked for it,
// and the other way round only if it asked for that as well. Nothing of the host's is unmounted by it.
func TestMountsPassTheWayThatAVolumeSays(t *testing.T) {
	testenv.RealRoot(t)
	newState(t)
	dir := t.TempDir()
	for _, name := range []string{"in", "out"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// $1 is the program, $2 the directory, $3 the propagation.
	const script = `
mount --bind "$2" "$2" && mount --make-rshared / && before=$(wc -l < /proc/self/mountinfo)
"$1" run -d --name box --cap-add SYS_ADMIN -v "$2:/d:$3" base sh -c 'mount -t tmpfs tmpfs /d/out && touch /d/out/theirs && touch /ready && exec sleep 1000' > /dev/null
until "$1" exec box ls /ready > /dev/null 2>&1; do :; done
ls "$2/out"
mount -t tmpfs tmpfs "$2/in" && touch "$2/in/ours"
"$1" exec box ls /d/in
umount "$2/in"; umount "$2/out" 2> /dev/null || true
"$1" rm -f box > /dev/null
[ $before = $(wc -l < /proc/self/mountinfo) ] || cat /proc/self/mountinfo`
	program, err := exec.LookPath("minicontainer")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { container("rm", "-f", "box").Run() }) //nolint:errcheck // it is there if the test has failed
	for word, want := range map[string]string{"rprivate": "", "rslave": "ours", "rshared": "theirs ours"} {
		cmd := exec.Command("unshare", "--mount", "--propagation", "private", "sh", "-ec", script, "sh", program, dir, word)
		if got := strings.Join(strings.Fields(output(t, cmd)), " "); got != want {
			t.Errorf("%s: %q; want %q", word, got, want)
		}
	}
}
