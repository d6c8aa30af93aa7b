//go:build linux

// Package grader judges exercise 04/overlay.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/overlay", Folder: "04-images/06-overlay", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Layers become one file system", KO: "레이어 여러 개를 파일 시스템 하나로"},
		Answer:   []string{"overlay.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 5 · man 8 mount, \"overlay\" · docs.kernel.org/filesystems/overlayfs.html", KO: "레슨 4의 5단계 · man 8 mount의 overlay · docs.kernel.org/filesystems/overlayfs.html"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	if !layers.CanOverlay(b) {
		return grade.Cannot(noOverlay)
	}
	plain := newStack(b, "")
	if f := try(b, plain); f.Status != "" {
		return f
	}
	// Only now the names that layers have in an image: what goes wrong from here on is about them.
	named := newStack(b, "sha256:")
	b.TakeAsGiven()
	if f := try(b, named); f.Status == grade.Fail {
		return grade.Failed("img.overlay.colon", "LAYER: "+named.layers[0]+"\n"+f.Observed)
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s layers show as one, in their order and with their marks; what was written is in upper, and the layers are as they were",
		KO: "레이어 %[1]s개가 순서와 표시대로 하나로 보이고, 쓴 것은 upper에 있고, 레이어는 그대로예요",
	}, fmt.Sprint(len(plain.layers)))
}

// try runs the program on one stack of layers; a Status of "" is no objection.
func try(b *grade.Bench, s stack) grade.Finding {
	b.Show("exercises/04-images/06-overlay MERGED DIR LAYER1 LAYER2 LAYER3 LAYER4")
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, s.merged, s.dir}, s.layers...)})
	b.Settle(run)
	if !run.Ended() || run.Status() != 0 {
		defer run.Kill()
		return gaveUp(b, run, s)
	}
	if line := s.mounted(b); line == "" {
		return grade.Failed("img.overlay.not-mounted", grade.Ending(run)+"\nmountinfo of the host: no overlay at MERGED")
	}
	for _, look := range []func(*grade.Bench) grade.Finding{s.complete, s.order, s.marks, s.write} {
		if f := look(b); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

// gaveUp looks at what the program has prepared: the kernel says EINVAL to nearly everything.
func gaveUp(b *grade.Bench, run *fakehost.Running, s stack) grade.Finding {
	said := grade.Said(run)
	dirs := b.Run(grade.Own("find", s.dir, "-type", "d", "-mindepth", "1", "-maxdepth", "1")...)
	beside := strings.Fields(strings.ReplaceAll(dirs.Stdout(), s.dir+"/", ""))
	has := b.Lstat(s.dir+"/upper") != nil
	state := fmt.Sprintf("%s\nin DIR: %s", said, strings.Join(append(beside, "nothing else"), ", "))
	switch {
	case !has && strings.Contains(said, "no such file"):
		return grade.Failed("img.overlay.no-upper", state)
	case !has:
		return grade.Failed("img.overlay.not-mounted", said)
	case len(beside) == 1:
		return grade.Failed("img.overlay.workdir", state)
	}
	return grade.Failed("img.overlay.refused", state)
}
