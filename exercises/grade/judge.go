//go:build linux

// The judge: this program once more, as root of a new user namespace. It makes the
// fake host, runs the exercise's Grade function, and says what was found.
//
// Its root is nobody outside, and so is the root of everything it starts. When the
// workshop runs as root, the judge's ids 0–65535 are ids that belong to nobody; an ordinary
// user has only the own one to give.

package grade

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// judgeName is the argv[0] under which this program is the judge.
const judgeName = "minicontainer: judge"

// judgeLimit bounds a whole check; each program in it has a limit of its own.
const judgeLimit = time.Minute

// job is what the judge is asked.
type job struct {
	ID     string
	Answer Submission
	Tier   Tier
	Fences int
	Groups bool            // lend the fake host control groups of its own
	Trees  []fakehost.Tree // those, one for each of the fence's files but the last if there are more
	Mine   []string        // run the learner's own runtime with these arguments instead
}

// verdict is what it answers.
type verdict struct {
	Finding Finding
	Ran     string
	Fence   string
	Status  int    // of the learner's own runtime
	Problem string // the judge itself could not go on
}

// The files that the judge finds open.
const (
	imageFD   = 3 + iota // the base image's root directory
	programFD            // the learner's program
	orderFD              // a pipe with the job
	answerFD             // a pipe for the verdict
	selfFD               // this program
	fenceFD              // and more: cgroup.procs of the fence's control groups
)

