package compare

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Machine is the host on which was measured. Numbers without it say nothing.
type Machine struct {
	Processor    string   `json:"processor"`
	Cores        int      `json:"cores"`
	Virtualizing []string `json:"virtualizing"` // the processor's flags vmx, svm; none: guests cannot run on it themselves
	Nested       bool     `json:"nested"`       // the host is itself a guest
	MemoryBytes  uint64   `json:"memory_bytes"`
	Kernel       string   `json:"kernel"`
	Architecture string   `json:"architecture"`
	Load1        float64  `json:"load1"` // the load before, of the last minute
}

// look describes this machine. What it does not show is left empty. Source: proc_cpuinfo(5), proc_loadavg(5).
func look() Machine {
	m := Machine{Cores: runtime.NumCPU(), Architecture: runtime.GOARCH, Kernel: text("/proc/sys/kernel/osrelease"), Virtualizing: []string{}}
	for _, line := range strings.Split(text("/proc/cpuinfo"), "\n") {
		name, value, _ := strings.Cut(line, ":")
		switch strings.TrimSpace(name) {
		case "model name":
			m.Processor = strings.TrimSpace(value)
		case "flags":
			m.flags(strings.Fields(value))
		}
	}
	m.MemoryBytes = fieldsOf(text("/proc/meminfo"))["MemTotal"]
	load, _, _ := strings.Cut(text("/proc/loadavg"), " ")
	m.Load1, _ = strconv.ParseFloat(load, 64) //nolint:errcheck // 0
	return m
}

func (m *Machine) flags(flags []string) {
	m.Nested = slices.Contains(flags, "hypervisor")
	m.Virtualizing = slices.DeleteFunc([]string{"vmx", "svm"}, func(flag string) bool { return !slices.Contains(flags, flag) })
}

func text(path string) string {
	content, _ := os.ReadFile(path) //nolint:errcheck // what cannot be read is empty
	return strings.TrimSpace(string(content))
}
