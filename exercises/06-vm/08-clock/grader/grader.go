//go:build linux

// Package grader judges exercise 06/clock.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/clock", Folder: "06-vm/08-clock", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Whose settings, whose clock?", KO: "누구의 설정이고 누구의 시계일까?"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 6, steps 1 and 7 · man 7 time_namespaces", KO: "레슨 6의 1단계와 7단계 · man 7 time_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

var whose = []string{"own", "shared"}

var prediction = grade.Prediction{IDs: "vm.clock", Questions: []grade.Question{
	grade.Ask("hostname", whose...), grade.Ask("ip-forward", whose...), grade.Ask("shmmax", whose...), grade.Ask("msg-max", whose...),
	grade.Ask("pid-max", whose...), grade.Ask("swappiness", whose...), grade.Ask("file-max", whose...), grade.Ask("core-pattern", whose...),
	grade.Ask("uptime", whose...), grade.Ask("boot-clock", whose...), grade.Ask("monotonic", whose...), grade.Ask("date", whose...),
	grade.Ask("vm-swappiness", whose...), grade.Ask("vm-uptime", whose...), grade.Ask("vm-date", whose...),
}}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"hostname": "own", "ip-forward": "own", "shmmax": "own", "msg-max": "own", "pid-max": "own",
	"swappiness": "shared", "file-max": "shared", "core-pattern": "shared", "uptime": "shared",
	"boot-clock": "own", "monotonic": "own", "date": "shared", "vm-swappiness": "own", "vm-uptime": "own", "vm-date": "own",
}

// machine is what was seen of a virtual machine: no exercise starts one.
var machine = map[string]string{
	"vm-swappiness": "60 in both; written in the guest: 1 there, 60 on the host",
	"vm-uptime":     "right after its start: 1.86 in the guest, 3596.09 on\nthe host",
	"vm-date":       "date -s \"2001-01-01 00:00:00\" in the guest: 2001 there,\n2026 on the host",
}

func check(b *grade.Bench) grade.Finding {
	f := prediction.Judge(b.Answer, func() grade.Key { return newLab(b).measure })
	if f.Status != grade.Pass {
		return f
	}
	return grade.PassedWith(grade.Text{
		EN: "what can be tried here was tried, the machine's answers are from the record, and all is as you said",
		KO: "여기서 해 볼 수 있는 것은 모두 해 봤고, 머신에 관한 것은 기록과 견줬어요. 모두 답한 대로였어요",
	})
}
