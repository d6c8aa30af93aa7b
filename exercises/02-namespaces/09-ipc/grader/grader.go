//go:build linux

// Package grader judges exercise 02/ipc.
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
		ID: "02/ipc", Folder: "02-namespaces/09-ipc", Kind: grade.Code, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Shared memory that is not shared with the host", KO: "호스트와 공유하지 않는 공유 메모리"},
		Answer:   []string{"ipc.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 6 · man 7 ipc_namespaces", KO: "레슨 2의 6단계 · man 7 ipc_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	h := prepare(b)
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program}, sentinel...)})
	defer run.Kill()
	p, found := b.Await(run, sentinel)
	if leaked := b.Mounted(); len(leaked) > 0 {
		return grade.Failed("ns.ipc.leaked", "on the host now: "+strings.Join(leaked, ", "))
	}
	if lost := h.lost(); lost != "" {
		f := grade.Failed("ns.ipc.deleted", lost)
		f.Damage = true
		return f
	}
	if said := grade.Said(run); !found && strings.Contains(said, "device or resource busy") {
		return grade.Failed("ns.ipc.same-again", said)
	}
	if !found {
		return grade.Failed("ns.ipc.not-started", grade.Said(run), sentinel[0])
	}
	if p.Same("ns/ipc", fmt.Sprintf("/proc/%d/ns/ipc", b.Host.Init)) {
		return grade.Failed("ns.ipc.shared", fmt.Sprintf("/proc/%d/ns/ipc is the host's", p.Pid))
	}
	if f, wrong := wrongQueues(h, p); wrong {
		return f
	}
	run.Kill()
	return checkOutput(h)
}

// wrongQueues looks at what the command finds at /dev/mqueue.
func wrongQueues(h host, p fakehost.Process) (f grade.Finding, wrong bool) {
	kind := ""
	for _, m := range p.Mounts() {
		if m.Point == queues {
			kind = m.Type
		}
	}
	switch {
	case p.Same("root"+queues, h.Path(queues)) || h.LstatIn(p, queues+"/"+h.queue) != nil:
		return grade.Failed("ns.ipc.mqueue-shared", fmt.Sprintf("/proc/%d/root/dev/mqueue has the host's queue", p.Pid)), true
	case kind != "mqueue":
		return grade.Failed("ns.ipc.mqueue-missing", fmt.Sprintf("/proc/%d/mountinfo: no mount of type mqueue at /dev/mqueue", p.Pid)), true
	}
	return f, false
}

// checkOutput has the command read the list of segments: the head of the list has to be there, and the host's
// segment not.
func checkOutput(h host) grade.Finding {
	list := h.Run(append([]string{grade.Program}, grade.Own("cat", segments)...)...).Stdout()
	if !strings.Contains(list, "shmid") || lists(list, h.key) {
		return grade.Failed("ns.ipc.output", fmt.Sprintf("`cat %s`: stdout %.40q", segments, list), "shmid")
	}
	if seven := h.Run(append([]string{grade.Program}, grade.Own("sh", "-c", "exit 7")...)...); seven.Status() != 7 {
		return grade.Failed("ns.ipc.status-lost", "after `sh -c 'exit 7'`: "+grade.Ending(seven))
	}
	if lost := h.lost(); lost != "" {
		f := grade.Failed("ns.ipc.deleted", lost)
		f.Damage = true
		return f
	}
	return grade.Passed("the host's segment and queue are there, and the command sees neither")
}
