package oci

import specs "github.com/opencontainers/runtime-spec/specs-go"

// Devices are those that a container may open, as Docker has it: none but the ones that programs expect and that lead
// nowhere, and terminals. Root may make any node; opening it is another matter.
func Devices() []specs.LinuxDeviceCgroup {
	const all = "rwm"
	rules := []specs.LinuxDeviceCgroup{
		{Access: all},
		{Allow: true, Type: "c", Access: "m"},
		{Allow: true, Type: "b", Access: "m"},
	}
	for _, d := range []struct{ major, minor int64 }{
		{1, 3}, {1, 5}, {1, 7}, // null, zero, full
		{1, 8}, {1, 9}, // random, urandom
		{5, 0}, {5, 1}, {5, 2}, // tty, console, ptmx
		{136, -1}, // pts/*
	} {
		rules = append(rules, specs.LinuxDeviceCgroup{Allow: true, Type: "c", Major: &d.major, Minor: &d.minor, Access: all})
	}
	return rules
}
