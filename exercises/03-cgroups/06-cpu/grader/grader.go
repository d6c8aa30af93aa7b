//go:build linux

// Package grader judges exercise 03/cpu by the group's quota, and by what a program that computes for half a second got. The
// second can only be less than the quota on a busy machine, so the first decides.
package grader

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/cpu", Folder: strings.TrimPrefix(folder, "exercises/"), Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "A part of a processor", KO: "프로세서의 일부"},
		Answer:   []string{"cpu.go"},
		Imports:  []string{"github.com/minicontainer/minicontainer/exercises/given"},
		LookAt:   grade.Text{EN: "lesson 3, step 6 · man 7 cgroups", KO: "레슨 3의 6단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const folder = "exercises/03-cgroups/06-cpu"

func check(b *grade.Bench) grade.Finding {
	tree := b.Tree("cpu")
	little, much := 100+rand.IntN(50), 1200+rand.IntN(700)
	f, l := checkQuota(b, tree, little)
	if f.Status != "" {
		return f
	}
	if f, _ := checkQuota(b, tree, much); f.Status != "" {
		return f
	}
	return checkUse(b, little, l.period)
}

// checkQuota looks at the group while a command runs in it; a Status of "" is no objection.
func checkQuota(b *grade.Bench, tree fakehost.Tree, thousandths int) (grade.Finding, limit) {
	name, sentinel := "web-"+b.Token(), b.Sentinel()
	b.Show(fmt.Sprintf("%s %s %d …", folder, name, thousandths))
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, name, fmt.Sprint(thousandths)}, sentinel...)})
	defer b.Host.EndAll()
	p, found := b.Await(run, sentinel)
	if !found {
		return gaveUp(tree, run, sentinel[0]), limit{}
	}
	group := b.Host.Group(p, tree)
	l := quota(b, tree, group)
	return judged(b, tree, group, l, thousandths), l
}

func judged(b *grade.Bench, tree fakehost.Tree, group string, l limit, thousandths int) grade.Finding {
	want := fmt.Sprintf("%.3f", float64(thousandths)/1000)
	switch {
	case !l.holds && weighed(b, tree, group):
		return grade.Failed("cg.cpu.weight", l.seen+"\n"+weight(b, tree, group), want)
	case !l.holds:
		return grade.Failed("cg.cpu.no-limit", l.seen, want)
	case near(l.share, float64(thousandths)/1000):
		return grade.Finding{}
	case near(l.share, float64(thousandths)/100):
		return grade.Failed("cg.cpu.period", l.seen, want)
	}
	return grade.Failed("cg.cpu.other-limit", l.seen, want)
}

// gaveUp tells the kernel's refusal of a number, and a file that is not there, from other ends.
func gaveUp(tree fakehost.Tree, run *fakehost.Running, command string) grade.Finding {
	said := grade.Said(run)
	switch {
	case strings.Contains(said, "invalid argument"):
		return grade.Failed("cg.cpu.refused", "the kernel did not take a value: EINVAL")
	case strings.Contains(said, grade.File(tree, "cpu.max", "cpu.cfs_")):
		return grade.Failed("cg.cpu.other-version", fmt.Sprintf("%s is of version %d\n%s", tree.Point, tree.Version, said))
	}
	return grade.Failed("cg.cpu.not-started", said, command)
}

// limit is a group's quota, as its files say it and as a number of processors.
type limit struct {
	seen          string
	share, period float64 // in processors, in microseconds
	holds         bool
}

func quota(b *grade.Bench, tree fakehost.Tree, group string) limit {
	text, _ := b.GroupFile(tree, group, grade.File(tree, "cpu.cfs_quota_us", "cpu.max"))
	if tree.Version == 1 {
		period, _ := b.GroupFile(tree, group, "cpu.cfs_period_us")
		text += " " + period
	}
	var microseconds, period float64
	if n, _ := fmt.Sscan(text, &microseconds, &period); n != 2 || microseconds < 0 { //nolint:errcheck // n tells
		return limit{seen: "quota and period: no limit"}
	}
	share := microseconds / period
	return limit{fmt.Sprintf("quota and period: %.0f %.0f, which is %.3f", microseconds, period, share), share, period, true}
}

func near(share, want float64) bool { return share > want*0.99-0.001 && share < want*1.01+0.001 }

// weighed tells whether the group's share in times of contention is another than a new group's.
func weighed(b *grade.Bench, tree fakehost.Tree, group string) bool {
	value, there := b.GroupFile(tree, group, grade.File(tree, "cpu.shares", "cpu.weight"))
	return there && value != grade.File(tree, "1024", "100")
}

func weight(b *grade.Bench, tree fakehost.Tree, group string) string {
	value, _ := b.GroupFile(tree, group, grade.File(tree, "cpu.shares", "cpu.weight"))
	return "weight of the group: " + value
}

// checkUse has a program compute in the group. It may have got less than its limit, where others compute, too, but
// not much more: the quotas of the periods that it began and ended in, whole, and a bit.
func checkUse(b *grade.Bench, thousandths int, period float64) grade.Finding {
	word := b.Token()
	b.Show(fmt.Sprintf("%s web %d burn", folder, thousandths))
	run := b.Run(grade.Program, "web", fmt.Sprint(thousandths), plantBurn(b), word)
	var used, passed float64
	if n, _ := fmt.Sscanf(run.Stdout(), word+" %f %f", &used, &passed); n != 2 { //nolint:errcheck // n tells
		return grade.Failed("cg.cpu.not-started", grade.Said(run), "the command")
	}
	want := float64(thousandths) / 1000
	if got := used / passed; got > want*(1.1+2*period/passed)+0.1 {
		return grade.Failed("cg.cpu.not-kept", fmt.Sprintf("of a processor it got %.3f", got), fmt.Sprintf("%.3f", want))
	}
	return grade.PassedWith(grade.Text{
		EN: "both quotas were as asked for, and a program that computed for half a second got %[1]s of a processor under a limit of %[2]s",
		KO: "두 제한 모두 주어진 대로였고, 0.5초 동안 계산한 프로그램은 제한이 프로세서 %[2]s개일 때 %[1]s개만큼 썼어요",
	}, fmt.Sprintf("%.2f", used/passed), fmt.Sprintf("%.2f", want))
}
