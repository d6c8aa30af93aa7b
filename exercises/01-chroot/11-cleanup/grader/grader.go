//go:build linux

// Package grader judges exercise 01/cleanup.
package grader

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/cleanup", Folder: "01-chroot/11-cleanup", Kind: grade.Clean, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Leave nothing behind, delete nothing of others", KO: "남기지 않고, 남의 것을 지우지 않기"},
		Answer:   []string{"cleanup.go"},
		LookAt:   grade.Text{EN: "lesson 1, Clean up · man 5 proc_pid_mountinfo · man 2 umount", KO: "레슨 1, 정리하기 · man 5 proc_pid_mountinfo · man 2 umount"},
		Mistakes: mistakes,
		Hints: [3]grade.Text{
			{
				EN: "A directory tree that has mounts in it is not one tree: a path that begins in the container's directory may end in the user's files. Whoever deletes has to know where the border is.",
				KO: "마운트가 들어 있는 디렉터리 트리는 하나의 트리가 아니에요. 컨테이너의 디렉터리에서 시작한 경로가 사용자의 파일에서 끝날 수 있어요. 지우는 쪽이 경계가 어디인지 알아야 해요.",
			},
			{
				EN: "/proc/self/mountinfo lists every mount in the order of mounting; the fifth field is the mount point, with some characters written as octal numbers. See proc_pid_mountinfo(5), umount(2).",
				KO: "/proc/self/mountinfo에는 모든 마운트가 마운트된 순서로 나와요. 다섯 번째 필드가 마운트 지점이고, 일부 문자는 8진수로 적혀 있어요. proc_pid_mountinfo(5)와 umount(2)를 보세요.",
			},
			{
				EN: "collect the mount points that are root or begin with root and a slash; unescape them; unmount from the last to the first, stop at an error; only then remove the tree",
				KO: "root 자신이거나 root와 슬래시로 시작하는 마운트 지점을 모아요. 이스케이프를 풀어요. 마지막 것부터 거꾸로 언마운트하고, 에러가 나면 멈춰요. 그다음에야 트리를 지워요.",
			},
		},
		Archive: stub,
		Grade:   check,
	})
}

const (
	root      = fakehost.Work + "/R"
	neighbour = fakehost.Work + "/R-2"
	volume    = fakehost.Work + "/volume"
	linked    = fakehost.Work + "/linked"
	spaced    = root + "/my files"
)

// furnish makes a container's directory as one finds it after a crash.
func furnish(b *grade.Bench) (sentinel string) {
	sentinel = b.Token()
	b.Write(volume+"/diary", sentinel, 0o644)
	b.Write(volume+"/inner/keep", "", 0o644)
	b.Write(linked+"/precious", sentinel, 0o644)
	b.Write(root+"/etc/hostname", "c1\n", 0o644)
	for _, dir := range []string{root + "/data", root + "/tmp", root + "/locked/inner", spaced, neighbour + "/data"} {
		b.Write(dir+"/.here", "", 0o644)
	}
	setup := b.Run(grade.Own("sh", "-c", strings.Join([]string{
		"PATH=" + fakehost.Tools,
		"ln -s " + linked + " " + root + "/link",
		"chmod 0500 " + root + "/locked",
		"mount --bind " + volume + " " + root + "/data",
		"mount -t tmpfs t " + root + "/data/inner", // on the volume's directory
		"mount -t tmpfs t " + root + "/tmp",
		"mount -t tmpfs t " + root + "/tmp", // twice: one lies on the other
		"mount --bind " + volume + " '" + spaced + "'",
		"mount --bind " + volume + " " + neighbour + "/data",
	}, " && "))...)
	grade.Prepared(setup)
	return sentinel
}

