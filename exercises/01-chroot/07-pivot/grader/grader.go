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
		LookAt:   grade.Text{EN: "lesson 1, pivot_root · man 2 pivot_root (NOTES, EXAMPLES)", KO: "레슨 1, pivot_root · man 2 pivot_root (NOTES, EXAMPLES)"},
		Mistakes: mistakes,
		Hints: [3]grade.Text{
			{
				EN: "chroot moves one process's idea of \"/\"; the host's mounts stay where they are, within reach. pivot_root exchanges the root mount of the whole mount namespace, so that the old one can be unmounted.",
				KO: "chroot는 한 프로세스가 생각하는 \"/\"만 옮기고, 호스트의 마운트는 손 닿는 곳에 그대로 있어요. pivot_root는 마운트 네임스페이스 전체의 루트 마운트를 맞바꿔요. 그래서 옛 루트를 마운트 해제할 수 있어요.",
			},
			{
				EN: "man 2 pivot_root lists the conditions: look at \"must\" there, four times. mount_namespaces(7) says what shared means. umount2(2) has a flag for a mount that is in use.",
				KO: "man 2 pivot_root에 조건이 나열되어 있어요. 거기서 \"must\"를 네 번 찾아보세요. shared가 무슨 뜻인지는 mount_namespaces(7)에 있어요. umount2(2)에는 사용 중인 마운트를 위한 플래그가 있어요.",
			},
			{
				EN: "1. make every mount private, recursively  2. bind root onto itself  3. go into root  4. pivot_root, old and new  5. unmount the old one, detached  6. chdir to \"/\"",
				KO: "1. 모든 마운트를 재귀적으로 private로  2. root를 자기 자신 위에 바인드 마운트  3. root로 들어가기  4. pivot_root(새것, 옛것)  5. 옛것을 detach로 마운트 해제  6. \"/\"로 chdir",
			},
		},
		Archive: stub,
		Grade:   check,
	})
}

