package cgroup

import (
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// Granted are the rules without those that allow what a group made near the top may not have: in a container the groups
// above are somebody else's, and version 1 refuses to allow more below a group than in it. Version 2 takes any rule, and
// asks all groups above as well. Source: the kernel's cgroup-v1/devices.rst, "Hierarchy".
func Granted(rules []specs.LinuxDeviceCgroup) []specs.LinuxDeviceCgroup {
	trees, err := Detect()
	if err != nil {
		return rules
	}
	for _, h := range trees {
		if h.Version == 1 && h.has(deviceController) {
			b, _ := chooseV1(h, false)
			return granted(words(filepath.Join(b.dir, "devices.list")), rules)
		}
	}
	return rules
}

// granted compares with a list of what is allowed, in words: "c 1:3 rwm", or "a *:* rwm" for all. A list that
// cannot be read is no reason to leave anything out.
func granted(list []string, rules []specs.LinuxDeviceCgroup) []specs.LinuxDeviceCgroup {
	if len(list) == 0 {
		return rules
	}
	const fields = 3
	entries := slices.Collect(slices.Chunk(list, fields))
	return slices.DeleteFunc(slices.Clone(rules), func(r specs.LinuxDeviceCgroup) bool {
		rule := strings.Fields(ruleLine(r))
		return r.Allow && !slices.ContainsFunc(entries, func(entry []string) bool { return len(entry) == fields && covers(entry, rule) })
	})
}

// covers tells whether an entry of the list is about all devices, and all accesses, of a rule.
func covers(entry, rule []string) bool {
	major, minor, _ := strings.Cut(entry[1], ":")
	ruleMajor, ruleMinor, _ := strings.Cut(rule[1], ":")
	return (entry[0] == "a" || entry[0] == rule[0]) &&
		(major == "*" || major == ruleMajor) && (minor == "*" || minor == ruleMinor) &&
		strings.Trim(rule[2], entry[2]) == ""
}
