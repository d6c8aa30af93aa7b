//go:build linux

package grader

import "strings"

// machine is what a process of some machine saw. TOKEN stands for a word that is another one each time.
type machine struct {
	what       string // in a few words
	mountinfo  string
	cgroup     string
	controller string
	want       string // "VERSION DIRECTORY", or "" for a group that cannot be reached
	id         string // of the mistake, where nothing else tells more
}

// with puts the word in.
func (m machine) with(token string) machine {
	for _, text := range []*string{&m.mountinfo, &m.cgroup, &m.want} {
		*text = strings.ReplaceAll(*text, "TOKEN", token)
	}
	return m
}

// The mounts of some machines. Each tree of version 1 names its controllers among the options of its superblock.
const (
	root = "25 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n" +
		"27 25 0:24 / /proc rw,relatime shared:5 - proc proc rw\n"
	second = root + "30 25 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n"
	tmpfs  = root + "30 25 0:26 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755\n"
	first  = tmpfs +
		"31 30 0:27 / /sys/fs/cgroup/systemd rw,relatime shared:10 - cgroup cgroup rw,xattr,name=systemd\n" +
		"32 30 0:28 / /sys/fs/cgroup/cpuset rw,relatime shared:11 - cgroup cgroup rw,cpuset\n" +
		"33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:12 - cgroup cgroup rw,cpu,cpuacct\n" +
		"34 30 0:30 / /sys/fs/cgroup/memory rw,relatime shared:13 - cgroup cgroup rw,memory\n"
	hybrid = first + "35 30 0:31 / /sys/fs/cgroup/unified rw,relatime shared:14 - cgroup2 cgroup2 rw,nsdelegate\n"
)

const groupsOfFirst = "5:memory:/user.slice/TOKEN\n4:cpu,cpuacct:/system.slice/TOKEN\n3:cpuset:/\n1:name=systemd:/user.slice/session-TOKEN.scope\n"

// machines begin with the plain ones.
var machines = []machine{
	{"version 2 only", second, "0::/user.slice/session-TOKEN.scope\n", "memory",
		"2 /sys/fs/cgroup/user.slice/session-TOKEN.scope", "not-found"},
	{"version 1 only", first, groupsOfFirst, "memory",
		"1 /sys/fs/cgroup/memory/user.slice/TOKEN", "not-found"},
	{"both versions", hybrid, groupsOfFirst + "0::/user.slice/session-TOKEN.scope\n", "memory",
		"1 /sys/fs/cgroup/memory/user.slice/TOKEN", "version"},
	{"both versions", hybrid, groupsOfFirst + "0::/user.slice/session-TOKEN.scope\n", "hugetlb",
		"2 /sys/fs/cgroup/unified/user.slice/session-TOKEN.scope", "version"},
	{"two controllers in one tree", first, groupsOfFirst, "cpuacct",
		"1 /sys/fs/cgroup/cpu,cpuacct/system.slice/TOKEN", "shared-tree"},
	{"a name within a name", first, groupsOfFirst, "cpu",
		"1 /sys/fs/cgroup/cpu,cpuacct/system.slice/TOKEN", "substring"},
	{"another place", root + "40 25 0:33 / /dev/cg-TOKEN rw,relatime - cgroup2 none rw\n", "0::/app.slice/web\n", "memory",
		"2 /dev/cg-TOKEN/app.slice/web", "assumed-mount"},
	{"in Docker, version 1", tmpfs + "41 30 0:30 /docker/TOKEN /sys/fs/cgroup/memory ro,relatime master:13 - cgroup cgroup rw,memory\n",
		"5:memory:/docker/TOKEN/inner\n", "memory", "1 /sys/fs/cgroup/memory/inner", "mount-root"},
	{"in a cgroup namespace", second, "0::/\n", "pids", "2 /sys/fs/cgroup", "not-found"},
	{"a space in a path", root + `42 25 0:34 / /mnt/my\040groups rw,relatime shared:15 shared:16 - cgroup cgroup rw,memory` + "\n",
		"5:memory:/TOKEN\n", "memory", "1 /mnt/my groups/TOKEN", "escape"},
	{"a colon in a path", second, "0::/machine.slice/a:b:TOKEN\n", "io", "2 /sys/fs/cgroup/machine.slice/a:b:TOKEN", "colon"},
	{"not mounted", tmpfs, groupsOfFirst, "memory", "", "unreachable"},
	{"another group is mounted", tmpfs + "43 30 0:30 /docker/TOKEN /sys/fs/cgroup/memory ro,relatime - cgroup cgroup rw,memory\n",
		"5:memory:/docker/TOKEN-2\n", "memory", "", "unreachable"},
	{"outside of the namespace", second, "0::/../TOKEN\n", "memory", "", "unreachable"},
	{"mounted twice", tmpfs + "44 30 0:30 /docker/other /mnt/memory ro,relatime - cgroup cgroup rw,memory\n" +
		"45 30 0:30 /docker /sys/fs/cgroup/memory ro,relatime - cgroup cgroup rw,memory\n",
		"5:memory:/docker/TOKEN\n", "memory", "1 /sys/fs/cgroup/memory/TOKEN", "mount-root"},
}
