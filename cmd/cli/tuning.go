//go:build linux

// What a container's first process starts with besides its rights: limits, groups, settings of the kernel, shared memory.

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// tuning is the flags.
type tuning struct {
	ulimits, groups      []string
	sysctls, annotations pairs
	shm                  size
	oomScore             int
	domainname           string
	cgroupParent         string
}

func (t *tuning) addTuning(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&t.ulimits, "ulimit", nil, "a limit of each process: `KIND=SOFT[:HARD]`, such as\nnofile=1024:4096; -1 is none")
	flags.StringArrayVar(&t.groups, "group-add", nil, "be in this `GROUP`, too")
	flags.Var(&t.sysctls, "sysctl", "a setting of the kernel that is the container's own:\n`KEY=VALUE`, such as net.ipv4.ip_forward=1")
	flags.Var(&t.annotations, "annotation", "a word for the runtime: `KEY=VALUE`")
	flags.Var(&t.shm, "shm-size", "the size of /dev/shm; 64m if nothing is said")
	flags.IntVar(&t.oomScore, "oom-score-adj", 0, "how soon the kernel ends it when memory runs out:\n-1000 (never) to 1000")
	flags.StringVar(&t.cgroupParent, "cgroup-parent", "", "make its control group below `GROUP`")
	flags.StringVar(&t.domainname, "domainname", "", "the container's NIS domain `NAME`")
}

// tune writes them into the spec, whose namespaces and mounts are there. roots are where its /etc/group can be read.
func (t tuning) tune(s *specs.Spec, roots []string) (err error) {
	if s.Process.Rlimits, err = confine.ParseUlimits(t.ulimits); err != nil {
		return err
	}
	s.Domainname = t.domainname
	if len(t.annotations) > 0 {
		s.Annotations = t.annotations.values()
	}
	if t.oomScore != 0 {
		s.Process.OOMScoreAdj = &t.oomScore
	}
	if t.oomScore < -1000 || t.oomScore > 1000 {
		return fmt.Errorf("read --oom-score-adj %d: from -1000 to 1000", t.oomScore)
	}
	return errors.Join(t.join(s, roots), t.settings(s), t.sharedMemory(s))
}

// join adds the groups.
func (t tuning) join(s *specs.Spec, roots []string) error {
	for _, name := range t.groups {
		gid, err := rootfs.LookupGroup(roots, name)
		if err != nil {
			return fmt.Errorf("read --group-add %s: %w", name, err)
		}
		if !slices.Contains(s.Process.User.AdditionalGids, gid) {
			s.Process.User.AdditionalGids = append(s.Process.User.AdditionalGids, gid)
		}
	}
	return nil
}

// settings are allowed if they belong to a namespace that is the container's own.
func (t tuning) settings(s *specs.Spec) error {
	for _, text := range t.sysctls {
		key, value, given := strings.Cut(text, "=")
		kind := confine.NamespaceOf(key)
		switch {
		case !given:
			return fmt.Errorf("read --sysctl %.60s: the form is KEY=VALUE", text)
		case kind == "" || kind == specs.UTSNamespace:
			const own = "net.*, fs.mqueue.* and kernel.shm*, msg*, sem"
			return fmt.Errorf("read --sysctl %.60s: it would change the whole machine; a container may have %s", text, own)
		case !slices.ContainsFunc(s.Linux.Namespaces, func(ns specs.LinuxNamespace) bool { return ns.Type == kind }):
			return fmt.Errorf("read --sysctl %.60s: the container has no %s namespace of its own", text, kind)
		}
		if s.Linux.Sysctl == nil {
			s.Linux.Sysctl = map[string]string{}
		}
		s.Linux.Sysctl[key] = value
	}
	return nil
}

// sharedMemory sets the size of /dev/shm.
func (t tuning) sharedMemory(s *specs.Spec) error {
	if t.shm.bytes < 0 {
		return fmt.Errorf("read --shm-size %s: it is a size", t.shm.text)
	}
	for i, m := range s.Mounts {
		if t.shm.bytes > 0 && m.Destination == "/dev/shm" && m.Type == "tmpfs" {
			options := slices.DeleteFunc(slices.Clone(m.Options), func(o string) bool { return strings.HasPrefix(o, "size=") })
			s.Mounts[i].Options = append(options, "size="+strconv.FormatInt(t.shm.bytes, 10))
		}
	}
	return nil
}
