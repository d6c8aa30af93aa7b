//go:build linux

// --device and --device-cgroup-rule: devices of the machine in a container.
//
// A container's device takes two things: a node in its /dev, and a rule of its control group that lets it be opened.

package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// deviceFlags are the flags.
type deviceFlags struct{ devices, rules []string }

func (d *deviceFlags) addDevices(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&d.devices, "device", nil, "give it a device of this machine:\n`PATH[:INSIDE][:rwm]`; a directory gives all below it")
	flags.StringArrayVar(&d.rules, "device-cgroup-rule", nil, "allow devices by their numbers: `RULE`, as in\n'c 42:* rmw'")
}

// passOn puts the nodes into the spec, and returns the rules for them, and how inspect tells of them.
func (d deviceFlags) passOn(s *specs.Spec) (rules []specs.LinuxDeviceCgroup, told []record.Device, err error) {
	for _, text := range d.devices {
		wanted, err := parseDevice(text)
		if err != nil {
			return nil, nil, fmt.Errorf("read --device %.80s: %w", text, err)
		}
		nodes, err := nodesAt(wanted)
		if err != nil {
			return nil, nil, err
		}
		told = append(told, wanted)
		for _, node := range nodes {
			s.Linux.Devices = append(s.Linux.Devices, node)
			rules = append(rules, specs.LinuxDeviceCgroup{
				Allow: true, Type: node.Type, Major: &node.Major, Minor: &node.Minor, Access: wanted.CgroupPermissions,
			})
		}
	}
	for _, text := range d.rules {
		rule, err := parseDeviceRule(text)
		if err != nil {
			return nil, nil, fmt.Errorf("read --device-cgroup-rule %.60q: %w", text, err)
		}
		rules = append(rules, rule)
	}
	return rules, told, nil
}

// parseDevice reads PATH, PATH:INSIDE, PATH:rwm or PATH:INSIDE:rwm.
func parseDevice(text string) (d record.Device, err error) {
	const all = "rwm"
	parts := strings.Split(text, ":")
	d = record.Device{PathOnHost: parts[0], PathInContainer: parts[0], CgroupPermissions: all}
	switch {
	case len(parts) == 2 && isAccess(parts[1]):
		d.CgroupPermissions = parts[1]
	case len(parts) == 3 && isAccess(parts[2]):
		d.PathInContainer, d.CgroupPermissions = parts[1], parts[2]
	case len(parts) == 2:
		d.PathInContainer = parts[1]
	case len(parts) > 1:
		return d, errors.New("the form is PATH[:INSIDE][:rwm]")
	}
	if !path.IsAbs(d.PathOnHost) || !path.IsAbs(d.PathInContainer) || path.Clean(d.PathInContainer) == "/" {
		return d, errors.New("a device has an absolute path")
	}
	return d, nil
}

// isAccess tells whether a word is made of r, w and m.
func isAccess(word string) bool { return word != "" && strings.Trim(word, "rwm") == "" }

// nodesAt is the device of a path, or those below a directory.
func nodesAt(wanted record.Device) (nodes []specs.LinuxDevice, err error) {
	info, err := os.Stat(wanted.PathOnHost)
	if err != nil {
		return nil, fmt.Errorf("look at device %s: %w", wanted.PathOnHost, errors.Unwrap(err))
	}
	if !info.IsDir() {
		node, err := deviceAt(wanted.PathOnHost)
		node.Path = path.Clean(wanted.PathInContainer)
		return []specs.LinuxDevice{node}, err
	}
	if nodes, err = hostDevices(filepath.Clean(wanted.PathOnHost)); err == nil && len(nodes) == 0 {
		err = fmt.Errorf("look at device %s: %w", wanted.PathOnHost, fs.ErrNotExist)
	}
	for i, node := range nodes {
		nodes[i].Path = path.Join(wanted.PathInContainer, strings.TrimPrefix(node.Path, filepath.Clean(wanted.PathOnHost)))
	}
	return nodes, err
}

var errDeviceRule = errors.New("the form is TYPE MAJOR:MINOR ACCESS, as in 'c 1:* rw'; TYPE is a, b or c")

// parseDeviceRule reads "c 42:* rmw". Source: the kernel's cgroup-v1/devices.rst.
func parseDeviceRule(text string) (rule specs.LinuxDeviceCgroup, err error) {
	words := strings.Split(text, " ")
	if len(words) != 3 || len(words[0]) != 1 || !strings.Contains("abc", words[0]) || !isAccess(words[2]) {
		return rule, errDeviceRule
	}
	major, minor, both := strings.Cut(words[1], ":")
	rule = specs.LinuxDeviceCgroup{Allow: true, Type: words[0], Access: words[2]}
	if rule.Major, err = deviceNumber(major); err == nil {
		rule.Minor, err = deviceNumber(minor)
	}
	if err != nil || !both {
		return rule, errDeviceRule
	}
	return rule, nil
}

// deviceNumber reads a number, or * for any, which is -1 in a rule.
func deviceNumber(text string) (*int64, error) {
	if text == "*" {
		text = "-1"
	} else if strings.HasPrefix(text, "-") {
		return nil, errDeviceRule
	}
	n, err := strconv.ParseInt(text, 10, 32)
	return &n, err
}

// allowDevices adds rules to those that the group has. Where it has none, it may use all.
func allowDevices(s *specs.Spec, rules []specs.LinuxDeviceCgroup) {
	if r := s.Linux.Resources; r != nil && len(r.Devices) > 0 {
		r.Devices = append(r.Devices, cgroup.Granted(rules)...)
	}
}
