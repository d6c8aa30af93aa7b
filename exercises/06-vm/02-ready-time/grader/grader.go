//go:build linux

// Package grader judges exercise 06/ready-time with a machine whose times are random.
package grader

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"time"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/ready-time", Folder: "06-vm/02-ready-time", Kind: grade.Measure, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "How long until it is ready", KO: "준비될 때까지 얼마나 걸릴까"},
		Answer:   []string{"ready.go"},
		LookAt:   grade.Text{EN: "lesson 6, step 8 · go doc os/exec · man 5 proc_pid_fd", KO: "레슨 6의 8단계 · go doc os/exec · man 5 proc_pid_fd"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// Two machines: the first one is slow when it is cold, and switches itself off; the second one hesitates once on the way, never
// ends by itself, and has a helper. One of the two, by chance, uses KVM; both are asked to.
func check(b *grade.Bench) grade.Finding {
	watchCaches(b)
	holds := between(0, 1) == 1
	for _, p := range []plan{
		{Delays: delays(350, 100, 160), Off: 450 * time.Millisecond, KVM: holds},
		{Delays: hesitating(delays(75, 36, 48)), Helper: true, KVM: !holds},
	} {
		if f := measured(b, p); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "two machines were measured as they were: each run until its READY, the cold one told apart, the median, and what was really used",
		KO: "머신 두 대를 있는 그대로 쟀어요. 실행마다 READY까지의 시간, 따로 알린 콜드 스타트, 중앙값, 실제로 쓴 가속기까지요",
	})
}

// measured lets the program measure the machine of the plan. Where a busy machine has made the first run of it cold, against the
// plan, an answer that calls every first run cold is right by chance: then once more.
func measured(b *grade.Bench, p plan) (f grade.Finding) {
	const attempts = 3
	for range attempts {
		l := newLab(b, p)
		if f = l.judge(); f.Status != "" || l.wasCold() == p.cold() {
			break
		}
	}
	return f
}

// delays are, in milliseconds, that of the first run and some others, no two of which are near each other.
func delays(first, low, high int64) []time.Duration {
	const others = 5
	step := (high - low) / others
	all := []time.Duration{time.Duration(first) * time.Millisecond}
	for _, i := range shuffled(others) {
		all = append(all, time.Duration(low+i*step+between(0, step/2))*time.Millisecond)
	}
	return all
}

// hesitating makes the third run an outlier.
func hesitating(d []time.Duration) []time.Duration {
	d[2] *= 5
	return d
}

func shuffled(n int64) (order []int64) {
	for i := range n {
		at := between(0, i)
		order = append(order, 0)
		copy(order[at+1:], order[at:])
		order[at] = i
	}
	return order
}

// between is a random number.
func between(low, high int64) int64 {
	n, err := rand.Int(rand.Reader, big.NewInt(high-low+1))
	must(err)
	return low + n.Int64()
}
