//go:build linux

// Jobs: what is to be run, and what has to hold. One line of each rules out the next lighter wall.

package grader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	process    grade.Cause = "process"
	container  grade.Cause = "container"
	userKernel grade.Cause = "user-kernel"
	lightVM    grade.Cause = "light-vm"
	hosted     grade.Cause = "hosted"
	bareMetal  grade.Cause = "bare-metal"

	// emulator is a word that is never right: all jobs are for the host's own processor.
	emulator grade.Cause = "emulator"
)

// walls begin with the lightest.
var walls = []grade.Cause{process, container, userKernel, lightVM, hosted, bareMetal}

// lighter is the wall just above in the list.
func lighter(wall grade.Cause) string {
	if i := slices.Index(walls, wall); i > 0 {
		return string(walls[i-1])
	}
	return "none"
}

// kind is what is true of a job with that wall. The decisive line is the first of the lines, but for process; # stands for a number.
type kind struct {
	title string
	lines []string
}

var kindsOfJobs = map[grade.Cause]kind{
	process: {"Thumbnails for a photo service.", []string{
		"For each picture a program is called, # times a second; it ends after some milliseconds.",
		"It comes from the team that runs the service, and may read and write whatever the service may.",
		"All that it needs is installed on the host, in the version that it wants.",
	}},
	container: {"The services of a shop, on one host.", []string{
		"Two of the # services want the same file of the same library, in different versions.",
		"All programs were written, or reviewed, by the shop's own people.",
		"Any Linux from 5.10 on is fine for all of them.",
	}},
	userKernel: {"A site on which visitors try out short programs.", []string{
		"The visitors write the programs, and nobody reads them before they run.",
		"The host is rented, a machine itself, and has no /dev/kvm.",
		"The programs compute; they make # system calls a second at most.",
	}},
	lightVM: {"A data base for each customer, who may add functions of their own to it.", []string{
		"A query makes #0000 system calls, and may not take twice as long as in a container.",
		"The functions are written by customers, and nobody reads them before they run.",
		"The hosts have /dev/kvm, and vmx is among the processor's flags.",
		"Any Linux from 5.10 on is fine for it.",
	}},
	hosted: {"Tests on a developer's laptop.", []string{
		"What is tested is a module for Linux 5.4, and it brings the kernel down now and then.",
		"The laptop runs a desktop, on which its owner goes on working.",
		"Everything in the tests was written by the laptop's owner.",
		"The laptop has /dev/kvm, and vmx is among the processor's flags.",
	}},
	bareMetal: {"Servers of which whole machines are rented out.", []string{
		"By contract no ordinary operating system stands between the machines and the hardware.",
		"Customers install what they like: # Windows servers, some BSD, any Linux.",
		"The processors have vmx among their flags.",
		"A server does nothing else than to run machines.",
	}},
}

// besides are lines that decide nothing.
var besides = []string{
	"# people look after it.", "Its files have # MB.", "It is busiest at # minutes past the hour.", "It has run for # months in another place.",
}

const linesOfJob = 5

type job struct {
	title   string
	lines   []string
	decides string // number of the line
}

// newJob puts the lines in an order of the name's.
func newJob(name string, wall grade.Cause) job {
	r := random(name)
	k := kindsOfJobs[wall]
	decisive := k.lines[0]
	lines := slices.Clone(k.lines)
	for _, i := range r.Perm(len(besides))[:linesOfJob-len(lines)] {
		lines = append(lines, besides[i])
	}
	r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	j := job{title: k.title, decides: fmt.Sprint(slices.Index(lines, decisive) + 1)}
	if wall == process {
		j.decides = "none"
	}
	for _, line := range lines {
		j.lines = append(j.lines, strings.ReplaceAll(line, "#", fmt.Sprint(3+r.Intn(50))))
	}
	return j
}

func (j job) String() string {
	text := []string{j.title}
	for i, line := range j.lines {
		text = append(text, fmt.Sprintf("%d. %s", i+1, line))
	}
	return strings.Join(text, "\n")
}
