//go:build linux

// Package grader judges exercise 02/proc.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/proc", Folder: "02-namespaces/03-proc", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A process list of one's own", KO: "자기만의 프로세스 목록"},
		Answer:   []string{"proc.go"},
		LookAt:   grade.Text{EN: "lesson 2, steps 3 and 4 · man 7 pid_namespaces", KO: "레슨 2의 3, 4단계 · man 7 pid_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	f := checkCommand(b, b.BaseRoot("R"))
	if f.Status != grade.Pass {
		return f
	}
	other := rootOnDisk(b)
	if g := checkCommand(b, other); g.Status != grade.Pass {
		return g
	}
	if g := checkEnd(b, other); g.Status != grade.Pass {
		return g
	}
	return f
}

// rootOnDisk is a root directory that lies on a mount of its own, as shared as the one at /, and has a space in its name.
func rootOnDisk(b *grade.Bench) string {
	grade.Prepared(b.Run(grade.Own("mount", "-t", "tmpfs", "disk", b.Dir("disk"))...))
	b.TakeAsGiven()
	return b.BaseRoot("disk/my root")
}

// checkCommand looks at a command while it runs.
func checkCommand(b *grade.Bench, root string) grade.Finding {
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, root}, sentinel...)})
	p, found := b.Await(run, sentinel)
	defer run.Kill()
	if !found {
		return notStarted(b, run, sentinel[0])
	}
	f := look(b, run, p, root)
	if f.Status != grade.Pass && !p.Alive() { // what was seen is then no evidence
		return notStarted(b, run, sentinel[0])
	}
	return f
}

// notStarted is the finding for a command that is not there, or not any more. Where the command could
// not start a thread it is one whose PID namespace and that of its children are two.
func notStarted(b *grade.Bench, run *fakehost.Running, command string) grade.Finding {
	b.Settled(run) // the command may be gone and the program not yet
	said := grade.Said(run)
	if grade.RefusedThread(run) {
		return notForked
	}
	if f := onHost(b, nil); f.Status != "" {
		return f
	}
	return grade.Failed("ns.proc.not-started", said, command)
}

var notForked = grade.Failed("ns.proc.not-forked", "ns/pid of the command is the host's,\nits ns/pid_for_children is another")

func look(b *grade.Bench, run *fakehost.Running, p fakehost.Process, root string) grade.Finding {
	if f := namespaces(b, run, p); f.Status != "" {
		return f
	}
	if f := onHost(b, &p); f.Status != "" {
		return f
	}
	if !p.Same("root", b.Path(root)) {
		return grade.Failed("ns.proc.not-in-root", fmt.Sprintf("/proc/%d/root -> %s", p.Pid, p.Link("root")), root)
	}
	if f := procfs(b, p); f.Status != grade.Pass {
		return f
	}
	if cwd := p.Link("cwd"); cwd != root && !strings.HasPrefix(cwd, root+"/") && cwd != "/" {
		return grade.Failed("ns.proc.cwd-outside", fmt.Sprintf("/proc/%d/cwd -> %s", p.Pid, cwd), root)
	}
	return grade.PassedWith(grade.Text{
		EN: "the command is process 1, and its /proc begins with it",
		KO: "명령이 1번 프로세스이고, 그 /proc도 거기서 시작해요",
	})
}

// namespaces tells a command that is in no PID namespace of its own; a Status of "" is no objection.
func namespaces(b *grade.Bench, run *fakehost.Running, p fakehost.Process) grade.Finding {
	if !p.Same("ns/pid", nsOf(b.Host.First(), "pid")) {
		return grade.Finding{}
	}
	for _, q := range append(b.Host.Started(run), p) {
		if q.Same("ns/pid", nsOf(p, "pid")) && !q.Same("ns/pid_for_children", nsOf(q, "pid")) && q.Alive() {
			return notForked
		}
	}
	return grade.Failed("ns.proc.no-namespace", fmt.Sprintf("/proc/%d/ns/pid -> %s, the host's", p.Pid, p.Link("ns/pid")))
}

func nsOf(p fakehost.Process, kind string) string { return fmt.Sprintf("/proc/%d/ns/%s", p.Pid, kind) }