// try has the judge look at a built answer.
func try(ctx context.Context, x Exercise, s Submission, image, program string) (f Finding, ran, fence string, err error) {
	ids, tier := mappings()
	if tier < x.Tier {
		return Cannot(tierReason(x.Tier)), "", "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, judgeLimit)
	defer cancel()
	v, breach, err := caged(ctx, job{ID: x.ID, Answer: s, Tier: tier, Groups: x.Groups}, ids, image, program, Streams{})
	if errors.Is(err, context.DeadlineExceeded) {
		return Failed("answer.too-slow", "the whole check", judgeLimit.String()), "", "", nil
	}
	if errors.Is(err, errNoNamespaces) {
		return Cannot(noNamespaces), "", "", nil
	}
	var none *cgroup.Unavailable
	if errors.As(err, &none) {
		return Cannot(noGroups, none.Error()), "", "", nil
	}
	if err != nil {
		return f, "", "", err
	}
	if breach != fakehost.NoBreach && v.Finding.Status != Pass {
		v.Finding, v.Problem = breached(breach), ""
	}
	if v.Problem != "" {
		return f, "", "", fmt.Errorf("judge: %s", v.Problem)
	}
	return v.Finding, v.Ran, v.Fence, nil
}

// Streams connect the judge to a person; the zero value is for a check, where nobody reads along.
type Streams struct{ In, Out, Err *os.File }

// caged runs the judge with a fence for what it will start, and tells which limit was met.
func caged(ctx context.Context, j job, ids idMaps, image, program string, to Streams) (v verdict, met fakehost.Breach, err error) {
	cage, err := newCage(j.Groups, ids.owner())
	if err != nil {
		return v, met, err
	}
	procs := cage.files()
	j.Fences = len(procs)
	if cage.lent != nil {
		j.Trees = cage.lent.trees
	}
	v, err = hold(ctx, j, ids, image, program, procs, to)
	return v, cage.breach(), errors.Join(err, cage.remove())
}

// hold runs the judge to its end.
func hold(ctx context.Context, j job, ids idMaps, image, program string, procs []*os.File, to Streams) (v verdict, err error) {
	// A copy, as the file itself may be closed to the ids of the judge.
	self, err := syscalls.SealedCopy("/proc/self/exe")
	if err != nil {
		return v, err
	}
	defer self.Close()
	files, closeFiles, err := judgeFiles(image, program)
	if err != nil {
		return v, err
	}
	defer closeFiles()
	talk, err := newTalk(j)
	if err != nil {
		return v, err
	}
	defer talk.close()
	// By the number that it has in the child, who gives all of these new ones before it executes: one of them may be
	// the number that the copy has here.
	cmd := exec.CommandContext(ctx, fmt.Sprintf("/proc/self/fd/%d", selfFD))
	cmd.Args = []string{judgeName}
	cmd.Env, cmd.Dir = []string{"TERM=" + os.Getenv("TERM")}, "/"
	cmd.ExtraFiles = append(append(files, talk.order, talk.answer, self), procs...)
	cmd.SysProcAttr = ids.attr()
	var complained bytes.Buffer
	cmd.Stderr = &complained
	if to.Out != nil {
		cmd.Stdin, cmd.Stdout, cmd.Stderr = to.In, to.Out, to.Err
	}
	if err := cmd.Start(); err != nil {
		return v, fmt.Errorf("run judge: %w", cloneError(err))
	}
	v, answered := talk.listen()
	if err := cmd.Wait(); err != nil || answered != nil {
		return v, fmt.Errorf("run judge: %w: %s", errors.Join(ctx.Err(), err, answered), lastLine(complained.String()))
	}
	return v, nil
}

var errNoNamespaces = errors.New("no user namespace can be made here")

// cloneError tells a machine that allows no user namespace, by limit or by rule, from other trouble.
func cloneError(err error) error {
	for _, refusal := range []syscall.Errno{syscall.EPERM, syscall.ENOSPC, syscall.EUSERS, syscall.EACCES} {
		if errors.Is(err, refusal) {
			return fmt.Errorf("%w: %w", errNoNamespaces, err)
		}
	}
	return err
}

func judgeFiles(image, program string) (files []*os.File, closeAll func(), err error) {
	closeAll = func() {
		for _, f := range files {
			f.Close()
		}
	}
	// The image's directory by descriptor: the directories above it may be closed.
	fd, err := unix.Open(image, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open base image: %w", err)
	}
	files = append(files, os.NewFile(uintptr(fd), image))
	f, err := os.Open(program)
	if err != nil {
		closeAll()
		return nil, nil, err
	}
	files = append(files, f)
	return files, closeAll, nil
}

// RunIfJudge becomes the judge if this process was started as one, and exits. Every
// program that calls Check calls it first thing in main.
func RunIfJudge() {
	if os.Args[0] != judgeName {
		return
	}
	// The kernel ends the fake host with the thread that started it, so this must not be
	// one of those that Host.Start throws away.
	runtime.LockOSThread()
	v := judge()
	if err := json.NewEncoder(os.NewFile(answerFD, "answer")).Encode(v); err != nil {
		os.Exit(1) //nolint:forbidigo // the judge is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // the judge is a program of its own
}

// judge carries out the job. A panic is a defect of a grader: it is told, and no learner is blamed.
func judge() (v verdict) {
	defer func() {
		if p := recover(); p != nil {
			v.Problem = fmt.Sprint(p)
			if _, known := p.(trouble); !known {
				v.Problem += "\n" + string(debug.Stack())
			}
		}
	}()
	for _, fd := range []int{imageFD, programFD, orderFD, answerFD, selfFD} {
		unix.CloseOnExec(fd)
	}
	var j job
	if err := json.NewDecoder(os.NewFile(orderFD, "order")).Decode(&j); err != nil {
		return verdict{Problem: "read job: " + err.Error()}
	}
	if j.Mine != nil {
		return judgeMine(j)
	}
	x, ok := Find(j.ID)
	if !ok {
		return verdict{Problem: "no exercise " + j.ID}
	}
	b, err := newBench(x, j)
	if err != nil { // nothing of the learner's has run yet
		return verdict{Finding: Cannot(noFakeHost, err.Error())}
	}
	defer b.close()
	v.Finding = b.grade()
	v.Ran, v.Fence = b.ran, b.fenceName
	return v
}

// newFence takes the inherited control group files.
func newFence(j job) fakehost.Fence {
	f := fakehost.Fence{Trees: j.Trees}
	for i := range j.Fences {
		unix.CloseOnExec(fenceFD + i)
		f.Procs = append(f.Procs, os.NewFile(uintptr(fenceFD+i), "cgroup.procs"))
	}
	if len(j.Trees) > 0 && len(f.Procs) > len(j.Trees) {
		f.Top, f.Procs = f.Procs[len(j.Trees)], f.Procs[:len(j.Trees)]
	}
	return f
}
