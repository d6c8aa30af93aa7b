//go:build linux

package networktest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunOfABuildGoesOutAndLeavesNothingOfItInTheLayer(t *testing.T) {
	needRoot(t)
	dir := t.TempDir()
	text := "FROM base\nRUN ping -c 1 -W 2 " + outsideAddress + " >/out && cat /etc/resolv.conf >>/out\nRUN --mount=type=tmpfs,target=/t cat /out\n"
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	mc(t, "build", "--no-cache", "-t", "goes-out", dir)
	t.Cleanup(func() { mc(t, "rmi", "goes-out") })
	out := mc(t, "run", "--rm", "--network", "none", "goes-out", "cat", "/out")
	if !strings.Contains(out, " 0% packet loss") || !strings.Contains(out, "nameserver 127.0.0.11") {
		t.Errorf("RUN saw %q", out)
	}
	const files = "cat /etc/hosts /etc/hostname /etc/resolv.conf 2>/dev/null; true"
	before := mc(t, "run", "--rm", "--network", "none", "base", "sh", "-c", files)
	if out := mc(t, "run", "--rm", "--network", "none", "goes-out", "sh", "-c", files); out != before {
		t.Errorf("the layer has %q; the image below it %q", out, before)
	}
	if _, said, err := try("build", "--no-cache", "--network", "none", dir); err == nil {
		t.Errorf("without a network it goes out: %s", said)
	}
}
