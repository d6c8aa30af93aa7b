//go:build linux

package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// enough runs for a median that one outlier does not move.
const enough = 5

// measure tells how long the machine that command starts takes until it is ready, which is when it prints the line READY to
// its standard output. It starts the machine at least five times and at most twenty times, one after the other, and leaves
// nothing of it running. Source of the rules: README.md.
func measure(command []string) (Record, error) {
	var r Record
	for range enough {
		took, accel, err := start(command)
		if err != nil {
			return Record{}, err
		}
		r.Runs, r.Accel = append(r.Runs, Run{Ready: took}), accel
	}
	// Whether the first one was cold is seen by the others: nobody's caches were emptied to make it so.
	r.Runs[0].Cold = r.Runs[0].Ready > 2*median(r.Runs[1:])
	warm := r.Runs
	if r.Runs[0].Cold {
		warm = r.Runs[1:]
	}
	r.Median = median(warm)
	return r, nil
}

// start is one run, and what the machine used in it.
func start(command []string) (took time.Duration, accel string, err error) {
	machine := exec.Command(command[0], command[1:]...)
	// A process group of its own, so that it can be ended with everything that it starts.
	machine.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// stderr stays /dev/null: a pipe that nobody empties would stop the machine.
	out, err := machine.StdoutPipe()
	if err != nil {
		return 0, "", err
	}
	began := time.Now() // making the process is a part of it
	if err := machine.Start(); err != nil {
		return 0, "", err
	}
	defer func() {
		syscall.Kill(-machine.Process.Pid, syscall.SIGKILL) //nolint:errcheck // it may have ended
		machine.Wait()                                      //nolint:errcheck // killed, as said
	}()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "READY" {
			took = time.Since(began)
			accel, err = accelerator(machine.Process.Pid)
			return took, accel, err
		}
	}
	return 0, "", errors.New("the machine has ended, and was not ready")
}

// accelerator tells whether anybody has the way to the kernel's virtual machines open.
func accelerator(int) (string, error) {
	files, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return "", err
	}
	for _, file := range files {
		if to, err := os.Readlink(file); err == nil && to == "/dev/kvm" {
			return "kvm", nil
		}
	}
	return "tcg", nil
}

// median is the middle of the times, and of an even number of them the mean of the two in the middle.
func median(runs []Run) time.Duration {
	var times []time.Duration
	for _, r := range runs {
		times = append(times, r.Ready)
	}
	slices.Sort(times)
	n := len(times)
	return (times[n/2] + times[(n-1)/2]) / 2
}
