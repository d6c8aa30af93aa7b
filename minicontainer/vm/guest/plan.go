package guest

import (
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Plan is what the first process does before it starts the program.
func Plan(o Order) []plan.Step {
	var steps []plan.Step
	if o.Root == OwnFiles {
		steps = append(steps, coverRootfs{})
	}
	steps = append(steps,
		fileSystem{"proc", "/proc", unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC, ""},
		quietConsole{},
		fileSystem{"sysfs", "/sys", unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC, ""},
		fileSystem{"devtmpfs", "/dev", unix.MS_NOSUID, "mode=755"},
		fileSystem{"devpts", "/dev/pts", unix.MS_NOSUID | unix.MS_NOEXEC, "ptmxmode=0666,mode=0620"},
		fileSystem{"tmpfs", "/dev/shm", unix.MS_NOSUID | unix.MS_NODEV, "mode=1777"},
		linkStreams{},
	)
	if o.Root == OwnFiles {
		steps = append(steps,
			fileSystem{"tmpfs", "/run", unix.MS_NOSUID | unix.MS_NODEV, "mode=755"},
			fileSystem{"tmpfs", "/tmp", unix.MS_NOSUID, "mode=1777"})
	}
	steps = append(steps, fileSystem{"cgroup2", "/sys/fs/cgroup", unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC, ""})
	for _, file := range o.Modules {
		steps = append(steps, loadModule{file})
	}
	steps = append(steps, nameDisks{}, loopbackUp{})
	if o.Swap != "" {
		steps = append(steps, swapOn{o.Swap})
	}
	steps = append(steps, rootSteps(o.Root)...)
	if o.Hostname != "" {
		steps = append(steps, setHostname{o.Hostname})
	}
	return append(steps, shareRoot{})
}

// rootSteps have an image's files be the root.
func rootSteps(r Root) []plan.Step {
	switch r {
	case InMemory:
		return []plan.Step{enterRoot{}}
	case OnDisk:
		return []plan.Step{mountRoot{RootDisk}, enterRoot{}}
	}
	return nil
}
