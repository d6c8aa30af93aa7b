package applet

// Commands that start another command: setsid, nohup, timeout, time, watch.

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

var setsidCommand = command{
	name: "setsid", usage: "[-cfw] PROG [ARGS]", short: "run a program in a new session",
	options: "+cfw", long: "ctty=c fork=f wait=w", run: runSetsid,
}

// runSetsid needs a child when it leads a process group: setsid(2) refuses a
// group leader.
func runSetsid(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no program given")
	}
	if unix.Getpgrp() != os.Getpid() && !c.has("f") {
		if _, err := unix.Setsid(); err != nil {
			return fmt.Errorf("setsid: %w", err)
		}
		if c.has("c") {
			if err := unix.IoctlSetInt(0, unix.TIOCSCTTY, 1); err != nil {
				return fmt.Errorf("set controlling terminal: %w", err)
			}
		}
		return c.execInPlace(c.operands, os.Environ())
	}
	cmd, err := child(c.operands)
	if err != nil {
		return err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: c.has("c")}
	if c.has("w") {
		return c.runToEnd(cmd)
	}
	if err := cmd.Start(); err != nil {
		return startError(c.operands[0], err)
	}
	return nil
}

var nohupCommand = command{
	name: "nohup", usage: "PROG [ARGS]", short: "run a program that ignores the end of the terminal",
	options: "+", failure: 125, run: runNohup,
}

func runNohup(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no program given")
	}
	ignore(unix.SIGHUP)
	if term.IsTerminal(int(os.Stdout.Fd())) {
		file, err := os.OpenFile("nohup.out", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		c.say(errors.New("appending output to nohup.out"))
		for _, fd := range []int{1, 2} {
			if err := unix.Dup3(int(file.Fd()), fd, 0); err != nil {
				return fmt.Errorf("redirect output: %w", err)
			}
		}
	}
	return c.execInPlace(c.operands, os.Environ())
}

var timeoutCommand = command{
	name: "timeout", usage: "[-s SIGNAL] [-k SECS] SECS PROG [ARGS]", short: "run a program and end it after a time",
	options: "+s:k:", long: "signal=s kill-after=k foreground preserve-status", failure: 125, run: runTimeout,
}

// runTimeout ends with 124 when the time ran out, as timeout(1) does, and with
// 137 when it took SIGKILL.
func runTimeout(c *call) error {
	if len(c.operands) < 2 {
		return usagef("a time and a program are needed")
	}
	limit, err := parseDuration(c.operands[0])
	if err != nil {
		return err
	}
	killAfter, err := c.duration("k", 0)
	if err != nil {
		return err
	}
	signal := unix.SIGTERM
	if name, ok := c.value("s"); ok {
		if signal, err = parseSignal(name); err != nil {
			return usageError{err.Error()}
		}
	}
	cmd, err := child(c.operands[1:])
	if err != nil {
		return err
	}
	return c.watchOver(cmd, limit, killAfter, signal)
}

func (c *call) watchOver(cmd *exec.Cmd, limit, killAfter time.Duration, signal unix.Signal) error {
	if err := cmd.Start(); err != nil {
		return startError(cmd.Args[0], err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait() //nolint:errcheck // the state says it all
		close(ended)
	}()
	// Whoever ends us means the program.
	caught := notify(unix.SIGTERM, unix.SIGINT, unix.SIGHUP, unix.SIGQUIT)
	var over, kill <-chan time.Time
	if limit > 0 {
		over = time.After(limit)
	}
	timedOut := false
	for {
		select {
		case <-ended:
			status := exitStatus(cmd.ProcessState)
			if timedOut && status != statusSignalBase+int(unix.SIGKILL) && !c.has("preserve-status") {
				status = 124
			}
			return statusError{status: status}
		case <-over:
			timedOut = true
			cmd.Process.Signal(signal)       //nolint:errcheck // it may have ended just now
			cmd.Process.Signal(unix.SIGCONT) //nolint:errcheck // a stopped process must hear it too
			if killAfter > 0 {
				kill = time.After(killAfter)
			}
		case asked := <-caught:
			cmd.Process.Signal(asked) //nolint:errcheck // likewise
		case <-kill:
			cmd.Process.Kill() //nolint:errcheck // likewise
		}
	}
}

var timeCommand = command{
	name: "time", usage: "[-p] PROG [ARGS]", short: "run a program and print the time it took",
	options: "+pv", run: runTime,
}

func runTime(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no program given")
	}
	cmd, err := child(c.operands)
	if err != nil {
		return err
	}
	started := time.Now()
	err = c.runToEnd(cmd)
	if cmd.ProcessState == nil {
		return err
	}
	for _, line := range []struct {
		name string
		took time.Duration
	}{{"real", time.Since(started)}, {"user", cmd.ProcessState.UserTime()}, {"sys", cmd.ProcessState.SystemTime()}} {
		fmt.Fprintf(os.Stderr, "%s\t%s\n", line.name, c.clock(line.took))
	}
	return err
}

func (c *call) clock(d time.Duration) string {
	if c.has("p") {
		return fmt.Sprintf("%.2f", d.Seconds())
	}
	minutes := int(d.Minutes())
	return fmt.Sprintf("%dm %.2fs", minutes, (d - time.Duration(minutes)*time.Minute).Seconds())
}

var watchCommand = command{
	name: "watch", usage: "[-n SECS] [-t] PROG [ARGS]", short: "run a program again and again",
	options: "+n:t", long: "interval=n no-title=t", run: runWatch,
}

func runWatch(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no program given")
	}
	pause, err := c.duration("n", 2*time.Second)
	if err != nil {
		return err
	}
	line := strings.Join(c.operands, " ")
	for {
		c.printf("%s", clearScreen)
		if !c.has("t") {
			c.printf("Every %.1fs: %-40s %s\n\n", pause.Seconds(), line, time.Now().Format("2006-01-02 15:04:05"))
		}
		if err := c.out.Flush(); err != nil {
			return err
		}
		if _, err := runChild([]string{"sh", "-c", line}); err != nil {
			return err
		}
		time.Sleep(pause)
	}
}
