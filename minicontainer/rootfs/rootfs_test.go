package rootfs

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755)); err != nil {
		t.Fatal(err)
	}
}

func TestCheckTellsWhyAPathIsNoRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "file", "")
	write(t, dir, "good/bin/sh", "")
	for link, to := range map[string]string{"link": "good", "parent": "."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Reason{"nope": Missing, "file": NotADir, "link": Symlink, "empty": Empty} {
		_, err := Check(filepath.Join(dir, name))
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Reason != want {
			t.Errorf("Check(%s) = %v, want: %s", name, err, want)
		}
	}
	var refusal *Refusal
	if _, err := Check("/"); !errors.As(err, &refusal) || refusal.Reason != HostRoot {
		t.Errorf("Check(/) = %v, want: %s", err, HostRoot)
	}
	got, err := Check(filepath.Join(dir, "parent", "good"))
	if want, _ := filepath.EvalSymlinks(filepath.Join(dir, "good")); err != nil || got != want { //nolint:errcheck // compared
		t.Errorf("Check through a symlinked parent = %s, %v, want %s", got, err, want)
	}
}

const passwd = "root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1001::/srv:/bin/sh\nshort:x:1\nbad:x:abc:1::/:\nnohome:x:5:5:::\n"
const group = "root:x:0:\nwww:x:1001:\naudio:x:29:web,other\nvideo:x:44:web\nown:x:1001:web\n"

func TestLookupUserAsksTheContainersFiles(t *testing.T) {
	testenv.Kernel(t)
	root := t.TempDir()
	write(t, root, "etc/passwd", passwd)
	write(t, root, "etc/group", group)
	for who, want := range map[string]User{
		"root":         {UID: 0, GID: 0, Home: "/root"},
		"0:0":          {UID: 0, GID: 0, Home: "/root"},
		"web":          {UID: 1000, GID: 1001, Home: "/srv", Groups: []uint32{29, 44}},
		"1000":         {UID: 1000, GID: 1001, Home: "/srv", Groups: []uint32{29, 44}},
		"web:audio":    {UID: 1000, GID: 29, Home: "/srv"},
		"web:7":        {UID: 1000, GID: 7, Home: "/srv"},
		"nohome":       {UID: 5, GID: 5, Home: "/"},
		"4242":         {UID: 4242, GID: 0, Home: "/"},
		"4294967294:1": {UID: 4294967294, GID: 1, Home: "/"},
	} {
		got, err := LookupUser([]string{root}, who)
		if err != nil {
			t.Errorf("LookupUser(%s): %v", who, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("LookupUser(%s) (-want +got):\n%s", who, diff)
		}
	}
	for who, want := range map[string]error{"nobody": ErrNoUser, "bad": ErrNoUser, "-1": ErrNoUser, "4294967295": ErrNoUser, "": ErrNoUser, "web:none": ErrNoGroup} {
		if _, err := LookupUser([]string{root}, who); !errors.Is(err, want) {
			t.Errorf("LookupUser(%q) = %v, want: %v", who, err, want)
		}
	}
}

func TestLookupUserNeverReadsTheHostsFiles(t *testing.T) {
	testenv.Kernel(t)
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "etc"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(root, "etc", "passwd")); err != nil {
		t.Fatal(err)
	}
	if _, err := LookupUser([]string{root}, "root"); err == nil {
		t.Error("a symlink to /etc/passwd led out of the root")
	}
}

// A minimal ELF header: 64-bit, little endian, the given machine.
func elfFor(machine byte) string {
	h := make([]byte, 64)
	copy(h, "\x7fELF\x02\x01\x01")
	h[16], h[18], h[20], h[52], h[54] = 2, machine, 1, 64, 56
	return string(h)
}

func TestInspectReadsWhatAProgramNeeds(t *testing.T) {
	const aarch64, x8664 = 183, 62
	foreign, name := byte(aarch64), "aarch64"
	if hostMachine() == aarch64 {
		foreign, name = x8664, "x86_64"
	}
	for text, want := range map[string]Binary{
		elfFor(foreign):             {Machine: name},
		elfFor(byte(hostMachine())): {},
		"#! /bin/sh -e\necho":       {Script: true, Interpreter: "/bin/sh"},
		"#!/opt/x":                  {Script: true, Interpreter: "/opt/x"},
		"#!/bin/sh\r\necho":         {Script: true, Interpreter: "/bin/sh\r"},
		"#!\n":                      {Script: true},
		"hello":                     {Unknown: true},
		"":                          {Unknown: true},
		"\x7fELF":                   {Unknown: true},
	} {
		got, err := Inspect(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Errorf("Inspect(%.20q): %v", text, err)
		}
		if got != want {
			t.Errorf("Inspect(%.20q) = %+v, want %+v", text, got, want)
		}
	}
}

