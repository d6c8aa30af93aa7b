// What a processor is asked to do. Each work costs something else in a virtual machine:
//
//	sha256     many instructions of few sorts; an emulator has no vector units
//	float      an emulator computes floating point in software
//	getppid    the way into the kernel and back; in a container it is the host's kernel, and the same way
//	fork_exec  new address spaces: page tables, which a guest's processor must translate twice
//	pages      first writes to memory: a fault each, in a guest maybe two
//
// A plain loop over integers is left out: it runs nearly as fast when it is emulated, and hides that it is.

package probe

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"syscall"
	"time"
)

// Timing is one run of a work. Seconds are for one of what the work's name says.
type Timing struct {
	Work    string  `json:"work"`
	Run     int     `json:"run"` // from 1
	Seconds float64 `json:"seconds"`
}

// Repeats is how often each work is run.
const Repeats = 5

// The works, and of how much.
const (
	HashedMiB     = 32
	FloatRounds   = 5_000_000
	SystemCalls   = 20_000
	Children      = 10
	TouchedMiB    = 32
	WorkHash      = "sha256"    // of HashedMiB
	WorkFloat     = "float"     // FloatRounds rounds
	WorkGetppid   = "getppid"   // one call
	WorkForkExec  = "fork_exec" // one child, from fork to wait
	WorkPages     = "pages"     // TouchedMiB
	floatExpected = 2           // what the rounds converge to
)

// Works are all of them, in their order.
func Works() []string { return []string{WorkHash, WorkFloat, WorkGetppid, WorkForkExec, WorkPages} }

func work(lines *json.Encoder) error {
	works := map[string]func() (count int, err error){
		WorkHash: hash, WorkFloat: float, WorkGetppid: getppid, WorkForkExec: forkExec, WorkPages: faults,
	}
	for _, name := range Works() {
		for run := 1; run <= Repeats; run++ {
			begin := time.Now()
			count, err := works[name]()
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			took := time.Since(begin).Seconds() / float64(count)
			if err := lines.Encode(Timing{Work: name, Run: run, Seconds: took}); err != nil {
				return err
			}
		}
	}
	return nil
}

func hash() (int, error) {
	block := make([]byte, 1<<20)
	h := sha256.New()
	for range HashedMiB {
		h.Write(block)
	}
	block[0] = h.Sum(nil)[0]
	return 1, nil
}

// float adds halves of halves. The result is looked at, so that no compiler leaves the loop out.
func float() (int, error) {
	x, sum := 1.0, 0.0
	for i := range FloatRounds {
		sum += x
		x = math.Sqrt(x*x+float64(i&1)*1e-300) * 0.5
		if x < 1e-100 {
			x, sum = 1, 0
		}
	}
	if sum > floatExpected {
		return 0, fmt.Errorf("1 + 1/2 + 1/4 … is %v", sum)
	}
	return 1, nil
}

// getppid is a system call that does next to nothing, and that no library answers by itself.
func getppid() (int, error) {
	for range SystemCalls {
		syscall.Getppid()
	}
	return SystemCalls, nil
}

// forkExec starts this program again, which ends at once, before main.
func forkExec() (int, error) {
	for range Children {
		pid, err := syscall.ForkExec("/proc/self/exe", []string{Name, orderNothing}, &syscall.ProcAttr{Files: []uintptr{0, 1, 2}})
		if err != nil {
			return 0, err
		}
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
			return 0, os.NewSyscallError("wait4", err)
		}
		if status.ExitStatus() != 0 {
			return 0, fmt.Errorf("the child ended with %d", status.ExitStatus())
		}
	}
	return Children, nil
}

func faults() (int, error) {
	p, err := mapPages(TouchedMiB << 20)
	if err != nil {
		return 0, err
	}
	defer p.unmap()
	p.touch()
	return 1, nil
}
