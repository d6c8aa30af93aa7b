//go:build linux

// Package grader judges exercise 01/pivot.
package grader

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/pivot", Folder: "01-chroot/07-pivot", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "The host's files go away: pivot_root", KO: "호스트의 파일이 사라지게 하기: pivot_root"},
		Answer:   []string{"pivot.go"},
		LookAt:   grade.Text{EN: "lesson 1, pivot_root · man 2 pivot_root (DESCRIPTION, NOTES)", KO: "레슨 1, pivot_root · man 2 pivot_root (DESCRIPTION, NOTES)"},
		Mistakes: mistakes,
		Hints: [3]grade.Text{
			{
				EN: "chroot moves one process's idea of \"/\"; the host's mounts stay where they are, within reach. pivot_root exchanges the root mount of the whole mount namespace, so that the old one can be unmounted.",
				KO: "chroot는 한 프로세스가 생각하는 \"/\"만 옮기고, 호스트의 마운트는 손 닿는 곳에 그대로 있어요. pivot_root는 마운트 네임스페이스 전체의 루트 마운트를 맞바꿔요. 그래서 옛 루트를 언마운트할 수 있어요.",
			},
			{
				EN: "man 2 pivot_root lists the conditions in its DESCRIPTION, each with a \"must\". mount_namespaces(7) says what shared means. umount2(2) has a flag for a mount that is in use.",
				KO: "man 2 pivot_root의 DESCRIPTION에 조건이 나열되어 있어요. \"must\"마다 하나씩이에요. shared가 무슨 뜻인지는 mount_namespaces(7)에 있어요. umount2(2)에는 사용 중인 마운트를 위한 플래그가 있어요.",
			},
			{
				EN: "1. make every mount private, recursively  2. bind root onto itself  3. go into root  4. pivot_root, old and new  5. unmount the old one, detached  6. chdir to \"/\"",
				KO: "1. 모든 마운트를 재귀적으로 private로  2. root를 자기 자신 위에 바인드 마운트  3. root로 들어가기  4. pivot_root(새것, 옛것)  5. 옛것을 detach로 언마운트  6. \"/\"로 chdir",
			},
		},
		Archive: stub,
		Grade:   check,
	})
}

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot("containers/" + b.Token())
	token := b.Token()
	secret := fakehost.Work + "/secret-" + b.Token()
	b.Write(secret, token, 0o644)
	volume := mountVolume(b, root)
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, root}, sentinel...)})
	p, found := b.Await(run, sentinel)
	if !found {
		return gaveUp(b, run, root, sentinel[0])
	}
	if f := lookAt(b, p, root); f.Status != "" {
		return f
	}
	if text, _ := b.ReadIn(p, "/mnt/volume"); text != volume {
		return grade.Failed("chroot.pivot.mounts-lost", fmt.Sprintf("/proc/%d/mountinfo has no line for /mnt", p.Pid))
	}
	run.Kill()
	return walk(b, root, secret, token)
}

// mountVolume mounts something below the new root, as a runtime does before it pivots, and
// returns what is in its file.
func mountVolume(b *grade.Bench, root string) string {
	word := b.Token()
	grade.Prepared(b.Run(grade.Own("mount", "-t", "tmpfs", "volume", root+"/mnt")...))
	b.Write(root+"/mnt/volume", word, 0o644)
	b.TakeAsGiven()
	return word
}

// gaveUp looks at the state in which pivot has returned an error: the same errno has
// different causes, and different kernels say different ones.
func gaveUp(b *grade.Bench, run *fakehost.Running, root, command string) grade.Finding {
	p, said := b.StoppedProcess(run), grade.Said(run)
	old, top := oldRoot(p), rootMount(p)
	switch {
	case old != "" && strings.Contains(said, "no such file"):
		return grade.Failed("chroot.pivot.old-path", said+"\nstill mounted: "+old, old)
	case p.Pid == 0 || ofAnotherKind(said):
		return grade.Failed("chroot.pivot.not-started", said, command)
	case old != "":
		return grade.Failed("chroot.pivot.old-root-busy", said+"\nstill mounted: "+old)
	case strings.HasPrefix(top.Propagated, "shared"):
		return grade.Failed("chroot.pivot.shared", said+fmt.Sprintf("\n/proc/%d/mountinfo: %s", p.Pid, short(top)))
	case !mountedAt(p, root):
		return grade.Failed("chroot.pivot.not-a-mount-point", said+fmt.Sprintf("\n/proc/%d/mountinfo has no line for %s", p.Pid, root), root)
	case strings.Contains(said, "invalid argument") || strings.Contains(said, "resource busy"):
		return grade.Failed("chroot.pivot.put-old-outside", said)
	}
	return grade.Failed("chroot.pivot.not-started", said, command)
}

