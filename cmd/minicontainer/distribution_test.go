//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

// debian is a distribution's root, made by its own tools.
func debian(t *testing.T) string {
	t.Helper()
	mmdebstrap := testenv.Peer(t, "mmdebstrap")
	root := filepath.Join(t.TempDir(), "debian")
	const mirror = "deb http://deb.debian.org/debian stable main"
	// In a mount namespace of its own, as it mounts /proc and others while it works.
	command := []string{"--mount", "--propagation", "private", mmdebstrap, "--variant=apt", "--quiet", "stable", root, mirror}
	// A mirror may be busy for a moment, so it is asked twice.
	for try := 1; ; try++ {
		out, err := exec.Command(testenv.Peer(t, "unshare"), command...).CombinedOutput()
		if err == nil {
			return root
		}
		if try == 2 {
			testenv.Missing(t, "net", fmt.Sprintf("mmdebstrap cannot fetch its packages: %v: %s", err, out))
		}
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
	}
}

// ownPackage makes a package and installs it: all that a package manager does with files, without a network.
const ownPackage = `set -e
mkdir -p /tmp/p/DEBIAN /tmp/p/usr/bin
printf "Package: ours\\nVersion: 1\\nArchitecture: all\\nMaintainer: nobody\\nDescription: a test\\n" >/tmp/p/DEBIAN/control
printf "#!/bin/sh\\necho installed\\n" >/tmp/p/usr/bin/ours
chmod 755 /tmp/p/usr/bin/ours
dpkg-deb -b /tmp/p /tmp/ours.deb >/dev/null
apt-get install -q -y /tmp/ours.deb >/dev/null 2>&1
dpkg -s ours | grep Status
rm -r /tmp/p /usr/share/doc`

// TestADistribution runs Debian from a directory, and then as an image: imported, changed by its package manager,
// committed, saved, loaded, and run again.
func TestADistribution(t *testing.T) {
	testenv.RealRoot(t)
	state := newState(t)
	root := debian(t)
	for _, tc := range []struct{ command, want string }{
		{"apt-get --version", "apt "},
		{"cat /etc/os-release", "ID=debian"},
		{"dpkg --print-architecture; id -un; test -c /dev/null && echo device", "\nroot\ndevice\n"},
	} {
		out, err := container("run", "--rm", root, "sh", "-c", tc.command).CombinedOutput()
		if err != nil || !strings.Contains(string(out), tc.want) {
			t.Errorf("%s: %v: %s", tc.command, err, out)
		}
	}

	archive := filepath.Join(t.TempDir(), "debian.tar")
	must(t, exec.Command("tar", "--numeric-owner", "--xattrs", "--xattrs-include=*", "-C", root, "-cf", archive, "."))
	must(t, container("import", "-c", `CMD ["bash"]`, archive, "debian:0"))
	ours := image.Open(state)
	imported, err := ours.Find("debian:0")
	if err != nil {
		t.Fatal(err)
	}
	// tar keeps times to the second in its old form.
	if diff := treediff.CompareBut(root, flat(t, ours, imported), treediff.Times); len(diff) > 0 {
		t.Errorf("what was imported is not what there was: %d differences, such as %q", len(diff), diff[:min(5, len(diff))])
	}

	if out := output(t, container("run", "--name", "change", "debian:0", "sh", "-c", ownPackage)); !strings.Contains(out, "install ok installed") {
		t.Fatalf("the package manager says %q", out)
	}
	must(t, container("commit", "change", "debian:1"))
	must(t, container("rm", "change"))
	saved := filepath.Join(t.TempDir(), "saved.tar")
	must(t, container("save", "-o", saved, "debian:1"))
	must(t, container("rmi", "debian:1", "debian:0"))
	must(t, container("load", "-i", saved))
	out := output(t, container("run", "--rm", "debian:1", "sh", "-c", "ours; dpkg -s ours | grep Status; ls /usr/share/doc 2>/dev/null || echo gone"))
	if out != "installed\nStatus: install ok installed\ngone\n" {
		t.Errorf("the changed image says %q", out)
	}
	changed, err := ours.Find("debian:1")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("umoci unpacks the same", func(t *testing.T) {
		umoci := testenv.Peer(t, "umoci")
		bundle := filepath.Join(t.TempDir(), "bundle")
		must(t, exec.Command(umoci, "unpack", "--image", ours.Root()+":"+changed.Names[0].String(), bundle))
		compareTrees(t, filepath.Join(bundle, "rootfs"), flat(t, ours, changed))
	})
}

