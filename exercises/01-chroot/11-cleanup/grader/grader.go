//go:build linux

// Package grader judges exercise 01/cleanup.
package grader

import (
	_ "embed"
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
		LookAt:   grade.Text{EN: "lesson 1, what a crash leaves · man 5 proc_pid_mountinfo · man 2 umount", KO: "레슨 1, 크래시가 남기는 것 · man 5 proc_pid_mountinfo · man 2 umount"},
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
				KO: "root 자신이거나 root와 슬래시로 시작하는 마운트 지점을 모아요. 이스케이프를 풀어요. 마지막 것부터 거꾸로 마운트 해제하고, 에러가 나면 멈춰요. 그다음에야 트리를 지워요.",
			},
		},
		Archive: stub,
		Grade:   check,
	})
}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.cleanup.volume-deleted",
		Expected: grade.Text{EN: "the volume's files as they were", KO: "볼륨의 파일은 그대로"},
		So:       grade.Text{EN: "the cleanup deleted files of a mounted volume: they were the user's, and are gone. The path was the container's, the files behind it were not.", KO: "정리하면서 마운트된 볼륨의 파일을 지웠어요. 사용자의 파일이었는데 이제 없어요. 경로는 컨테이너의 것이었지만, 그 뒤의 파일은 아니었어요."},
	},
	{
		ID:       "chroot.cleanup.link-followed",
		Expected: grade.Text{EN: "what a symlink in the container points to untouched", KO: "컨테이너 안의 심볼릭 링크가 가리키는 것은 그대로"},
		So:       grade.Text{EN: "a symlink in the container was followed, and what it points to on the host was deleted. Whoever writes the image decides where its links point.", KO: "컨테이너 안의 심볼릭 링크를 따라가서 호스트에서 링크가 가리키는 것을 지웠어요. 링크가 어디를 가리킬지는 이미지를 만든 사람이 정해요."},
	},
	{
		ID:       "chroot.cleanup.neighbour-unmounted",
		Expected: grade.Text{EN: "the mount at /work/R-2/data still there", KO: "/work/R-2/data의 마운트는 그대로"},
		So:       grade.Text{EN: "another container's mount was taken away: /work/R-2 begins with the same letters as /work/R, and is not below it.", KO: "다른 컨테이너의 마운트를 없앴어요. /work/R-2는 /work/R과 글자가 같게 시작하지만 그 아래에 있는 것은 아니에요."},
	},
	{
		ID:       "chroot.cleanup.escaped-name",
		Expected: grade.Text{EN: "no mount at or below /work/R", KO: "/work/R과 그 아래에 마운트가 없음"},
		So:       grade.Text{EN: "the other mounts are gone ✓; one whose name has a space is left. The kernel writes the space in another way, so that it does not end the field.", KO: "다른 마운트는 없어졌어요 ✓ 이름에 공백이 있는 마운트가 남았어요. 커널은 공백이 필드를 끝내지 않도록 다른 방식으로 적어요."},
	},
	{
		ID:       "chroot.cleanup.mount-left",
		Expected: grade.Text{EN: "no mount at or below /work/R", KO: "/work/R과 그 아래에 마운트가 없음"},
		So:       grade.Text{EN: "the volume's files are safe ✓, but mounts are left behind. They keep the directory busy, and the next container finds them there.", KO: "볼륨의 파일은 무사해요 ✓ 하지만 마운트가 남았어요. 디렉터리를 계속 붙잡고 있고, 다음 컨테이너가 그걸 보게 돼요."},
	},
	{
		ID:       "chroot.cleanup.directory-left",
		Expected: grade.Text{EN: "no /work/R", KO: "/work/R이 없음"},
		So:       grade.Text{EN: "the mounts are gone ✓ and the volume is safe ✓; the container's own files are still there.", KO: "마운트는 없어졌고 ✓ 볼륨도 무사해요 ✓ 하지만 컨테이너 자신의 파일이 아직 있어요."},
	},
	{
		ID:       "chroot.cleanup.not-again",
		Expected: grade.Text{EN: "exit status 0 for a root that is gone already", KO: "이미 없어진 루트에 대해서도 종료 상태 0"},
		So:       grade.Text{EN: "everything was removed ✓; but a second time is an error. Who cleans up after a crash cannot know how far the first time came.", KO: "모두 지웠어요 ✓ 하지만 두 번째에는 에러가 나요. 크래시 뒤에 정리하는 쪽은 첫 번째가 어디까지 갔는지 알 수 없어요."},
	},
	{
		ID:       "chroot.cleanup.gave-up",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "nothing of others was harmed ✓; the cleanup ended with an error, and something is left.", KO: "남의 것은 무사해요 ✓ 하지만 정리가 에러로 끝났고, 남은 것이 있어요."},
	},
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
	if len(left) == 1 && strings.Contains(left[0], `\040`) {
		return grade.Failed("chroot.cleanup.escaped-name", "mountinfo of the host: "+left[0])
	}
	if !run.Ended() {
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
	return grade.PassedWith(grade.Text{
		EN: "five mounts and the directory are gone; the volume, a link's target and the neighbour are as they were",
		KO: "마운트 다섯 개와 디렉터리가 없어졌고, 볼륨과 링크가 가리키는 곳과 이웃 컨테이너는 그대로예요",
	})
}

// mountsLeft are the host's mount points at and below root, and whether the neighbour's is there.
func mountsLeft(b *grade.Bench) (left []string, others bool) {
	for _, m := range b.Host.First().Mounts() {
		if m.Point == root || strings.HasPrefix(m.Point, root+"/") {
			left = append(left, m.Point)
		}
		others = others || m.Point == neighbour+"/data"
	}
	return left, others
}
