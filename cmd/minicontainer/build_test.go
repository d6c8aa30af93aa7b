//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/registrytest"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/treediff"
)

// TestBuildMakesWhatBuildahMakes builds a Dockerfile that has every instruction with both, of one base image, and
// compares the configuration and the files.
func TestBuildMakesWhatBuildahMakes(t *testing.T) {
	testenv.RealRoot(t)
	testenv.Overlay(t)
	buildah, skopeo := testenv.Peer(t, "buildah"), testenv.Peer(t, "skopeo")
	state := newState(t)
	files := everyContext(t)
	must(t, container("build", "-q", "-t", "every", files))

	t.Setenv("TMPDIR", t.TempDir()) // where buildah keeps the caches of RUN --mount
	theirs := filepath.Join(t.TempDir(), "every.tar")
	storage := t.TempDir()
	root, run := filepath.Join(storage, "root"), filepath.Join(storage, "run")
	const base = "docker.io/library/base:latest"
	must(t, exec.Command(skopeo, "copy", "-q", "oci:"+filepath.Join(state, "images")+":"+base, "containers-storage:[vfs@"+root+"+"+run+"]"+base))
	bud := []string{"--root", root, "--runroot", run, "--storage-driver", "vfs"}
	must(t, exec.Command(buildah, append(bud, "bud", "-q", "--format", "docker", "--isolation", "chroot", "--pull-never", "-t", "every", files)...))
	must(t, exec.Command(buildah, append(bud, "push", "-q", "every", "docker-archive:"+theirs+":every")...))

	ours := image.Open(state)
	mine, err := ours.Find("every")
	if err != nil {
		t.Fatal(err)
	}
	other := image.Open(filepath.Join(t.TempDir(), "state"))
	archive, err := os.Open(theirs)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	loaded, err := other.LoadArchive(archive, nil)
	if err != nil || len(loaded) != 1 {
		t.Fatalf("loaded %v, %v", loaded, err)
	}
	his := loaded[0].Image
	delete(his.Config.Config.Labels, "io.buildah.version")
	if diff := cmp.Diff(asJSON(t, his.Config.Config), asJSON(t, mine.Config.Config)); diff != "" {
		t.Errorf("configuration (-buildah +ours):\n%s", diff)
	}
	if mine.Config.Author != his.Config.Author || mine.Config.OS != his.Config.OS {
		t.Errorf("author %q, system %q; buildah has %q, %q", mine.Config.Author, mine.Config.OS, his.Config.Author, his.Config.OS)
	}
	compareBuilds(t, flat(t, other, his), flat(t, ours, mine))
}

// everyContext is a build context with files of all kinds.
func everyContext(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	err := errors.Join(
		os.CopyFS(dir, os.DirFS("testdata/every")),
		os.Chmod(filepath.Join(dir, "d/e"), 0o750),
		os.Symlink("../a.txt", filepath.Join(dir, "d/link")),
		os.Link(filepath.Join(dir, "a.txt"), filepath.Join(dir, "h1")),
		os.Chtimes(filepath.Join(dir, "a.txt"), old, old), os.Chtimes(filepath.Join(dir, "d/b.txt"), old, old), // whole seconds, as buildah rounds
		os.Chtimes(filepath.Join(dir, "d/e/c.txt"), old, old),
		exec.Command("tar", "-czf", filepath.Join(dir, "arch.tgz"), "-C", dir, "d").Run())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func must(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
	}
}

func asJSON(t *testing.T, v any) (fields map[string]any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &fields)
	}
	if err != nil {
		t.Fatal(err)
	}
	return fields
}

// flat is all files of an image in one directory.
func flat(t *testing.T, s *image.Store, i image.Image) string {
	t.Helper()
	dir, err := s.Flat(i, image.Unpacked{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// compareBuilds compares all but the times of what the two builds have made at different moments: those of files from the
// build context count.
func compareBuilds(t *testing.T, theirs, ours string) {
	t.Helper()
	for _, line := range treediff.CompareBut(theirs, ours, treediff.Times) {
		switch {
		case strings.HasPrefix(line, "./etc/resolv.conf: only in "+theirs): // made for its RUN, and left there
		case strings.Contains(line, ": linked with "): // two names of one file become two files
		default:
			t.Errorf("buildah, ours: %s", line)
		}
	}
	for _, name := range []string{"opt/x/b.txt", "opt/d/b.txt", "opt/glob/c.txt", "opt/unpacked/d/b.txt", "w/sub/a.txt"} {
		a, err := os.Stat(filepath.Join(theirs, name))
		b, ourErr := os.Stat(filepath.Join(ours, name))
		if err != nil || ourErr != nil || a.ModTime().Unix() != b.ModTime().Unix() {
			t.Errorf("time of %s: %v %v, ours %v %v", name, a, err, b, ourErr)
		}
	}
}

// TestBuildFetchesItsBase builds from an image that is in a registry only.
func TestBuildFetchesItsBase(t *testing.T) {
	containersPossible(t)
	newState(t)
	name := registrytest.Start(t, registrytest.Options{}) + "/team/base:1"
	file := func(text string) *exec.Cmd {
		cmd := container("build", "-q", "-")
		cmd.Stdin = strings.NewReader(text)
		return cmd
	}
	missing, err := file("FROM " + name + "\n").CombinedOutput()
	if err == nil || !strings.Contains(string(missing), "line 1: FROM "+name+": pull "+name) {
		t.Errorf("build from what is nowhere: %v\n%s", err, missing)
	}
	must(t, container("tag", "base", name))
	must(t, container("push", "-q", name))
	must(t, container("rmi", name))
	must(t, file("FROM "+name+"\nRUN echo fetched\n"))
	must(t, container("image", "inspect", name))

	cmd := container("build", "-q", "-t", name, "-")
	cmd.Stdin = strings.NewReader("FROM base\nLABEL v=2\n")
	must(t, cmd)
	must(t, container("push", "-q", name))
	must(t, container("rmi", name))
	must(t, container("tag", "base", name))
	for flag, want := range map[string]bool{"--pull=false": false, "--pull": true} {
		cmd := container("build", "-q", flag, "-t", "made", "-")
		cmd.Stdin = strings.NewReader("FROM " + name + "\n")
		must(t, cmd)
		out, err := container("image", "inspect", "made").Output()
		if err != nil || strings.Contains(string(out), `"v": "2"`) != want {
			t.Errorf("build %s: %v, has the newer base: want %t\n%s", flag, err, want, out)
		}
		must(t, container("tag", "base", name))
	}
}
