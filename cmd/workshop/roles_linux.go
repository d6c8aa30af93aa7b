package main

import (
	"github.com/minicontainer/minicontainer/cmd/workshop/bench"
	"github.com/minicontainer/minicontainer/cmd/workshop/doctor"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

// takeRole turns this process into what it was started as, if that is not the
// workshop: a command of the base image in a container, a probe of the doctor, the inner
// half of a benchmark, the judge of an exercise. It returns if it is the workshop after all.
func takeRole() {
	base.RunIfApplet()
	grade.RunIfJudge()
	doctor.RunIfProbe()
	bench.RunIfInner()
}