func TestDevicesAsShellLines(t *testing.T) {
	want := `mknod -m 666 /r/dev/null c 1 3
mknod -m 666 /r/dev/zero c 1 5
mknod -m 666 /r/dev/full c 1 7
mknod -m 666 /r/dev/random c 1 8
mknod -m 666 /r/dev/urandom c 1 9
mknod -m 666 /r/dev/tty c 5 0
ln -s /proc/self/fd /r/dev/fd
ln -s /proc/self/fd/0 /r/dev/stdin
ln -s /proc/self/fd/1 /r/dev/stdout
ln -s /proc/self/fd/2 /r/dev/stderr
ln -s pts/ptmx /r/dev/ptmx
`
	if diff := cmp.Diff(want, plan.Lines(Devices("/r", false))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	bound := plan.Lines(Devices("/r", true))
	if strings.Contains(bound, "mknod") || !strings.Contains(bound, "mount --bind /dev/null /r/dev/null\n") {
		t.Errorf("in a user namespace devices must be bind mounts:\n%s", bound)
	}
}

func TestScratchAsShellLines(t *testing.T) {
	s := Scratch{Lower: "/img", Stage: "/s", UserXattr: true}
	want := `mount -t tmpfs -o mode=755 tmpfs /s
mkdir -p /s/root
mkdir -p /s/upper
mkdir -p /s/work
mount -t overlay -o lowerdir=/img,upperdir=/s/upper,workdir=/s/work,userxattr overlay /s/root
`
	if diff := cmp.Diff(want, plan.Lines(s.Steps())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Copy = true
	if got := plan.Lines(s.Steps()); !strings.HasSuffix(got, "cp -a /img/. /s/root\n") {
		t.Errorf("without overlay the files must be copied:\n%s", got)
	}
}

func TestScratchIsWritableAndLeavesTheImageAlone(t *testing.T) {
	for name, copied := range map[string]bool{"overlay": false, "copy": true} {
		t.Run(name, func(t *testing.T) {
			testenv.Root(t)
			if !copied {
				testenv.Overlay(t)
			}
			image, stage := t.TempDir(), t.TempDir()
			write(t, image, "etc/hosts", "original")
			s := Scratch{Lower: image, Stage: stage, Copy: copied, UserXattr: true}
			err := testenv.OwnMounts(func() {
				if err := plan.Run(s.Steps(), nil); err != nil {
					t.Fatal(err)
				}
				got, err := os.ReadFile(filepath.Join(s.Root(), "etc/hosts"))
				if err != nil || string(got) != "original" {
					t.Errorf("read an image's file: %q, %v", got, err)
				}
				write(t, s.Root(), "etc/hosts", "changed")
				// A directory of the image removed and made again must be empty.
				if err := errors.Join(os.RemoveAll(filepath.Join(s.Root(), "etc")), os.Mkdir(filepath.Join(s.Root(), "etc"), 0o755)); err != nil {
					t.Errorf("remove and make a directory of the image: %v", err)
				}
				if left, _ := os.ReadDir(filepath.Join(s.Root(), "etc")); len(left) > 0 { //nolint:errcheck // compared
					t.Errorf("a directory made anew holds %v", left)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(filepath.Join(image, "etc/hosts")); string(got) != "original" { //nolint:errcheck // compared
				t.Errorf("the image's file now reads %q", got)
			}
			if left, _ := os.ReadDir(stage); len(left) > 0 { //nolint:errcheck // compared
				t.Errorf("the stage holds %v outside the namespace", left)
			}
		})
	}
}

func TestMaskHidesFilesAndDirectories(t *testing.T) {
	testenv.Root(t)
	root := t.TempDir()
	write(t, root, "proc/secret", "token")
	write(t, root, "proc/dir/secret", "token")
	write(t, root, "dev/null", "")
	err := testenv.OwnMounts(func() {
		steps := []plan.Step{bindNull(root), Mask{Root: root, Path: "/proc/secret"}, Mask{Root: root, Path: "/proc/dir"}, Mask{Root: root, Path: "/proc/none"}}
		if err := plan.Run(steps, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(root, "proc/secret")); len(got) > 0 || err != nil {
			t.Errorf("masked file reads %q, %v", got, err)
		}
		if got, err := os.ReadDir(filepath.Join(root, "proc/dir")); len(got) > 0 || err != nil {
			t.Errorf("masked directory holds %v, %v", got, err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(root, "proc/secret")); string(got) != "token" { //nolint:errcheck // compared
		t.Errorf("outside, the file reads %q: the mask was mounted there too", got)
	}
}

func bindNull(root string) plan.Step { return Devices(root, true)[1] }

// CVE-2025-31133: an image whose /dev/null is a symlink had the runtime mount a
// file of the attacker's choice over the masked path.
func TestMaskRefusesADevNullThatIsNone(t *testing.T) {
	testenv.Root(t)
	root := t.TempDir()
	write(t, root, "proc/secret", "token")
	write(t, root, "etc/planted", "planted")
	if err := errors.Join(os.Mkdir(filepath.Join(root, "dev"), 0o755), os.Symlink("/etc/planted", filepath.Join(root, "dev/null"))); err != nil {
		t.Fatal(err)
	}
	err := testenv.OwnMounts(func() {
		if err := (Mask{Root: root, Path: "/proc/secret"}).Do(); err == nil {
			t.Error("a symlink was taken for the null device")
		}
		if got, _ := os.ReadFile(filepath.Join(root, "proc/secret")); string(got) == "planted" { //nolint:errcheck // compared
			t.Error("the planted file was mounted over the masked path")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadonlyPathCannotBeWritten(t *testing.T) {
	testenv.Root(t)
	root := t.TempDir()
	write(t, root, "proc/sys/x", "1")
	err := testenv.OwnMounts(func() {
		if err := plan.Run([]plan.Step{ReadonlyPath{Root: root, Path: "/proc/sys"}, ReadonlyPath{Root: root, Path: "/proc/none"}}, nil); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "proc/sys/x"), nil, 0o600); err == nil {
			t.Error("the protected path was written")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNodesAreWorldWritableWhateverTheUmask(t *testing.T) {
	testenv.RealRoot(t)
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "dev"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := (Node{Root: root, Path: "/dev/null", Major: 1, Minor: 3}).Do(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(root, "dev/null"))
	if err != nil || info.Mode().Perm() != 0o666 || info.Mode()&os.ModeCharDevice == 0 {
		t.Errorf("made %v, %v; want a character device of mode 0666", info.Mode(), err)
	}
}

// CVE-2019-19921: whoever swaps /proc for a symlink between two steps must not get
// a container without its masks.
func TestMaskWantsTheKernelsOwnFileSystem(t *testing.T) {
	testenv.Root(t)
	root := t.TempDir()
	write(t, root, "fake/sys/x", "1")
	write(t, root, "plain/sys/x", "1")
	for name, prepare := range map[string]func() error{
		"symlink":         func() error { return os.Symlink("fake", filepath.Join(root, "proc")) },
		"plain directory": func() error { return os.Rename(filepath.Join(root, "plain"), filepath.Join(root, "proc")) },
	} {
		os.Remove(filepath.Join(root, "proc"))
		if err := prepare(); err != nil {
			t.Fatal(err)
		}
		for _, step := range []plan.Step{Mask{root, "/proc/sys", "/proc"}, ReadonlyPath{root, "/proc/sys", "/proc"}, Mask{root, "/proc/none", "/proc"}} {
			if err := step.Do(); err == nil {
				t.Errorf("%s with a %s for /proc went through", step.Name(), name)
			}
		}
		os.RemoveAll(filepath.Join(root, "proc"))
	}
}

func TestAKeptScratchMountsNothingThatGoesWithTheContainer(t *testing.T) {
	kept := Scratch{Lower: "/lower", Stage: "/c/files", Keep: true}
	want := `mkdir -p /c/files/root
mkdir -p /c/files/upper
mkdir -p /c/files/work
mount -t overlay -o lowerdir=/lower,upperdir=/c/files/upper,workdir=/c/files/work,redirect_dir=off,metacopy=off overlay /c/files/root
`
	if diff := cmp.Diff(want, plan.Lines(kept.Steps())); diff != "" {
		t.Errorf("overlay (-want +got):\n%s", diff)
	}
	kept.Copy = true
	if diff := cmp.Diff("mount --rbind /c/files/root /c/files/root\n", plan.Lines(kept.Steps())); diff != "" {
		t.Errorf("copy (-want +got):\n%s", diff)
	}
}

func TestAnOverlayCannotWriteIntoAnOverlay(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Overlay(t)
	dir := t.TempDir()
	for _, name := range []string{"lower", "upper", "work", "root"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	err := testenv.OwnMounts(func() {
		scratch := mount.Mount{Target: dir, Source: "tmpfs", FSType: "tmpfs"}
		point := Scratch{Lower: "/etc", Stage: dir, Keep: true}
		if err := plan.Run(append([]plan.Step{scratch}, point.Steps()...), nil); err != nil {
			t.Fatal(err)
		}
		if !CanBeUpper(filepath.Join(dir, "upper"), false) {
			t.Error("a tmpfs is refused")
		}
		if CanBeUpper(filepath.Join(dir, "root"), false) {
			t.Error("an overlay is taken for a place to write")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
