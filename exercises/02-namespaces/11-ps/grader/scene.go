//go:build linux

// The files of the scene: one for each container, with numbers of its own.

package grader

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	noPIDNamespace grade.Cause = "no-pid-namespace"
	procMissing    grade.Cause = "proc-missing"
	procInherited  grade.Cause = "proc-inherited"
	procBound      grade.Cause = "proc-bound"
	noMap          grade.Cause = "no-map"
	noUTSNamespace grade.Cause = "no-uts-namespace"

	// noFork is a word that is never right: each of the containers whose PID namespace is new has two
	// numbers in NSpid.
	noFork grade.Cause = "no-fork"
)

// causes are those that a container of the scene can have.
var causes = []grade.Cause{noPIDNamespace, procMissing, procInherited, procBound, noMap, noUTSNamespace}

// makeScene writes a file about one container of each kind into dir.
func makeScene(dir string) error {
	names, err := diagnosis.Draw()
	if err != nil {
		return err
	}
	for c, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(story(name, c)), 0o644); err != nil {
			return fmt.Errorf("make scene: %w", err)
		}
	}
	return nil
}

// complaints are what users say. The first line is one that fits more than one cause.
var complaints = map[grade.Cause]string{
	noPIDNamespace: "`ps` in my container shows every process of the host.",
	procInherited:  "`ps` in my container shows every process of the host.",
	procBound:      "`ps` in my container shows every process of the host.",
	procMissing:    "`ps` in my container shows no process at all.",
	noMap:          "I may not change anything in my container; `id` says nobody.",
	noUTSNamespace: "I have given my container a name, and now the prompt on the host has it.",
}

// story is the text about a container. The numbers come from the name, so that all of a scene agree.
func story(name string, c grade.Cause) string {
	sum := sha256.Sum256([]byte("numbers of " + name))
	r := rand.New(rand.NewSource(int64(binary.LittleEndian.Uint64(sum[:8]))))
	pid := 2000 + r.Intn(30000)
	const hosts = 4026531835
	made := uint64(hosts) + 700 + uint64(r.Intn(300))
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nIts user says:    %s\n\n", name, complaints[c])
	fmt.Fprintf(&b, "Seen from outside, by root of the host. The container's first process is %d.\n\n", pid)
	fmt.Fprintf(&b, "$ readlink /proc/self/ns/* # the host's            $ readlink /proc/%d/ns/*\n", pid)
	for _, link := range []string{"mnt", "pid", "pid_for_children", "user", "uts"} {
		kind, _, _ := strings.Cut(link, "_")
		i := slices.Index([]string{"mnt", "pid", "user", "uts"}, kind)
		host, own := uint64(hosts+i), made+uint64(i)
		if shares(c, kind) {
			own = host
		}
		fmt.Fprintf(&b, "%-51s%s -> %s:[%d]\n", fmt.Sprintf("%s -> %s:[%d]", link, kind, host), link, kind, own)
	}
	numbers := fmt.Sprintf("%d\t1", pid)
	if c == noPIDNamespace {
		numbers = fmt.Sprint(pid)
	}
	fmt.Fprintf(&b, "\n$ grep NSpid /proc/%d/status\nNSpid:\t%s\n", pid, numbers)
	fmt.Fprintf(&b, "\n$ stat -c '%%d' /proc # the host's, a device\n22\n\n$ cat /proc/%d/mountinfo\n%s", pid, mounts(c, r))
	ids := "         0          0 4294967295\n"
	if c == noMap {
		ids = ""
	}
	fmt.Fprintf(&b, "\n$ cat /proc/%d/uid_map\n%s", pid, ids)
	return b.String()
}

// shares tells whether a container with that mistake has the host's namespace of the kind. Only the one that lacks
// maps has a user namespace of its own.
func shares(c grade.Cause, kind string) bool {
	switch kind {
	case "pid":
		return c == noPIDNamespace
	case "uts":
		return c == noUTSNamespace
	case "user":
		return c != noMap
	}
	return false
}

// mounts are lines of mountinfo: ID, parent, device, root of the mount, mount point, options.
func mounts(c grade.Cause, r *rand.Rand) string {
	id := 300 + r.Intn(500)
	own := fmt.Sprintf("0:%d", 60+r.Intn(30))
	root := fmt.Sprintf("%d %d 8:1 /srv/box / rw,relatime - ext4 /dev/sda1 rw\n", id, id-1)
	proc := func(device, options string) string {
		return fmt.Sprintf("%d %d %s / /proc rw,%s - proc proc rw\n", id+1, id, device, options)
	}
	switch c {
	case procMissing:
		return root
	case procInherited:
		return fmt.Sprintf("%d %d 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n", id, id-1) + proc("0:22", "nosuid,nodev,noexec,relatime") +
			fmt.Sprintf("%d %d 0:5 / /dev rw,nosuid - devtmpfs udev rw\n", id+2, id)
	case procBound:
		return root + proc("0:22", "nosuid,nodev,noexec,relatime")
	}
	return root + proc(own, "nosuid,nodev,noexec,relatime")
}
