package base

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	RunIfApplet()
	os.Exit(testenv.Main(m))
}

func TestTheImageIsASmallLinux(t *testing.T) {
	image := openImage(t, t.TempDir())
	for path, mode := range map[string]os.FileMode{
		"bin": 0o755, "tmp": 0o777 | os.ModeSticky, "root": 0o700, "var/tmp": 0o777 | os.ModeSticky, "etc/passwd": 0o644, "bin/" + binaryName: 0o755,
	} {
		info, err := os.Stat(filepath.Join(image.Root, path))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := info.Mode() &^ os.ModeDir; got != mode {
			t.Errorf("%s has mode %v, want %v", path, got, mode)
		}
	}
	for _, name := range strings.Fields("sh ls cat echo env id hostname ps kill sleep mount umount ip ping nc wget httpd stress mkdir rm touch cp mv ln chmod chown stat df free head tail grep wc sort true false date uname dd") {
		if to, err := os.Readlink(filepath.Join(image.Root, "bin", name)); err != nil || to != binaryName {
			t.Errorf("/bin/%s -> %q, %v", name, to, err)
		}
	}
}

func TestTheImagesBinaryIsACopy(t *testing.T) {
	testenv.Kernel(t) // an emulator's own file stands in for ours
	image := openImage(t, t.TempDir())
	ours, err := os.Stat("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	copied, err := os.Stat(filepath.Join(image.Root, "bin", binaryName))
	if err != nil {
		t.Fatal(err)
	}
	if os.SameFile(ours, copied) {
		t.Error("the container's binary is the host's own file")
	}
	if ours.Size() != copied.Size() {
		t.Errorf("copied %d of %d bytes", copied.Size(), ours.Size())
	}
}

func TestTheImagesCommandsRunInItsRoot(t *testing.T) {
	testenv.Root(t)
	image := openImage(t, t.TempDir())
	chroot := testenv.Peer(t, "chroot")
	out, err := exec.Command(chroot, image.Root, "/bin/sh", "-c", "echo $((6*7)) | cat; ls /etc/passwd").CombinedOutput()
	if want := "42\n/etc/passwd\n"; err != nil || string(out) != want {
		t.Errorf("%q, %v; want %q", out, err, want)
	}
}

func openImage(t *testing.T, state string) *Image {
	t.Helper()
	image, err := Open(state)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { image.Close() })
	return image
}

func TestManyAtOnceUnpackOneImage(t *testing.T) {
	state := t.TempDir()
	var wg sync.WaitGroup
	roots := make([]string, 8)
	for i := range roots {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if image, err := Open(state); err != nil {
				t.Error(err)
			} else {
				roots[i] = image.Root
				image.Close()
			}
		}()
	}
	wg.Wait()
	for _, r := range roots {
		if r != roots[0] {
			t.Errorf("unpacked at %s and at %s", r, roots[0])
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(state, "base")); len(entries) != 2 { //nolint:errcheck // compared
		t.Errorf("the state directory holds %v, want the image and its lock", entries)
	}
}

func TestAHalfMadeImageIsMadeAnew(t *testing.T) {
	state := t.TempDir()
	key, err := binaryHash()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(state, "base", key+halfMade)
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "part"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	image := openImage(t, state)
	if _, err := os.Stat(filepath.Join(image.Root, "part")); err == nil {
		t.Error("a killed run's leftovers became part of the image")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a killed run's leftovers are still there")
	}
}

func TestImagesOfOtherBuildsGoUnlessTheyAreInUse(t *testing.T) {
	const unused, used, killed = "unused-image--------", "used-image----------", "killed-image--------"
	state := t.TempDir()
	dir := filepath.Join(state, "base")
	for _, d := range []string{unused, used, killed + halfMade, "foreign"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	inUse, err := open(dir, used, func(string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{unused, killed, "foreign"} {
		lock, err := syscalls.LockFile(filepath.Join(dir, d+".lock"), 1)
		if err != nil {
			t.Fatal(err)
		}
		lock.Close()
	}
	image := openImage(t, state)
	for name, want := range map[string]bool{unused: false, unused + ".lock": false, killed + halfMade: false, used: true, "foreign": true, filepath.Base(image.Root): true} {
		_, err := os.Stat(filepath.Join(dir, name))
		if got := err == nil; got != want {
			t.Errorf("%s there: %v, want %v", name, got, want)
		}
	}
	if left, err := Remove(state); err != nil || len(left) != 2 {
		t.Errorf("Remove = %v, %v; want two images in use", left, err)
	}
	inUse.Close()
	image.Close()
	if left, err := Remove(state); err == nil || len(left) != 0 {
		t.Errorf("Remove = %v, %v; want to be told of the foreign directory", left, err)
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, "foreign")), os.Remove(filepath.Join(dir, "foreign.lock"))); err != nil {
		t.Error(err)
	}
	if left, err := Remove(state); err != nil || len(left) != 0 {
		t.Errorf("Remove = %v, %v; want nothing left", left, err)
	}
	if entries, _ := os.ReadDir(state); len(entries) != 0 { //nolint:errcheck // compared
		t.Errorf("the state directory still holds %v", entries)
	}
}

func TestAStatePathThatOverlayCannotNameIsRefused(t *testing.T) {
	for _, bad := range []string{"/a,b", "/a:b", `/a\b`} {
		if _, err := Open(bad); err == nil || !strings.Contains(err.Error(), "use state directory "+bad) {
			t.Errorf("Open(%s) = %v", bad, err)
		}
	}
}

func TestMappedLibrariesAreRead(t *testing.T) {
	maps := `7f00-7f01 r-xp 00000000 fe:00 1 /usr/lib/x86_64-linux-gnu/libc.so.6
7f02-7f03 r--p 00000000 fe:00 1 /usr/lib/x86_64-linux-gnu/libc.so.6
7f04-7f05 r-xp 00000000 fe:00 2 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
7f06-7f07 r-xp 00000000 fe:00 3 /tmp/program
7f08-7f09 rw-p 00000000 00:00 0 [stack]
`
	got := strings.Join(mappedLibraries(maps), " ")
	if want := "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 /usr/lib/x86_64-linux-gnu/libc.so.6"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestAStateThatTheContainersRootCannotReachIsRefused(t *testing.T) {
	testenv.RealRoot(t)
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if image, err := OpenFor(filepath.Join(dir, "state"), 100000, 100000); err == nil || !strings.Contains(err.Error(), "may not pass through "+dir) &&
		!strings.Contains(err.Error(), "may not pass through "+filepath.Dir(dir)) {
		if err == nil {
			image.Close() //nolint:errcheck // it should not be there
		}
		t.Errorf("got %v", err)
	}
	if found, err := os.ReadDir(dir); err != nil || len(found) != 0 {
		t.Errorf("made %v, %v", found, err)
	}
}
