// Readers of the kernel's and the distribution's text files, apart from the
// reading itself so that a test can hand them another machine's.

package doctor

import (
	"slices"
	"strconv"
	"strings"
)

// osRelease reads ID and PRETTY_NAME. Source: os-release(5).
func osRelease(text string) (id, name string) {
	for line := range lines(text) {
		key, value, _ := strings.Cut(line, "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID":
			id = value
		case "PRETTY_NAME":
			name = value
		}
	}
	return id, name
}

func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			line, rest, _ := strings.Cut(text, "\n")
			if !yield(line) {
				return
			}
			text = rest
		}
	}
}

// statusField returns a field of /proc/self/status or /proc/meminfo.
func statusField(text, field string) string {
	for line := range lines(text) {
		if value, ok := strings.CutPrefix(line, field+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// availableMemory reads MemAvailable, which the kernel gives in kibibytes.
func availableMemory(meminfo string) uint64 {
	number, _, _ := strings.Cut(statusField(meminfo, "MemAvailable"), " ")
	kib, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return 0
	}
	return kib * 1024
}

// cpuFlag returns vmx or svm where /proc/cpuinfo shows one.
func cpuFlag(cpuinfo string) string {
	for line := range lines(cpuinfo) {
		if !strings.HasPrefix(line, "flags") {
			continue
		}
		for _, flag := range strings.Fields(line) {
			if flag == "vmx" || flag == "svm" {
				return flag
			}
		}
	}
	return ""
}

// policyOf reads the answer of iptables -S FORWARD: "-P FORWARD DROP" and rules.
func policyOf(rules string) string {
	for line := range lines(rules) {
		if policy, ok := strings.CutPrefix(line, "-P FORWARD "); ok {
			return strings.TrimSpace(policy)
		}
	}
	return ""
}

// subordinate reports whether /etc/subuid has a line for one of the names, which
// may be a login name or a number. Source: subuid(5).
func subordinate(subuid string, names ...string) bool {
	for line := range lines(subuid) {
		owner, _, ok := strings.Cut(line, ":")
		if ok && slices.Contains(names, owner) {
			return true
		}
	}
	return false
}
