// From an image to a machine.
//
//	image's layers ─▶ tree ─▶ initramfs, below guest.RootDir   } one file for all guests of the image: Cache
//	                     └──▶ or an ext4 disk                  }
//	our program, modules, order ─▶ initramfs of this guest alone, behind the other: the kernel unpacks one after the other

package vm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/base"

	"github.com/minicontainer/minicontainer/minicontainer/vm/ext4"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// Placement is where an image's files are in the guest.
type Placement string

// The placements.
const (
	AsFits   Placement = "auto"   // in memory, or on a disk if they are many
	InMemory Placement = "memory" // in the initramfs
	OnDisk   Placement = "disk"   // on an ext4 disk that is made of them
)

// fits is how many bytes of files go into memory, where nothing is said.
const fits = 64 << 20

// Guest is a virtual machine to be made of an image.
type Guest struct {
	Image     string       // names the layers: the same name, the same files
	Layers    []tree.Layer // the lowest first
	Copies    []Copy       // files of the host, for this guest alone
	Command   guest.Command
	Hostname  string
	Accel     Accel
	Placement Placement
	DiskSize  int64 // bytes; 0 is what the files take, and ext4.Room
	Memory    int   // MiB; 0 is what is enough
	CPUs      int   // 0 is one
	Cache     Cache
}

// Copy is a file or directory of the host that the guest gets a copy of, by its path in the image.
type Copy struct{ From, To string }

// Assembled is a machine that can be booted, and shows the command line that a person would type.
type Assembled interface {
	Hardware
	Line() string
}

// assembly is a guest on its way to a machine.
type assembly struct {
	Guest
	dir    string
	kernel Kernel // not of UML, which is one
	files  *tree.Tree
}

// Assemble makes the machine's files, in dir those that are this guest's alone; dir must stay until the machine is off. Errors are
// one sentence.
func (g Guest) Assemble(dir string) (Assembled, error) {
	a := &assembly{Guest: g, dir: dir}
	if err := a.decide(); err != nil {
		return nil, err
	}
	initramfs, err := a.initramfs()
	if err != nil {
		return nil, err
	}
	var disks []Disk
	if a.Placement == OnDisk {
		disk, err := a.rootDisk()
		if err != nil {
			return nil, err
		}
		disks = []Disk{disk}
	}
	if err := a.decideMemory(initramfs); err != nil {
		return nil, err
	}
	return a.hardware(initramfs, disks)
}

// decide settles what is left open, and refuses what does not go together.
func (a *assembly) decide() (err error) {
	if a.Accel, err = a.Accel.choose(); err != nil {
		return err
	}
	plain := a.Accel == Own || a.Accel == UML
	switch {
	case a.Placement != AsFits && a.Placement != InMemory && a.Placement != OnDisk:
		return fmt.Errorf("read --root %.20q: auto, memory or disk", string(a.Placement))
	case a.Placement == OnDisk && plain:
		return fmt.Errorf("put the root on a disk: a machine of --accel %s has none", a.Accel)
	case a.CPUs < 0 || a.CPUs > 1 && plain:
		return fmt.Errorf("give the machine %d processors: one of --accel %s has one", a.CPUs, a.Accel)
	}
	if a.Accel != UML {
		if a.kernel, err = FindKernel(); err != nil {
			return err
		}
	}
	if a.files, err = tree.Read(a.Layers...); err != nil {
		return fmt.Errorf("read image: %w", err)
	}
	if a.Placement == AsFits {
		a.Placement = InMemory
		if a.files.Size() > fits && !plain {
			a.Placement = OnDisk
		}
	}
	return nil
}

// hardware is the machine.
func (a *assembly) hardware(initramfs string, disks []Disk) (Assembled, error) {
	if a.Accel == UML {
		program, err := FindUserMode()
		return UserMode{Program: program, Initramfs: initramfs, Memory: a.Memory, Dir: a.dir}, err
	}
	kernel, err := a.Cache.kernel(a.kernel)
	if err != nil {
		return nil, err
	}
	m := Machine{Kernel: kernel, Initramfs: initramfs, Memory: a.Memory, CPUs: a.CPUs, Disks: disks, Share: a.Accel == KVM}
	if a.Accel == Own {
		return Hypervisor{Machine: m}, nil
	}
	return m, nil
}

