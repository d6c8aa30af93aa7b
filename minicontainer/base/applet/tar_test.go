package applet

import (
	"archive/tar"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// writeArchive makes an archive of members that no honest tar would put together.
func writeArchive(t *testing.T, path string, members ...tar.Header) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive := tar.NewWriter(file)
	for _, header := range members {
		header.Uid, header.Gid, header.ModTime = os.Getuid(), os.Getgid(), time.Unix(1e9, 0)
		if err := archive.WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

func directory(name string, mode int64) tar.Header {
	return tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: mode}
}

func link(name, target string) tar.Header {
	return tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: target, Mode: 0o777}
}

func TestArchiveCannotChangeADirectoryOutside(t *testing.T) {
	for name, members := range map[string][]tar.Header{
		"link, then directory": {link("d", "../victim"), directory("d", 0o777)},
		"directory, then link": {directory("d", 0o777), link("d", "../victim")},
		// A link to nothing cannot be made, but the directory in its place is gone.
		"link above a directory": {directory("d", 0o777), directory("d/inner", 0o777), link("d/inner", ""), link("d", "../victim")},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeArchive(t, filepath.Join(dir, "a.tar"), members...)
			r := runScript(t, linkApplets(t), dir, "mkdir -m 700 victim victim/inner; mkdir out; tar xf a.tar -C out; stat -c %a victim victim/inner")
			if r.stdout != "700\n700\n" {
				t.Errorf("modes of the victim %q; stderr %s", r.stdout, r.stderr)
			}
			r = runScript(t, linkApplets(t), dir, "find victim -mmin +60")
			wantOutput(t, r, "")
		})
	}
}

func TestDirectoryOfAnArchiveReplacesALink(t *testing.T) {
	dir := t.TempDir()
	writeArchive(t, filepath.Join(dir, "a.tar"), directory("d", 0o751))
	wantOutput(t, runScript(t, linkApplets(t), dir, "mkdir other; ln -s other d; tar xf a.tar; stat -c '%F %a %Y' d"), "directory 751 1000000000\n")
}

// Without the capabilities that let root pass anywhere, a closed directory
// closes the way to those below.
func TestClosedDirectoriesOfAnArchiveGetTheirAttributes(t *testing.T) {
	dir := t.TempDir()
	writeArchive(t, filepath.Join(dir, "a.tar"),
		directory("a", 0), directory("a/b", 0), directory("a/b/c", 0), directory("a/b/c/d", 0o711))
	extract := "tar xf a.tar"
	if os.Geteuid() == 0 {
		setpriv, err := exec.LookPath("setpriv")
		if err != nil {
			t.Skipf("no setpriv to give up capabilities with: %v", err)
		}
		extract = setpriv + " --bounding-set -dac_override,-dac_read_search " + extract
	}
	wantOutput(t, runScript(t, linkApplets(t), dir, extract+" && stat -c %a a && chmod 700 a && stat -c %a a/b && chmod 700 a/b && stat -c %a a/b/c && chmod 700 a/b/c && stat -c '%a %Y' a/b/c/d"),
		"0\n0\n0\n711 1000000000\n")
}
