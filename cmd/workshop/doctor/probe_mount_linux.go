package doctor

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// mountProc does what every container start does. In a container that masks parts
// of its own /proc the kernel refuses a fresh one to a user namespace, because it
// would uncover them (mount_namespaces(7)).
func mountProc() error {
	if err := makePrivate(); err != nil {
		return err
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount proc: %w", err)
	}
	return nil
}

func makePrivate() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	return nil
}

// mountOverlay stacks two directories on a tmpfs, which lies over an existing
// directory in our namespace only.
func mountOverlay() error {
	dir, err := scratch()
	if err != nil {
		return err
	}
	return overlayIn(dir)
}

// mountNestedOverlay puts the upper directory of a second overlay on the first.
func mountNestedOverlay() error {
	dir, err := scratch()
	if err != nil {
		return err
	}
	if err := overlayIn(dir); err != nil {
		return err
	}
	return overlayIn(filepath.Join(dir, "merged"))
}

func scratch() (string, error) {
	if err := makePrivate(); err != nil {
		return "", err
	}
	dir := os.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, ""); err != nil {
		return "", fmt.Errorf("mount tmpfs: %w", err)
	}
	return dir, nil
}

// overlayIn makes lower, upper, work and merged in dir, mounts and writes. In a
// user namespace overlay keeps its marks in user.* attributes (Linux 5.11, on a tmpfs 6.6), for
// it may not write trusted.* ones.
func overlayIn(dir string) error {
	for _, name := range []string{"lower", "upper", "work", "merged"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
	}
	options := fmt.Sprintf("lowerdir=%[1]s/lower,upperdir=%[1]s/upper,workdir=%[1]s/work", dir)
	if !initialUserNamespace() {
		options += ",userxattr"
	}
	if err := unix.Mount("overlay", filepath.Join(dir, "merged"), "overlay", 0, options); err != nil {
		return fmt.Errorf("mount overlay: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "merged", "file"), nil, 0o644); err != nil {
		return fmt.Errorf("write on overlay: %w", err)
	}
	_, err := os.Stat(filepath.Join(dir, "upper", "file"))
	return err
}

// initialUserNamespace knows the host's namespace by its map: every id to itself.
func initialUserNamespace() bool {
	var inside, outside, size uint32
	_, err := fmt.Sscan(read("/proc/self/uid_map"), &inside, &outside, &size)
	return err == nil && size == 1<<32-1
}