// initramfs writes the archive that the guest begins with, and returns its path.
func (a *assembly) initramfs() (string, error) {
	own, err := a.ownFiles()
	if err != nil {
		return "", err
	}
	name := filepath.Join(a.dir, "initramfs")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("write initramfs: %w", err)
	}
	defer f.Close()
	if a.Placement == InMemory {
		if err := a.copyImage(f); err != nil {
			return "", err
		}
	}
	return name, WriteInitramfs(f, own)
}

// copyImage writes the image's part of the archive, as it lies in the cache.
func (a *assembly) copyImage(to io.Writer) error {
	file, err := a.Cache.file("initramfs-"+keyOf(a.Image), func(f *os.File) error {
		t := tree.New()
		if err := t.AddTree(guest.RootDir, a.files); err != nil {
			return err
		}
		return WriteInitramfs(f, t)
	})
	if err != nil {
		return fmt.Errorf("pack image: %w", err)
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("pack image: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}

// ownFiles are this program, which is the first process, the modules, the order and the copies.
func (a *assembly) ownFiles() (*tree.Tree, error) {
	order := guest.Order{Root: guest.InMemory, Hostname: a.Hostname, Program: a.Command, Reset: a.Accel == Own}
	var modules []string
	if a.Placement == OnDisk {
		order.Root = guest.OnDisk
		modules = diskModules
	}
	t, err := a.kernel.GuestFiles("/proc/self/exe", order, modules...)
	if err != nil {
		return nil, err
	}
	if err := addLibraries(t); err != nil {
		return nil, fmt.Errorf("copy libraries: %w", err)
	}
	if a.Placement == InMemory {
		err = a.addCopies(t, guest.RootDir)
	}
	return t, err
}

// addLibraries adds what a dynamically linked build of this program needs.
func addLibraries(t *tree.Tree) error {
	libs, err := base.Libraries()
	for _, lib := range libs {
		if err == nil {
			err = t.Copy(lib, lib)
		}
	}
	return err
}

func (a *assembly) addCopies(t *tree.Tree, root string) error {
	for _, c := range a.Copies {
		to := path.Join(root, path.Clean("/"+c.To))
		err := error(nil)
		if _, lookErr := t.Lookup(guest.Program); lookErr == nil && isProgram(c.From) {
			err = t.AddLink(to, guest.Program) // the guest has it already, and its memory is small
		} else {
			err = t.Copy(to, c.From)
		}
		if err != nil {
			return fmt.Errorf("copy %s to %s: %w", c.From, c.To, err)
		}
	}
	return nil
}

// isProgram tells whether a file is this program's.
func isProgram(file string) bool {
	one, err1 := os.Stat(file)
	other, err2 := os.Stat("/proc/self/exe")
	return err1 == nil && err2 == nil && os.SameFile(one, other)
}

// diskModules are what a disk of the machine and the file system on it need.
var diskModules = []string{"virtio_mmio", "virtio_blk", "ext4"}

// rootDisk is the disk that the image's files are on. Guests share it, as QEMU writes what they change elsewhere; one that gets
// copies has its own.
func (a *assembly) rootDisk() (Disk, error) {
	write := func(f *os.File) error {
		return ext4.Write(f, a.files, ext4.Options{Label: guest.RootDisk, Size: a.DiskSize})
	}
	disk := Disk{Name: guest.RootDisk, Snapshot: true}
	if len(a.Copies) == 0 {
		file, err := a.Cache.file("disk-"+keyOf(a.Image, fmt.Sprint(a.DiskSize)), write)
		disk.File = file
		return disk, err
	}
	if err := a.addCopies(a.files, "/"); err != nil {
		return disk, err
	}
	f, err := os.Create(filepath.Join(a.dir, "disk"))
	if err != nil {
		return disk, fmt.Errorf("make disk: %w", err)
	}
	disk.File = f.Name()
	return disk, errors.Join(write(f), f.Close())
}

// decideMemory sees that the initramfs can be unpacked: it lies in memory twice then.
func (a *assembly) decideMemory(initramfs string) error {
	info, err := os.Stat(initramfs)
	if err != nil {
		return fmt.Errorf("look at initramfs: %w", err)
	}
	const kernel, usual = 96, 256 // MiB
	least := kernel + 2*int(info.Size()>>20)
	if a.Memory == 0 {
		a.Memory = max(usual, least+64)
	}
	if a.Memory < least {
		return fmt.Errorf("give the machine %d MiB of memory: with its kernel and its files it needs %d", a.Memory, least)
	}
	return nil
}