// compareTrees wants two directories to be the same, but for the fractions of seconds, which some archives do not keep.
func compareTrees(t *testing.T, theirs, ours string) {
	t.Helper()
	for _, line := range treediff.CompareBut(theirs, ours, treediff.Times) {
		t.Errorf("theirs, ours: %s", line)
	}
	filepath.WalkDir(theirs, func(path string, _ os.DirEntry, err error) error { //nolint:errcheck // as it cannot be listed it differs above
		if err != nil || path == theirs {
			return err
		}
		name := strings.TrimPrefix(path, theirs)
		a, err := os.Lstat(path)
		b, ourErr := os.Lstat(ours + name)
		if err == nil && ourErr == nil && a.ModTime().Unix() != b.ModTime().Unix() {
			t.Errorf("time of %s: %v, ours %v", name, a.ModTime(), b.ModTime())
		}
		return nil
	})
}

// TestPodmanAndWeLoadEachOthersImages compares the files that each makes of the other's archive.
func TestPodmanAndWeLoadEachOthersImages(t *testing.T) {
	testenv.RealRoot(t)
	podman := testenv.Peer(t, "podman")
	state := newState(t)
	t.Setenv("TMPDIR", t.TempDir())
	must(t, container("run", "--name", "seed", "base", "sh", "-c", `
		echo hi >/hello; ln /hello /again; ln -s hello /soft; mkfifo /fifo; chmod 4711 /hello; chown 7:8 /hello
		rm /etc/motd; rm -r /var; mkdir /var; touch -d @1000000000 /var; mkdir -m 1777 /home/t`))
	must(t, container("commit", "-c", "ENV A=b", "-c", `ENTRYPOINT ["cat"]`, "-c", "LABEL x=y", "seed", "whale:1"))
	must(t, container("rm", "seed"))
	ours := image.Open(state)
	mine, err := ours.Find("whale:1")
	if err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "ours.tar")
	must(t, container("save", "-o", archive, "whale:1"))

	storage, err := os.MkdirTemp("/tmp", "podman-") // its run root may have 50 characters only
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(storage) })
	theirs := func(args ...string) *exec.Cmd {
		return exec.Command(podman, append([]string{"--root", storage + "/root", "--runroot", storage + "/run", "--storage-driver", "vfs"}, args...)...)
	}
	must(t, theirs("load", "-q", "-i", archive))
	mounted := strings.TrimSpace(output(t, theirs("image", "mount", "whale:1")))
	compareTrees(t, mounted, flat(t, ours, mine))
	t.Cleanup(func() { theirs("image", "unmount", "whale:1").Run() }) //nolint:errcheck // of vfs it is a directory
	for _, format := range []string{"docker-archive", "oci-archive"} {
		t.Run(format, func(t *testing.T) {
			back := filepath.Join(t.TempDir(), "theirs.tar")
			must(t, theirs("save", "-q", "--format", format, "-o", back, "whale:1"))
			other := image.Open(filepath.Join(t.TempDir(), "state"))
			f, err := os.Open(back)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			loaded, err := other.LoadArchive(f, nil)
			if err != nil || len(loaded) != 1 {
				t.Fatalf("loaded %v: %v", loaded, err)
			}
			his := loaded[0].Image
			compareTrees(t, flat(t, ours, mine), flat(t, other, his))
			if his.Config.Config.Labels["x"] != "y" || his.Config.Config.Entrypoint[0] != "cat" {
				t.Errorf("the configuration came back as %+v", his.Config.Config)
			}
		})
	}
}