func check(b *grade.Bench) grade.Finding {
	sentinel := furnish(b)
	run := b.Start(fakehost.Command{Args: []string{grade.Program, root}})
	b.Until(func() bool { return run.Ended() || b.Stopped(run) })
	said := grade.Said(run)
	if text, _ := b.Read(volume + "/diary"); text != sentinel {
		return grade.Failed("chroot.cleanup.volume-deleted", volume+"/diary is gone")
	}
	if text, _ := b.Read(linked + "/precious"); text != sentinel {
		return grade.Failed("chroot.cleanup.link-followed", root+"/link -> "+linked+", and "+linked+"/precious is gone")
	}
	left, others := mountsLeft(b)
	if !others {
		return grade.Failed("chroot.cleanup.neighbour-unmounted", "mountinfo of the host: no mount at "+neighbour+"/data")
	}
	// Left alone, or given up on because there is no file of that name.
	if i := slices.IndexFunc(left, func(point string) bool { return strings.Contains(point, `\040`) }); i >= 0 &&
		(len(left) == 1 || !run.Ended() && strings.Contains(said, "no such file")) {
		left[0] = left[i]
		return grade.Failed("chroot.cleanup.escaped-name", "mountinfo of the host: "+left[0])
	}
	if !run.Ended() || run.Status() != 0 {
		return grade.Failed("chroot.cleanup.gave-up", said)
	}
	if len(left) > 0 {
		return grade.Failed("chroot.cleanup.mount-left", "mountinfo of the host: "+strings.Join(left, ", "))
	}
	return checkGone(b)
}

func checkGone(b *grade.Bench) grade.Finding {
	if b.Lstat(root) != nil {
		return grade.Failed("chroot.cleanup.directory-left", root+" is still there")
	}
	again := b.Start(fakehost.Command{Args: []string{grade.Program, root}})
	b.Until(func() bool { return again.Ended() || b.Stopped(again) })
	if !again.Ended() || again.Status() != 0 {
		return grade.Failed("chroot.cleanup.not-again", grade.Said(again))
	}
	return checkBusy(b)
}

// checkBusy has a process at work in a volume: umount(2) without a flag says EBUSY then. Both are
// right, to detach the mount and to give up; what is not is to go on and delete.
func checkBusy(b *grade.Bench) grade.Finding {
	word := b.Token()
	b.Write(volume+"/diary", word, 0o644)
	b.Write(root+"/data/.here", "", 0o644)
	b.Write(root+"/etc/hostname", "c2\n", 0o644)
	grade.Prepared(b.Run(grade.Own("mount", "--bind", volume, root+"/data")...))
	worker := b.Start(fakehost.Command{Args: grade.Own("sleep", "60"), Dir: root + "/data"})
	defer worker.Kill()
	run := b.Start(fakehost.Command{Args: []string{grade.Program, root}})
	b.Settle(run)
	gaveUp := !run.Ended() || run.Status() != 0
	left, _ := mountsLeft(b)
	switch text, _ := b.Read(volume + "/diary"); {
	case text != word:
		return grade.Failed("chroot.cleanup.busy", volume+"/diary is gone; a process has "+root+"/data as its working directory")
	case gaveUp && b.Lstat(root+"/etc/hostname") == nil:
		return grade.Failed("chroot.cleanup.busy", grade.Said(run)+"\n"+root+"/etc/hostname is gone")
	case !gaveUp && len(left) > 0:
		return grade.Failed("chroot.cleanup.mount-left", "mountinfo of the host: "+strings.Join(left, ", "))
	case !gaveUp && b.Lstat(root) != nil:
		return grade.Failed("chroot.cleanup.directory-left", root+" is still there")
	}
	return grade.PassedWith(grade.Text{
		EN: "five mounts and the directory are gone; the volume, a link's target and the neighbour are as they were",
		KO: "마운트 다섯 개와 디렉터리가 없어졌고, 볼륨과 링크가 가리키는 곳과 이웃 컨테이너는 그대로예요",
	})
}

// mountsLeft are the mount points that are new on the host, but for the neighbour's, and whether
// that one is there. They may be elsewhere than below root: a directory can be renamed with them.
func mountsLeft(b *grade.Bench) (left []string, others bool) {
	for _, point := range b.Mounted() {
		if point == neighbour+"/data" {
			others = true
			continue
		}
		left = append(left, point)
	}
	return left, others
}
