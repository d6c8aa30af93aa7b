package probe

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Look is what the probe sees around it. What cannot be read is zero, -1 where zero would be an answer.
type Look struct {
	Kernel        string            `json:"kernel"`  // release
	Version       string            `json:"version"` // when and how it was built
	BootID        string            `json:"boot_id"` // drawn anew at each boot
	UptimeSeconds float64           `json:"uptime_seconds"`
	UnixSeconds   float64           `json:"unix_seconds"` // the clock, to compare with another one
	Sysctls       map[string]string `json:"sysctls"`

	Memory     Memory `json:"memory"`
	Processors int    `json:"processors"` // that it may run on

	DeviceFiles   int  `json:"device_files"`   // in /dev
	DeviceClasses int  `json:"device_classes"` // in /sys/class
	Devices       int  `json:"devices"`        // in all of /sys/class
	Modules       int  `json:"modules"`        // listed in /proc/modules
	SystemCalls   int  `json:"system_calls"`   // that the kernel has, by its list of symbols
	KernelLog     bool `json:"kernel_log"`     // can be read

	Seccomp      int    `json:"seccomp"`      // 0 none, 1 strict, 2 filter
	Capabilities string `json:"capabilities"` // CapEff
	NoNewPrivs   int    `json:"no_new_privs"`

	PID       int      `json:"pid"`       // its own
	Processes int      `json:"processes"` // that it sees, itself included
	Tokens    []string `json:"tokens"`    // of other probes that it sees
}

// Sysctls are settings of the kernel, some of which each namespace has for itself, and some of which there is one.
func Sysctls() []string {
	return []string{
		"fs.file-max", "kernel.hostname", "kernel.pid_max", "kernel.randomize_va_space", "kernel.shmmax", "net.core.somaxconn",
		"net.ipv4.ip_forward", "vm.swappiness",
	}
}

// LookAround is the order look, for the program that compares: what the host shows.
func LookAround() (Look, error) {
	memory, err := readMemory()
	if err != nil {
		return Look{}, err
	}
	uptime, _, _ := strings.Cut(content("/proc/uptime"), " ")
	found := Look{
		Kernel: content("/proc/sys/kernel/osrelease"), Version: content("/proc/sys/kernel/version"),
		BootID: content("/proc/sys/kernel/random/boot_id"), UnixSeconds: float64(time.Now().UnixMilli()) / 1000,
		Sysctls: map[string]string{}, Memory: memory, Processors: runtime.NumCPU(),
		DeviceFiles: deviceFiles("/dev"), DeviceClasses: entries("/sys/class/*"), Devices: entries("/sys/class/*/*"),
		Modules: lines("/proc/modules"), SystemCalls: systemCalls(), KernelLog: kernelLog(), PID: os.Getpid(),
	}
	found.UptimeSeconds, _ = strconv.ParseFloat(uptime, 64) //nolint:errcheck // 0 is what the contract says
	for _, name := range Sysctls() {
		found.Sysctls[name] = content("/proc/sys/" + strings.ReplaceAll(name, ".", "/"))
	}
	found.lookAtSelf()
	found.lookAtOthers()
	return found, nil
}

// lookAtSelf reads how far it is locked in. Source: proc_pid_status(5).
func (l *Look) lookAtSelf() {
	eachField("/proc/self/status", func(name, value string) { //nolint:errcheck // what cannot be read is zero
		switch name {
		case "Seccomp":
			l.Seccomp, _ = strconv.Atoi(value) //nolint:errcheck // see above
		case "NoNewPrivs":
			l.NoNewPrivs, _ = strconv.Atoi(value) //nolint:errcheck // see above
		case "CapEff":
			l.Capabilities = value
		}
	})
}

// lookAtOthers counts processes, and looks into their arguments for other probes.
func (l *Look) lookAtOthers() {
	l.Tokens = []string{}
	dirs, _ := filepath.Glob("/proc/[0-9]*") //nolint:errcheck // the pattern is good
	l.Processes = len(dirs)
	for _, dir := range dirs {
		text, _ := os.ReadFile(dir + "/cmdline") //nolint:errcheck // it may have ended
		if token := TokenOf(text); token != "" && filepath.Base(dir) != strconv.Itoa(os.Getpid()) {
			l.Tokens = append(l.Tokens, token)
		}
	}
	slices.Sort(l.Tokens)
}

// TokenOf is the token that a probe was started with, out of the text of /proc/PID/cmdline; "" if the process is no probe. A
// command that only starts one has the token among its arguments as well, and is not meant.
func TokenOf(cmdline []byte) string {
	args := strings.Split(string(bytes.TrimRight(cmdline, "\x00")), "\x00")
	if len(args) == 3 && filepath.Base(args[0]) == Name && (args[1] == OrderReady || args[1] == OrderLook) {
		return args[2]
	}
	return ""
}

// deviceFiles counts the character and block devices below a directory.
func deviceFiles(dir string) int {
	count := 0
	filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error { //nolint:errcheck // what cannot be read does not count
		if err == nil && d.Type()&os.ModeDevice != 0 {
			count++
		}
		return nil
	})
	return count
}

func entries(pattern string) int {
	names, _ := filepath.Glob(pattern) //nolint:errcheck // the pattern is good
	return len(names)
}

// lines counts a file's lines; -1 if it cannot be read: a kernel without modules has no /proc/modules.
func lines(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return -1
	}
	return bytes.Count(text, []byte("\n"))
}

// systemCalls counts the kernel's functions that are system calls, whose names begin alike. Their addresses are secret, their names
// are not. Source: proc(5), /proc/kallsyms; the kernel's SYSCALL_DEFINE.
func systemCalls() int {
	text, _ := os.ReadFile("/proc/kallsyms") //nolint:errcheck // 0: not known
	count := 0
	for _, prefix := range []string{" T __x64_sys_", " T __arm64_sys_", " t __x64_sys_"} {
		count += bytes.Count(text, []byte(prefix))
	}
	return count
}

// kernelLog asks for the kernel's messages, as dmesg does. Source: syslog(2): 3 reads all that are there.
func kernelLog() bool {
	const readAll = 3
	buffer := make([]byte, 4096)
	n, err := syscall.Klogctl(readAll, buffer)
	return err == nil && n >= 0
}

// content is a file's text without the line's end; "" if it cannot be read.
func content(path string) string {
	text, _ := os.ReadFile(path) //nolint:errcheck // as the contract says
	return strings.TrimSpace(string(text))
}