var pivoted = grade.Text{EN: "a mount namespace whose root is R, without a mount or a path that leads to the host", KO: "루트가 R이고, 호스트로 이어지는 마운트나 경로가 없는 마운트 네임스페이스"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.pivot.shared",
		Expected: grade.Text{EN: "a root mount without shared:N", KO: "shared:N이 없는 루트 마운트"},
		So:       grade.Text{EN: "the mount namespace is your own ✓, but its mounts are still shared with the host's: pivot_root refuses that (EINVAL), and what you mount or unmount happens on the host as well.", KO: "마운트 네임스페이스는 따로 생겼어요 ✓ 하지만 마운트가 아직 호스트와 공유(shared)되어 있어요. 그래서 pivot_root가 거부하고(EINVAL), 여기서 한 마운트와 해제가 호스트에서도 일어나요."},
	},
	{
		ID:       "chroot.pivot.leaked",
		Expected: grade.Text{EN: "the host's mounts as they were", KO: "호스트의 마운트는 그대로"},
		So:       grade.Text{EN: "a mount that was made in the container's namespace appeared on the host: it was made before the tie was cut.", KO: "컨테이너의 네임스페이스에서 만든 마운트가 호스트에도 나타났어요. 공유를 끊기 전에 만들었기 때문이에요."},
	},
	{
		ID:       "chroot.pivot.not-a-mount-point",
		Expected: grade.Text{EN: "a line of mountinfo for %[1]s", KO: "mountinfo에 %[1]s 줄이 있음"},
		So:       grade.Text{EN: "the mounts are private ✓, but new_root is a directory of the root mount, not a mount of its own, and mounts are what pivot_root exchanges.", KO: "마운트는 private예요 ✓ 하지만 new_root가 독립된 마운트가 아니라 루트 마운트 안의 디렉터리예요. pivot_root가 맞바꾸는 것은 마운트예요."},
	},
	{
		ID:       "chroot.pivot.put-old-outside",
		Expected: grade.Text{EN: "a put_old at or underneath new_root", KO: "new_root 자신이거나 그 아래에 있는 put_old"},
		So:       grade.Text{EN: "the mounts are private ✓ and the new root is a mount point ✓, so what is left is where the old root should go: it has to be reachable from the new one.", KO: "마운트는 private이고 ✓ 새 루트는 마운트 지점이에요 ✓ 남은 것은 옛 루트를 둘 자리예요. 새 루트에서 닿을 수 있는 곳이어야 해요."},
	},
	{
		ID:       "chroot.pivot.old-root-busy",
		Expected: grade.Text{EN: "no mount of the host's in the container", KO: "컨테이너 안에 호스트의 마운트가 없음"},
		So:       grade.Text{EN: "the roots are exchanged ✓, but the old one could not be unmounted, as it is in use: by your own process, and by the mounts below it.", KO: "루트는 맞바꿨어요 ✓ 하지만 옛 루트가 사용 중이어서 마운트 해제를 못 했어요. 여러분의 프로세스 자신과 그 아래 마운트들이 쓰고 있어요."},
	},
	{
		ID:       "chroot.pivot.old-root-there",
		Expected: grade.Text{EN: "no mount of the host's in the container", KO: "컨테이너 안에 호스트의 마운트가 없음"},
		So:       grade.Text{EN: "the roots are exchanged ✓, but the host is still mounted at %[1]s inside: the container reads the host's files there.", KO: "루트는 맞바꿨어요 ✓ 하지만 호스트가 컨테이너 안의 %[1]s에 아직 마운트되어 있어요. 컨테이너가 거기서 호스트의 파일을 읽어요."},
	},
	{
		ID:       "chroot.pivot.walked-out",
		Expected: pivoted,
		So:       grade.Text{EN: "\"/\" is the new root ✓, but only for this process: the host's root mount is still there, and a root process walked out to it with a second chroot.", KO: "\"/\"는 새 루트예요 ✓ 하지만 이 프로세스에게만 그래요. 호스트의 루트 마운트가 그대로 남아 있어서, root 프로세스가 두 번째 chroot로 걸어 나갔어요."},
	},
	{
		ID:       "chroot.pivot.cwd-outside",
		Expected: grade.Text{EN: "cwd -> /", KO: "cwd -> /"},
		So:       grade.Text{EN: "the root is exchanged ✓, but the working directory is not in it: `cat ../../etc/hostname` reads the host's file, whatever is unmounted.", KO: "루트는 맞바꿨어요 ✓ 하지만 작업 디렉터리가 그 안에 있지 않아요. 무엇을 마운트 해제하든 `cat ../../etc/hostname`이 호스트의 파일을 읽어요."},
	},
	{
		ID:       "chroot.pivot.not-pivoted",
		Expected: pivoted,
		So:       grade.Text{EN: "the command runs ✓, but its root is still the host's.", KO: "명령은 실행됐어요 ✓ 하지만 루트가 여전히 호스트의 것이에요."},
	},
	{
		ID:       "chroot.pivot.not-started",
		Expected: grade.Text{EN: "%[1]s running, with R as its root", KO: "R을 루트로 하여 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
}

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot("containers/" + b.Token())
	token := b.Token()
	secret := fakehost.Work + "/secret-" + b.Token()
	b.Write(secret, token, 0o644)
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, root}, sentinel...)})
	p, found := b.Await(run, sentinel)
	if !found {
		return gaveUp(b, run, root, sentinel[0])
	}
	if f := lookAt(b, p, root); f.Status != "" {
		return f
	}
	run.Kill()
	return walk(b, root, secret, token)
}

// gaveUp looks at the state in which pivot has returned an error: the same errno has
// different causes, and different kernels say different ones.
func gaveUp(b *grade.Bench, run *fakehost.Running, root, command string) grade.Finding {
	p, said := b.StoppedProcess(run), grade.Said(run)
	if p.Pid == 0 || ofAnotherKind(said) {
		return grade.Failed("chroot.pivot.not-started", said, command)
	}
	old, top := oldRoot(p), rootMount(p)
	switch {
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
		if strings.Contains(m.Line, " - tmpfs fakehost") && strings.Fields(m.Line)[3] == "/" {
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
	if !p.Same("root", b.Path(root)) {
		return grade.Failed("chroot.pivot.not-pivoted", links)
	}
	if old := oldRoot(p); old != "" {
		return grade.Failed("chroot.pivot.old-root-there", fmt.Sprintf("/proc/%d/mountinfo: %s is the host's root", p.Pid, old), old)
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