// ofAnotherKind tells an error that pivot_root and umount do not give for a state they
// refuse: something before them went wrong, and the state says nothing yet.
func ofAnotherKind(said string) bool {
	for _, text := range []string{"no such file", "not permitted", "permission denied", "exists", "not a directory", "not written yet"} {
		if strings.Contains(said, text) {
			return true
		}
	}
	return false
}

func short(m fakehost.Mount) string {
	return fmt.Sprintf("%s %s - %s", m.Point, m.Propagated, m.Type)
}

func rootMount(p fakehost.Process) fakehost.Mount {
	for _, m := range p.Mounts() {
		if m.Point == "/" {
			return m
		}
	}
	return fakehost.Mount{}
}

func mountedAt(p fakehost.Process, point string) bool {
	return slices.ContainsFunc(p.Mounts(), func(m fakehost.Mount) bool { return m.Point == point })
}

// oldRoot is where the process sees the host's root mount besides its own root, or "". The
// host's is the tmpfs called fakehost, shown from its own top; after pivot_root(".", ".")
// it lies on top of the new root, so that there are two mounts at "/".
func oldRoot(p fakehost.Process) string {
	atTop, old := 0, ""
	for _, m := range p.Mounts() {
		if m.Point == "/" {
			atTop++
		}
		if strings.Contains(m.Line, " - tmpfs "+fakehost.Name) && strings.Fields(m.Line)[3] == "/" {
			old = m.Point
		}
	}
	if old == "/" && atTop < 2 {
		return "" // nothing was exchanged yet: the host's root is its own
	}
	return old
}

// lookAt judges the running command from outside; a Status of "" is no objection.
func lookAt(b *grade.Bench, p fakehost.Process, root string) grade.Finding {
	links := fmt.Sprintf("/proc/%d/root -> %s, cwd -> %s", p.Pid, p.Link("root"), p.Link("cwd"))
	if leaked := b.Mounted(); len(leaked) > 0 {
		return grade.Failed("chroot.pivot.leaked", "on the host now: "+strings.Join(leaked, ", "))
	}
	if lost := b.Unmounted(); len(lost) > 0 {
		f := grade.Failed("chroot.pivot.unmounted-host", "gone from the host: mount "+slices.Max(lost)+" and others")
		f.Damage = true
		return f
	}
	if !p.Same("root", b.Path(root)) {
		return grade.Failed("chroot.pivot.not-pivoted", links)
	}
	if old := oldRoot(p); old != "" {
		return grade.Failed("chroot.pivot.old-root-there", fmt.Sprintf("/proc/%d/mountinfo: %s is the host's root", p.Pid, old), old)
	}
	for _, d := range p.Descriptors() {
		if link := fmt.Sprintf("fd/%d", d.Number); p.Same(link, b.Host.Root()) {
			return grade.Failed("chroot.pivot.open-descriptor", fmt.Sprintf("/proc/%d/%s -> %s", p.Pid, link, d.To))
		}
	}
	return grade.Finding{}
}

// walk runs the classic way out of a chroot, and the way by a working directory left behind, as
// the container's own program.
func walk(b *grade.Bench, root, secret, token string) grade.Finding {
	up := strings.Repeat("../", 40)
	b.Write(root+"/etc/inside", token+"-inside", 0o644)
	cwd := b.Run(grade.Program, root, "/bin/sh", "-c", "/bin/cat "+up[:len(up)-1]+secret)
	if cwd.Stdout() == token {
		return grade.Failed("chroot.pivot.cwd-outside", "../../.."+secret+" says "+token)
	}
	walkOut := b.PlantWalkOut(root)
	out := b.Run(grade.Program, root, walkOut, secret)
	if out.Stdout() == token {
		return grade.Failed("chroot.pivot.walked-out", "a second chroot, and "+secret+" says "+token)
	}
	inside := b.Run(grade.Program, root, walkOut, "/etc/inside")
	if inside.Stdout() != token+"-inside" {
		return grade.Unknown(fmt.Sprintf("the way out, tried inside, prints %q and says %s", inside.Stdout(), grade.Said(inside)), pivoted)
	}
	return grade.PassedWith(grade.Text{
		EN: "the classic way out of a chroot, tried inside, ends in the container's own root",
		KO: "chroot에서 빠져나가는 고전적인 방법을 안에서 써 봤지만, 컨테이너 자신의 루트에서 끝났어요",
	})
}
