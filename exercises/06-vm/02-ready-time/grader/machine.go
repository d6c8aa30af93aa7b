//go:build linux

// A stand-in for a virtual machine: it takes its time, prints, says READY, and keeps a log of when it has done what.

package grader

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// machineName is the name under which this program, in the fake host, is the machine:
//
//	MACHINE -accel kvm -accel tcg -m 256 -drive DIR
//
// DIR/plan says what it is to do, DIR/log-1, DIR/log-2, … what it has done in each run.
const machineName = "minicontainer-machine"

// plan is what a machine does.
type plan struct {
	Delays []time.Duration // until READY, of each run; further runs begin from the second one again
	KVM    bool            // it holds /dev/kvm while it runs; otherwise it only tries it
	Off    time.Duration   // how long after READY it switches itself off; 0 is never
	Helper bool            // it starts a process that stays
}

const kvm = "/dev/kvm"

func init() {
	if filepath.Base(os.Args[0]) != machineName || len(os.Args) < 2 {
		return
	}
	if err := machine(os.Args[len(os.Args)-1]); err != nil {
		os.Stderr.WriteString(machineName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                     //nolint:forbidigo // the machine is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func machine(dir string) error {
	if os.Args[1] == "helper" {
		time.Sleep(time.Hour)
		return nil
	}
	if os.Args[1] == "neighbour" { // somebody else's machine
		release, err := openKVM(true)
		if err != nil {
			return err
		}
		defer release()
		time.Sleep(time.Hour)
		return nil
	}
	log, run, err := newLog(dir)
	if err != nil {
		return err
	}
	log.note("begin")
	p, err := readPlan(dir)
	if err != nil {
		return err
	}
	if !alone(dir) {
		log.note("busy")
	}
	release, err := openKVM(p.KVM)
	if err != nil {
		return err
	}
	defer release()
	if p.Helper {
		if err := startHelper(dir); err != nil {
			return err
		}
	}
	return boot(p, p.delay(run), log)
}

// boot prints what machines print until they are ready.
func boot(p plan, delay time.Duration, log runLog) error {
	log.note("output")
	say(os.Stdout, "firmware: accelerator kvm requested\nfirmware: 256 MiB of memory\n")
	const early = 55 // percent of the time until READY
	time.Sleep(delay * early / 100)
	// More than a pipe holds: whoever does not read it stops the machine.
	say(os.Stderr, strings.Repeat("[    0.000000] kernel: one of the many lines of a kernel's log\n", 1200))
	log.note("almost")
	say(os.Stdout, "READY soon\ninit: not READY yet\n")
	time.Sleep(delay - delay*early/100)
	log.note("ready")
	say(os.Stdout, "READY\n")
	if p.Off == 0 {
		time.Sleep(time.Hour)
	}
	time.Sleep(p.Off)
	log.note("off")
	return nil
}

// say prints; it does not matter whether anybody listens.
func say(to *os.File, text string) { to.WriteString(text) } //nolint:errcheck // see above

func readPlan(dir string) (p plan, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "plan"))
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(text, &p)
}

// delay is that of a run, counted from 1.
func (p plan) delay(run int) time.Duration {
	if run <= len(p.Delays) {
		return p.Delays[run-1]
	}
	return p.Delays[1+(run-1)%(len(p.Delays)-1)]
}

// alone waits a moment for the machine before to be gone: who has been killed needs one to end.
func alone(dir string) bool {
	lock, err := unix.Open(filepath.Join(dir, "lock"), unix.O_CREAT|unix.O_RDWR|unix.O_CLOEXEC, 0o644) // held until the end of the process
	if err != nil {
		return false
	}
	const patience = 50
	for range patience {
		if unix.Flock(lock, unix.LOCK_EX|unix.LOCK_NB) == nil {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

// openKVM is what QEMU does with -accel kvm -accel tcg: it takes the second where the first is no good.
func openKVM(good bool) (release func(), err error) {
	f, err := os.OpenFile(kvm, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if !good {
		return func() {}, f.Close()
	}
	return func() { f.Close() }, nil
}

// startHelper starts what a hypervisor starts beside itself: for the network, for files, for a TPM.
func startHelper(dir string) error {
	helper := exec.Command("/proc/self/exe", "helper", dir)
	helper.Args[0] = machineName
	return helper.Start()
}

// runLog is what a run has done, each line a word and a time since the machine's process began.
type runLog struct {
	file  *os.File
	began time.Duration
}

// newLog takes the next number.
func newLog(dir string) (l runLog, run int, err error) {
	for run = 1; ; run++ {
		l.file, err = os.OpenFile(logFile(dir, run), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			if l.began, err = processBegan(); err == nil {
				fmt.Fprintf(l.file, "absolute %d\n", l.began.Nanoseconds()) //nolint:errcheck // the judge misses it
			}
			return l, run, err
		}
		if !errors.Is(err, fs.ErrExist) {
			return l, run, err
		}
	}
}

func logFile(dir string, run int) string { return filepath.Join(dir, "log-"+strconv.Itoa(run)) }

func (l runLog) note(what string) {
	fmt.Fprintf(l.file, "%s %d\n", what, (sinceBoot() - l.began).Nanoseconds()) //nolint:errcheck // the judge misses it
}

func sinceBoot() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		panic(err) // the clock is there since Linux 2.6.39
	}
	return time.Duration(t.Nano())
}

// processBegan is when the process was made: before the program was loaded. Source: proc_pid_stat(5), starttime.
func processBegan() (time.Duration, error) {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0, err
	}
	const startTime, tick = 22 - 3, 10 * time.Millisecond // counted from the field after the name
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	ticks, err := strconv.ParseInt(fields[startTime], 10, 64)
	return time.Duration(ticks) * tick, err
}
