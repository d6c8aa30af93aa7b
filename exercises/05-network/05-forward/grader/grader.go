//go:build linux

// Package grader judges exercise 05/forward.
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
		ID: "05/forward", Folder: "05-network/05-forward", Kind: grade.Diagnose, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Seven networks, and what is wrong with each", KO: "네트워크 일곱 개, 저마다 다른 잘못"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 5, steps 2 to 6 · man 8 ip · man 8 nft", KO: "레슨 5의 2–6단계 · man 8 ip · man 8 nft"},
		Mistakes: mistakes,
		Hints:    hints,
		Scene:    makeScene,
		Archive:  stub,
		Recorded: diagnosis.Recorded,
		Grade:    check,
	})
}

var diagnosis = grade.Diagnosis{
	IDs: "net.forward", Thing: "network", Prefix: "net-", Suffix: ".txt", Causes: causes, Never: noDNS,
	Passed: grade.Text{
		EN: "all seven were made again, and in each packets die where you said",
		KO: "일곱 개를 모두 다시 만들어 봤고, 패킷이 모두 답한 곳에서 사라졌어요",
	},
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
	return diagnosis.Judge(b.Answer, func(name string, c grade.Cause) (grade.Measured, error) { return measure(s, name, c), nil })
}

// rungs are the causes, as the ladder calls them.
var rungs = map[grade.Cause]ladder.Rung{
	linkDown: ladder.InterfaceDown, unplugged: ladder.Unplugged, mask: ladder.Alone, noRoute: ladder.NoRoute,
	notForwarded: ladder.NotForwarded, dropped: ladder.Dropped, noNAT: ladder.NotTranslated,
}

// measure makes the network of that name, and climbs: the cause is where it falls, whatever the name says.
func measure(s *ladder.Scene, name string, c grade.Cause) grade.Measured {
	container, gateway, undo := s.MakeFaulty(rungs[c])
	defer undo()
	rung, seen := s.Climb(container, gateway, true)
	for cause, r := range rungs {
		if r == rung {
			return grade.Measured{Cause: cause, Evidence: name + "\n" + seen}
		}
	}
	return grade.Measured{Evidence: seen}
}
