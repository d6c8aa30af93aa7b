package vmtest

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
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
	if err := addAll(files, o, at); err != nil {
		t.Fatal(err)
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
		Program: guest.Command{Together: true, Args: append(args, o.Flags...), Env: append([]string{
			"PATH=/bin", "HOME=/root", "TERM=dumb", GuestEnv + "=1",
			// What the guest is made to have may not be missing.
			testenv.RequireEnv + "=root,kernel,overlay,cgroup",
		}, o.Env...), Dir: path.Join(source, at.dir)},
	}
}

// addAll adds the rest of what makes a machine, and what the tests need.
func addAll(t *tree.Tree, o Options, at place) error {
	if err := addMachine(t, at); err != nil {
		return err
	}
	if err := t.Copy(path.Join(source, "go.mod"), filepath.Join(at.root, "go.mod")); err != nil {
		return err
	}
	if _, err := os.Stat("testdata"); err == nil {
		if err := t.Copy(path.Join(source, at.dir, "testdata"), "testdata"); err != nil {
			return err
		}
	}
	for inside, host := range o.Files {
		if err := t.Copy(inside, host); err != nil {
			return err
		}
	}
	return nil
}

// addMachine adds commands, the usual directories, and names for the two users that every system has.
func addMachine(t *tree.Tree, at place) error {
	var errs []error
	// The program lies in /bin as well, and links by name alone lead to it wherever /bin is shown.
	for _, name := range append(base.Commands(), at.testing) {
		errs = append(errs, t.AddSymlink(path.Join("/bin", name), path.Base(guest.Program)))
	}
	for _, dir := range []string{source + "/" + at.dir, "/home", "/root", "/mnt", "/var/lib", "/var/tmp"} {
		errs = append(errs, t.AddDirectory(dir, 0o755))
	}
	for name, text := range map[string]string{
		"passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
		"group":  "root:x:0:\nnogroup:x:65534:\n",
		"hosts":  "127.0.0.1 localhost\n",
	} {
		errs = append(errs, t.AddText("/etc/"+name, 0o644, text))
	}
	return errors.Join(errs...)
}
