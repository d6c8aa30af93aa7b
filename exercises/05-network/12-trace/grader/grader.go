//go:build linux

// Package grader judges exercise 05/trace.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/trace", Folder: "05-network/12-trace", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Where a packet ends", KO: "패킷은 어디서 끝날까"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 5, steps 3 to 9 · man 7 ip · man 8 nft", KO: "레슨 5의 3–9단계 · man 7 ip · man 8 nft"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

var (
	where   = []string{"container", "host", "answer", "nowhere"}
	refused = []string{"answered", "refused"}
	size    = []string{"arrives", "stalls"}
)

var prediction = grade.Prediction{IDs: "net.trace", Questions: []grade.Question{
	grade.Ask("same-bridge", where...),
	grade.Ask("other-bridge", where...),
	grade.Ask("other-gateway", where...),
	grade.Ask("no-route", where...),
	grade.Ask("no-nat", where...),
	grade.Ask("policy-drop", where...),
	grade.Ask("drop-in-bridge", where...),
	grade.Ask("nf-call", where...),
	grade.Ask("host-localhost", refused...),
	grade.Ask("ping-fine", refused...),
	grade.Ask("mtu-small", size...),
	grade.Ask("mtu-large", size...),
}}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"same-bridge": "nowhere", "other-bridge": "host", "other-gateway": "nowhere", "no-route": "container", "no-nat": "answer", "policy-drop": "host", "drop-in-bridge": "nowhere", "nf-call": "host", "host-localhost": "refused", "ping-fine": "refused", "mtu-small": "arrives", "mtu-large": "stalls",
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	if f, can := s.CanFilter(); !can {
		return f
	}
	return prediction.Judge(b.Answer, func() grade.Key { return newLab(s).key })
}
