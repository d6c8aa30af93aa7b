// One health check: a process of its own, which enters the container, runs the command there and writes down what it found.

package shim

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// checkupName is its argv[0]; the container's id and the state directory follow.
const checkupName = "minicontainer: health check"

// checkupCodes are its exit statuses.
var checkupCodes = map[record.HealthStatus]int{record.Starting: 3, record.Healthy: 4, record.Unhealthy: 5}

// init is where a checkup begins and ends, as a shim does.
func init() {
	if len(os.Args) == 3 && os.Args[0] == checkupName {
		health, err := checkup(record.Open(os.Args[2]), os.Args[1])
		if err != nil {
			os.Exit(1) //nolint:forbidigo // a checkup is a program of its own, which must never reach main
		}
		os.Exit(checkupCodes[health]) //nolint:forbidigo // as above
	}
}

// checkup checks the container once. A paused one is left alone: whoever enters it would stand still, too.
func checkup(s *record.Store, id string) (record.HealthStatus, error) {
	if err := sandbox.Seal(); err != nil {
		return "", err
	}
	r, err := s.Read(id)
	if err != nil {
		return "", err
	}
	health := s.Health(r)
	if health == nil || r.State.Status != record.Running {
		return "", errors.New("it does not run")
	}
	if r.State.Paused {
		return health.Status, nil
	}
	first, err := r.State.Process.Open()
	if err != nil {
		return "", err
	}
	defer first.Close()
	probe := examine(r, func() bool { return !first.Wait(0) })
	if first.Wait(0) {
		return "", os.ErrProcessDone // the check has ended with the container, and says nothing about it
	}
	after := health.After(probe, *r.HealthCheck, r.State.Started)
	return after.Status, s.SaveHealth(r, after)
}

// examine runs the command in the container, as the user and with the rights and variables of its first process.
func examine(r record.Record, stillThere func() bool) record.HealthProbe {
	p := record.HealthProbe{Start: time.Now()}
	var err error
	p.ExitCode, p.Output, err = enterAndWait(r, stillThere)
	if err != nil {
		p.ExitCode, p.Output = -1, err.Error()
	}
	p.End = time.Now()
	return p
}

func enterAndWait(r record.Record, stillThere func() bool) (status int, printed string, err error) {
	from, to, err := os.Pipe()
	if err != nil {
		return 0, "", err
	}
	defer from.Close()
	e := sandbox.Entry{Pid: r.State.Process.PID, Process: checkProcess(r), DieWithCaller: true, StillThere: stillThere, DefaultFilter: r.DefaultFilter}
	if r.Spec.Linux != nil {
		e.Seccomp = r.Spec.Linux.Seccomp
	}
	process, err := sandbox.Enter(e, sandbox.IO{Stdout: to, Stderr: to})
	to.Close()
	if err != nil {
		return 0, "", err
	}
	late := time.AfterFunc(r.HealthCheck.Patience(), func() {
		process.Signal(os.Kill) //nolint:errcheck // it may have ended by itself
	})
	output := make(chan string)
	go func() { output <- beginningOf(from) }()
	status, err = process.Wait()
	inTime := late.Stop()
	from.SetReadDeadline(time.Now().Add(drainTime)) //nolint:errcheck // a pipe has deadlines
	printed = <-output
	if !inTime {
		status, printed = -1, fmt.Sprintf("Health check exceeded timeout (%v): %s", r.HealthCheck.Patience(), printed) // Docker's words
	}
	return status, printed, err
}

// checkProcess is the further process.
func checkProcess(r record.Record) *specs.Process {
	p := *r.Spec.Process
	p.Terminal, p.ConsoleSize, p.Args = false, nil, r.HealthCheck.Test
	return &p
}

// outputKept is how much is kept of what a check prints, in bytes, as in Docker.
const outputKept = 4096

// beginningOf reads all, and returns the beginning.
func beginningOf(from io.Reader) string {
	var kept strings.Builder
	io.CopyN(&kept, from, outputKept)                   //nolint:errcheck // what there is
	if more, _ := io.Copy(io.Discard, from); more > 0 { //nolint:errcheck // as above
		kept.WriteString("...")
	}
	return kept.String()
}
