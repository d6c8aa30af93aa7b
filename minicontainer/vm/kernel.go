// Where a guest's kernel comes from. A distribution's package is a tree of two parts that
// belong together:
//
//	TREE/boot/vmlinuz-RELEASE              the kernel
//	TREE/lib/modules/RELEASE/kernel/…/*.ko what it loads later (TREE/usr/lib in newer ones)

package vm

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// KernelEnv names the kernel for guests: a tree as dpkg-deb -x makes it of a kernel
// package, or a kernel image in such a tree's boot directory.
const KernelEnv = "MINICONTAINER_KERNEL"

// SystemCache is where a kernel for guests may be unpacked for everybody on the machine.
const SystemCache = "/var/cache/minicontainer/kernel"

// ErrNoKernel says that no kernel was found.
var ErrNoKernel = errors.New("no kernel for guests")

// Kernel is a kernel that a guest can boot, on disk.
type Kernel struct {
	Image   string // vmlinuz, as a boot loader would load it
	Modules string // the directory of its modules
}

// FindKernel looks for a kernel: where KernelEnv says, and only there if it is set; then in
// the user's and the system's cache; then for the machine's own. The error wraps
// ErrNoKernel and names the places.
func FindKernel() (Kernel, error) {
	if named := os.Getenv(KernelEnv); named != "" {
		return kernelAt(named)
	}
	var tried []string
	for _, tree := range kernelTrees() {
		if k, err := kernelAt(tree); err == nil {
			return k, nil
		}
		tried = append(tried, filepath.Join(tree, "boot"))
	}
	return Kernel{}, fmt.Errorf("find kernel: %w that can be read in %s", ErrNoKernel, strings.Join(tried, ", "))
}

// kernelTrees has the machine's own kernel last: it is for its hardware, and may lack virtio.
func kernelTrees() []string {
	trees := []string{SystemCache, "/"}
	if cache, err := userCache(); err == nil {
		trees = append([]string{cache}, trees...)
	}
	return trees
}

func userCache() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "minicontainer", "kernel"), err
}

// KernelCache is where a fetched kernel goes: root's is everybody's.
func KernelCache() (string, error) {
	if os.Geteuid() == 0 {
		return SystemCache, nil
	}
	cache, err := userCache()
	if err != nil {
		return "", fmt.Errorf("find cache for a kernel: %w", err)
	}
	return cache, nil
}

// kernelAt is the kernel in a tree, or the one image that is named.
func kernelAt(path string) (Kernel, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Kernel{}, fmt.Errorf("find kernel: %w: there is no %s", ErrNoKernel, path)
	}
	if err != nil {
		return Kernel{}, fmt.Errorf("find kernel: %w", err)
	}
	if !info.IsDir() {
		return withModules(path, filepath.Dir(filepath.Dir(path)))
	}
	images, err := filepath.Glob(filepath.Join(path, "boot", "vmlinuz-*"))
	if err != nil {
		return Kernel{}, fmt.Errorf("find kernel: %w", err)
	}
	slices.Reverse(images) // of several the one with the highest number, roughly
	for _, image := range images {
		if k, err := withModules(image, path); err == nil {
			return k, nil
		}
	}
	return Kernel{}, fmt.Errorf("find kernel: %w in %s with its modules", ErrNoKernel, path)
}

// withModules finds the modules of an image in its tree by the release, which is in both names.
func withModules(image, tree string) (Kernel, error) {
	f, err := os.Open(image) // some distributions let only root read it
	if err != nil {
		return Kernel{}, fmt.Errorf("find kernel: %w", err)
	}
	f.Close()
	k := Kernel{Image: image}
	for _, lib := range []string{"lib", "usr/lib"} {
		k.Modules = filepath.Join(tree, lib, "modules", k.Release())
		if info, err := os.Stat(k.Modules); err == nil && info.IsDir() {
			return k, nil
		}
	}
	return Kernel{}, fmt.Errorf("find kernel: %w: %s has no modules in %s", ErrNoKernel, image, tree)
}

// Release is what uname -r will say in the guest.
func (k Kernel) Release() string {
	_, release, _ := strings.Cut(filepath.Base(k.Image), "-")
	return release
}