// onHost tells mounts that happened on the host. p is the command, nil if there is none.
func onHost(b *grade.Bench, p *fakehost.Process) grade.Finding {
	leaked := b.Mounted()
	if len(leaked) == 0 {
		return grade.Finding{}
	}
	host := b.Host.First()
	evidence := "on the host now: " + strings.Join(leaked, ", ")
	for _, point := range leaked {
		if showsNamespaceOf(host, b.Path(unescaped(point))) && strings.HasSuffix(point, "/proc") {
			return grade.Failed("ns.proc.too-early", evidence+"\nits process 1 is the host's")
		}
	}
	if p != nil && p.Same("ns/mnt", nsOf(host, "mnt")) {
		return grade.Failed("ns.proc.no-mount-namespace", fmt.Sprintf("%s\n/proc/%d/ns/mnt -> %s, the host's", evidence, p.Pid, p.Link("ns/mnt")))
	}
	return grade.Failed("ns.proc.leaked", evidence)
}

// unescaped undoes mountinfo's way to write a space.
func unescaped(point string) string { return strings.ReplaceAll(point, `\040`, " ") }

// showsNamespaceOf tells whether the procfs at path, a path of the judge's, shows the PID namespace
// of p: whether its process 1 is in it.
func showsNamespaceOf(p fakehost.Process, path string) bool {
	return p.Same("ns/pid", path+"/1/ns/pid")
}

// procfs judges what the command finds at /proc, and whether it is the first process there.
func procfs(b *grade.Bench, p fakehost.Process) grade.Finding {
	at := fmt.Sprintf("/proc/%d/root/proc", p.Pid)
	m, mounted := procMount(p)
	line := fmt.Sprintf("/proc/%d/mountinfo: %s", p.Pid, short(m))
	switch {
	case showsNamespaceOf(p, at):
	case showsNamespaceOf(b.Host.First(), at) && device(m) == device(hostProc(b)):
		return grade.Failed("ns.proc.bind", line+"\nthe same device as the host's /proc: "+visible(b, p))
	case showsNamespaceOf(b.Host.First(), at):
		return grade.Failed("ns.proc.host-procfs", line+"\n"+visible(b, p))
	case !mounted:
		return grade.Failed("ns.proc.empty", fmt.Sprintf("/proc/%d/mountinfo has no line for /proc", p.Pid))
	default:
		return grade.Unknown(line, proper)
	}
	if !strings.HasSuffix(p.Status("NSpid"), "\t1") {
		first, _ := b.ReadIn(p, "/proc/1/comm")
		return grade.Failed("ns.proc.not-first", fmt.Sprintf("/proc/%d/root/proc/1/comm: %s", p.Pid, strings.TrimSpace(first)))
	}
	return grade.Passed("")
}

// procMount is the uppermost mount at the command's /proc.
func procMount(p fakehost.Process) (m fakehost.Mount, mounted bool) {
	for _, one := range p.Mounts() {
		if one.Point == "/proc" {
			m, mounted = one, true
		}
	}
	return m, mounted
}

func hostProc(b *grade.Bench) fakehost.Mount {
	m, _ := procMount(b.Host.First())
	return m
}

// device is the third field of mountinfo. Each new mount of proc is a device of its own, a bind
// mount is not.
func device(m fakehost.Mount) string {
	fields := strings.Fields(m.Line)
	if len(fields) < 3 {
		return ""
	}
	return fields[2]
}

func short(m fakehost.Mount) string { return fmt.Sprintf("%s - %s", m.Point, m.Type) }

// visible says whom the command sees that it should not.
func visible(b *grade.Bench, p fakehost.Process) string {
	comm, _ := b.ReadIn(p, "/proc/1/comm")
	return fmt.Sprintf("process 1 in it is %q, the host's", strings.TrimSpace(comm))
}

// checkEnd has another command print a word and end, and looks at what is left.
func checkEnd(b *grade.Bench, root string) grade.Finding {
	word := b.Token()
	run := b.Run(grade.Program, root, "/bin/sh", "-c", "echo "+word+"; exit 7")
	if run.Stdout() != word+"\n" {
		return grade.Failed("ns.proc.faked", fmt.Sprintf("stdout %.80q, %s", run.Stdout(), grade.Said(run)), word)
	}
	if run.Status() != 7 {
		return grade.Failed("ns.proc.status-lost", "after `sh -c 'exit 7'`: "+grade.Ending(run))
	}
	if f := onHost(b, nil); f.Status != "" {
		return f
	}
	return grade.Passed("")
}
