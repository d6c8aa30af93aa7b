//go:build linux

// What a kernel says of itself, outside and in a container.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// askName is the name under which this program, in the fake host, asks:
//
//	ASK host
//	ASK container     in namespaces of its own
//	ASK inside        the second half of it
const askName = "minicontainer-ask"

func init() {
	if filepath.Base(os.Args[0]) != askName || len(os.Args) != 2 {
		return
	}
	if err := ask(os.Args[1]); err != nil {
		os.Stderr.WriteString(askName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                 //nolint:forbidigo // it is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func ask(where string) error {
	switch where {
	case "host":
		plug()
		return tellAll()
	case "container":
		cmd := exec.Command("/proc/self/exe", "inside")
		cmd.Args[0] = askName
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWNET,
			Pdeathsig:  syscall.SIGKILL,
		}
		return cmd.Run()
	}
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	return errors.Join(
		unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""),
		unix.Mount("proc", "/proc", "proc", flags, ""),
		unix.Mount("sysfs", "/sys", "sysfs", flags|unix.MS_RDONLY, ""),
		withoutModules(),
		tellAll(),
	)
}

// plug gives the host a network device to be seen: it has only lo otherwise, as a container. Where it cannot, that is seen, too.
func plug() {
	cable := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: "eth0"}, PeerName: "eth1"}
	netlink.LinkAdd(cable) //nolint:errcheck // the second time it is there
}

// withoutModules gives up CAP_SYS_MODULE, on this thread: it asks.
func withoutModules() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return err
	}
	data[0].Effective &^= 1 << unix.CAP_SYS_MODULE
	return unix.Capset(&header, &data[0])
}

// refused is the beginning of what cannot be known here.
const refused = "refused"

func tellAll() error {
	for _, line := range []struct{ name, seen string }{
		{"modules", lines("/proc/modules", 1)},
		{"load", load()},
		{"log", firstMessage()},
		{"disks", list("/sys/block")},
		{"links", list("/sys/class/net")},
		{"filesystems", lines("/proc/filesystems", 2)},
		{"newer", errno(unix.ENOSYS, call(unassigned))},
	} {
		if _, err := fmt.Fprintln(os.Stdout, line.name+"="+line.seen); err != nil {
			return err
		}
	}
	return nil
}

// lines are the first words of a file's lines: what follows, such as how often a module is in use, changes.
func lines(path string, words int) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	var all []string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		fields := strings.Fields(line)
		all = append(all, strings.Join(fields[:min(words, len(fields))], " "))
	}
	return strings.Join(all, ",")
}

func list(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// load asks for a module of no bytes: who may load modules gets another error, and nothing is loaded either way.
func load() string {
	empty, options := []byte{0}, []byte{0}
	_, _, no := unix.Syscall(unix.SYS_INIT_MODULE, uintptr(unsafe.Pointer(&empty[0])), 0, uintptr(unsafe.Pointer(&options[0])))
	if no == unix.ENOSYS {
		return refused // a kernel without modules
	}
	return errno(unix.EPERM, no)
}

// unassigned is the number of a system call that no kernel has yet.
const unassigned = 4000

func call(number uintptr) syscall.Errno {
	_, _, no := unix.Syscall(number, 0, 0, 0)
	return no
}

func errno(expected, got syscall.Errno) string {
	if got == expected {
		return strings.ToLower(unix.ErrnoName(got))
	}
	return "works"
}

// firstMessage is the oldest message in the kernel's log.
func firstMessage() string {
	const readAll, sizeOfAll = 3, 10 // source: syslog(2)
	size, err := unix.Klogctl(sizeOfAll, nil)
	if err != nil || size <= 0 {
		return refused
	}
	log := make([]byte, size)
	n, err := unix.Klogctl(readAll, log)
	if err != nil {
		return refused
	}
	line, _, _ := strings.Cut(string(log[:n]), "\n")
	return line
}
