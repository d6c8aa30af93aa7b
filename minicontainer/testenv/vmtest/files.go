package vmtest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

// source is where the module's files are in the guest, those few that are there.
const source = "/src"

// modules are those that our packages' tests have a use for. The disks need the virtio ones.
var modules = []string{"virtio_mmio", "virtio_blk", "overlay"}

// writeInitramfs packs the guest's files.
func writeInitramfs(t *testing.T, file string, kernel vm.Kernel, o Options, at place) {
	t.Helper()
	files, err := kernel.GuestFiles(Program(t), order(o, at), append(modules, o.Modules...)...)
	if err != nil {
		missing(t, err.Error())
	}
	files = append(files, machineFiles(at)...)
	own := map[string]string{
		path.Join(source, "go.mod"):           filepath.Join(at.root, "go.mod"),
		path.Join(source, at.dir, "testdata"): "testdata",
	}
	for _, copies := range []map[string]string{own, o.Files} {
		for inside, host := range copies {
			if _, err := os.Stat(host); os.IsNotExist(err) && host == "testdata" {
				continue
			}
			copied, err := tree(inside, host)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, copied...)
		}
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := vm.WriteInitramfs(f, files); err != nil {
		t.Fatal(err)
	}
}

// order has the guest run the tests.
func order(o Options, at place) guest.Order {
	args := []string{
		path.Join("/bin", at.testing), "-test.v=test2json", "-test.paniconexit0", "-test.run", o.Tests, "-test.skip", o.Skip,
		// A little earlier than the machine's own end, which cannot tell who hangs.
		"-test.timeout", (o.Timeout * 8 / 10).String(),
	}
	return guest.Order{
		Swap: "swap",
		Args: append(args, o.Flags...),
		Env: append([]string{
			"PATH=/bin", "HOME=/root", "TERM=dumb", GuestEnv + "=1",
			// What the guest is made to have may not be missing.
			testenv.RequireEnv + "=root,kernel,overlay,cgroup",
		}, o.Env...),
		Dir: path.Join(source, at.dir),
	}
}

// machineFiles are the rest of what makes a machine: commands, the usual directories, and
// names for the two users that every system has.
func machineFiles(at place) []vm.File {
	var files []vm.File
	// The program lies in /bin as well, and links by name alone lead to it wherever /bin is shown.
	for _, name := range append(base.Commands(), at.testing) {
		files = append(files, vm.File{Path: path.Join("/bin", name), Link: path.Base(guest.Program)})
	}
	for _, dir := range []string{source + "/" + at.dir, "/home", "/root", "/mnt", "/var/lib", "/var/tmp"} {
		files = append(files, vm.File{Path: dir, Mode: fs.ModeDir | 0o755})
	}
	for name, text := range map[string]string{
		"passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
		"group":  "root:x:0:\nnogroup:x:65534:\n",
		"hosts":  "127.0.0.1 localhost\n",
	} {
		files = append(files, vm.File{Path: "/etc/" + name, Mode: 0o644, Text: []byte(text)})
	}
	return files
}

// tree lists a file, or a directory and all that is in it.
func tree(inside, host string) ([]vm.File, error) {
	var files []vm.File
	err := filepath.WalkDir(host, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		f := vm.File{Path: path.Join(inside, strings.TrimPrefix(at, host)), Mode: info.Mode()}
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			f.Link, err = os.Readlink(at)
		case !entry.IsDir():
			f.Host = at
		}
		files = append(files, f)
		return err
	})
	return files, err
}
