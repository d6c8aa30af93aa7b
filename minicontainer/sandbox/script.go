// The assembly as a shell script that makes the same container by itself.
//
// Two processes of the shell share the work, as the two halves do here. The first
// makes the namespaces. The second, PID 1 of the container to be, stays among the
// host's files and works on a mount namespace that it holds by name ($hold/mnt):
// once that namespace's root has been changed, the host's tools are out of sight in
// it, and only a process outside can still take the old root away (umount -N)
// and then start the container's program in it (nsenter).

package sandbox

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Around is what a script does besides making the container.
type Around struct {
	Before, After []string          // lines in front, and when the container has ended
	Files         map[string]string // for HOLD/NAME, which the container's mounts may have for their source
}

// Script writes the shell script. hold is a host directory for the script to
// mount a tmpfs on, in its own mount namespace only. Without stdin the program
// reads from /dev/null, as with a nil Stdin of Start.
func Script(c Container, hold string, stdin bool, around Around) (string, error) {
	p, err := Assemble(c.adapted())
	if err != nil {
		return "", err
	}
	group, enclosing, err := groups(c)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprint(&b, scriptHead)
	writeLines(&b, around.Before)
	after := around.After
	if group != nil {
		after = append(after, undoGroup)
		writeGroup(&b, group, enclosing)
	}
	if len(after) > 0 {
		writeAfter(&b, after)
	}
	if group != nil {
		b.WriteString("for g in $groups; do echo 0 > \"$g/cgroup.procs\"; done\n")
	}
	inherited := weakenLines(p) + inheritedLines(c.Spec, stdin)
	if !ownMounts(c.Spec) {
		writeChroot(&b, c, p, inherited)
	} else {
		writePivot(&b, c, p, hold, inherited, around.Files)
	}
	if len(after) > 0 {
		b.WriteString(")\n")
	}
	return b.String(), nil
}

// weakenLines are the steps that take the program's powers. A shell that had none of them could not start it any more: the
// capabilities and the filter are for the moment between entering the root and the program, where there is no tool.
func weakenLines(p Plan) (lines string) {
	for _, s := range p.Become {
		switch s.(type) {
		case confine.Rlimit:
			lines += s.Line() + "\n"
		case confine.Bound, confine.Hold:
			lines += plan.NotTypable(s.Line()+", as in the new root there is no setpriv") + "\n"
		case installFilter:
			lines += s.Line() + "\n"
		}
	}
	return lines
}

func writeLines(b *strings.Builder, lines []string) {
	for _, l := range lines {
		fmt.Fprintln(b, l)
	}
}

// undoGroup removes the container's groups.
const undoGroup = `for g in $groups; do rmdir "$g"; rmdir "${g%/*}" 2>/dev/null || true; done`

// writeAfter has the rest of the script run in a subshell. The shell itself stays outside, to clear up in the end.
func writeAfter(b *strings.Builder, lines []string) {
	fmt.Fprintf(b, "after() {\n\t%s\n}\ntrap after EXIT\n(\n", strings.Join(lines, "\n\t"))
}

// writeGroup makes the container's groups.
func writeGroup(b *strings.Builder, group *cgroup.Group, steps []plan.Step) {
	b.WriteString(plan.Lines(steps))
	fmt.Fprintf(b, "groups=%s\n", plan.Quote(strings.Join(group.Dirs(), " ")))
}

// inheritedLines set what a process passes on to its successor besides its
// environment and its open files.
func inheritedLines(s *specs.Spec, stdin bool) string {
	umask := uint32(0o022)
	if s.Process.User.Umask != nil {
		umask = *s.Process.User.Umask
	}
	lines := fmt.Sprintf("umask %04o\n", umask)
	if !stdin {
		lines += "exec </dev/null\n"
	}
	return lines
}

const scriptHead = `#!/bin/sh
# This script makes a container with nothing but shell commands.
# It needs util-linux 2.38 or newer, iproute2 and a kernel of 5.6 or newer.
set -eu
`

func writeChroot(b *strings.Builder, c Container, p Plan, inherited string) {
	b.WriteString(plan.Lines(p.Build))
	words := append([]string{"--root=" + c.Spec.Root.Path, "--wd=" + c.Spec.Process.Cwd}, userOptions(c.Spec)...)
	words = append(append(words, "--"), c.Spec.Process.Args...)
	writeInside(b, c.Spec, plan.Lines(p.Settle)+inherited+
		fmt.Sprintf("exec %s \"$(command -v unshare)\" %s\n", plan.Quote(prefix(c.Spec)...), plan.Quote(words...)))
}

func writePivot(b *strings.Builder, c Container, p Plan, hold, inherited string, files map[string]string) {
	steps := plan.Lines(p.Build) + fmt.Sprintf("cd %s\npivot_root . .\n", plan.Quote(c.Spec.Root.Path))
	fmt.Fprintf(b, "mkdir -p %s\n", plan.Quote(hold))
	writeInside(b, c.Spec, fmt.Sprintf(`hold=%s
mount --make-rprivate /
%smount -t tmpfs tmpfs "$hold"
touch "$hold/mnt"
%s# The container's mount namespace, held by a file. Linux 6.18 numbers namespaces
# per CPU and holds only one with a higher number than ours: try every CPU.
cpu=0
until taskset -c $cpu unshare --mount="$hold/mnt" true 2>/dev/null; do
	cpu=$((cpu + 1))
	[ $cpu -lt 1024 ] || { echo "cannot hold a mount namespace" >&2; exit 1; }
done
# the steps in it
nsenter --mount="$hold/mnt" sh -eu %s
# the host's root now lies on top of the new one: take it away
umount -N "$hold/mnt" -l /
%s%sexec %s
`, plan.Quote(hold), ownProc(c.Spec), fileLines(files), hereDocument("STEPS", steps), plan.Lines(p.Settle), inherited, enterLine(c.Spec)))
}

// writeInside has body run in the new namespaces.
func writeInside(b *strings.Builder, s *specs.Spec, body string) {
	fmt.Fprintf(b, "inside=$(cat %s\n)\nexec %s\n", hereDocument("INSIDE", "set -eu\numask 022\n"+body), unshareLine(s))
}

// hereDocument is body, which ends with a newline, as input of a shell command.
// The word at its end must not be a line of the body: a command's argument that
// holds one would be taken for the end, and what follows for commands.
func hereDocument(word, body string) string {
	for strings.Contains(body, word) {
		word += "_"
	}
	return fmt.Sprintf("<<'%s'\n%s%s", word, body, word)
}

// fileLines write files below the directory that the script holds.
func fileLines(files map[string]string) string {
	var b strings.Builder
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "cat > \"$hold/%s\" %s\n", name, hereDocument("FILE", files[name]))
	}
	return b.String()
}

// ownProc gives the script a /proc with the process numbers of its PID namespace,
// by which its tools find each other.
func ownProc(s *specs.Spec) string {
	if !hasNamespace(s, specs.PIDNamespace) {
		return ""
	}
	return "mount -t proc proc /proc\n"
}

// unshareLine makes the namespaces. The mount namespace made here is the one in
// which the script works, not the container's.
func unshareLine(s *specs.Spec) string {
	var words []string
	if joined := joinOptions(s); len(joined) > 0 {
		words = append(append(words, "nsenter"), joined...)
	}
	words = append(append(words, "unshare"), makeOptions(s)...)
	if makesNamespace(s, specs.PIDNamespace) {
		words = append(words, "--fork", "--kill-child")
	}
	return plan.Quote(append(words, "sh", "-c")...) + ` "$inside"`
}

// enterLine starts the program in the container's mount namespace.
func enterLine(s *specs.Spec) string {
	words := append([]string{"--wdns=" + s.Process.Cwd}, userOptions(s)...)
	return plan.Quote(prefix(s)...) + ` "$(command -v nsenter)" --mount="$hold/mnt" ` +
		plan.Quote(append(append(words, "--"), s.Process.Args...)...)
}

// userOptions are unshare(1)'s and nsenter(1)'s for the container's user. Their
// --setgid empties the list of further groups, so where such are wanted the
// group is left to prefix.
func userOptions(s *specs.Spec) []string {
	u := s.Process.User
	var words []string
	if len(furtherGroups(u)) == 0 && (u.UID != 0 || u.GID != 0) {
		words = append(words, fmt.Sprintf("--setgid=%d", u.GID))
	}
	if u.UID != 0 {
		words = append(words, fmt.Sprintf("--setuid=%d", u.UID))
	}
	return words
}

// prefix are the commands in front of the program that change what a process
// passes on to its successor: its groups, its privileges and its environment.
func prefix(s *specs.Spec) []string {
	var words []string
	if u := s.Process.User; len(furtherGroups(u)) > 0 {
		words = append(words, "setpriv", fmt.Sprintf("--regid=%d", u.GID), "--groups="+joinIDs(u.AdditionalGids))
	}
	if s.Process.NoNewPrivileges {
		words = append(words, "setpriv", "--no-new-privs")
	}
	words = append(words, "env", "-i")
	return append(words, s.Process.Env...)
}

// HoldDir is the directory to pass to Script below a runtime's state directory.
func HoldDir(state string) string { return filepath.Join(state, "hold") }
