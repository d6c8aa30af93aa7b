//go:build linux

package grade

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Bench is what a Grade function works at. What goes wrong with the bench itself ends
// the check without a verdict; no method returns such an error.
type Bench struct {
	Host   *fakehost.Host
	Answer Submission // the learner's files
	Tier   Tier       // what this machine allows

	exercise  Exercise
	ran       string // the command line of the first program that was started
	fenceName string
	before    condition
	script    script // the learner's, if the answer is one
}

// Program is the learner's built program in the fake host; see also Exercise.Static.
const Program = fakehost.Work + "/answer"

// limit is how long a program may take where nothing else is said.
const limit = 8 * time.Second

// trouble is a panic of the bench itself, with a text that says enough.
type trouble struct{ err error }

func (t trouble) Error() string { return t.err.Error() }

// Prepared ends the check without a verdict if a program of the judge's own has failed: the bench is not
// as the check wants it.
func Prepared(r *fakehost.Running) {
	if r.Status() != 0 {
		panic(trouble{fmt.Errorf("prepare the check: %s", Said(r))})
	}
}

func must(err error) {
	if err != nil {
		panic(trouble{err}) // to judge, which reports it: a check without a bench has no verdict
	}
}

func newBench(x Exercise, j job) (*Bench, error) {
	host, err := fakehost.New(fmt.Sprintf("/proc/self/fd/%d", imageFD), newFence(j.Fences), x.forbidden())
	if err != nil {
		return nil, err
	}
	b := &Bench{Host: host, Answer: j.Answer, Tier: j.Tier, exercise: x, fenceName: "watchdog"}
	if j.Fences > 0 {
		b.fenceName = "cgroup"
	}
	if x.isProgram() || x.Static {
		if err := b.install(); err != nil {
			host.Close()
			return nil, err
		}
	}
	b.plantCanaries()
	return b, nil
}

func (b *Bench) close() { b.Host.Close() }

// install copies the learner's program, or the static one, into the fake host.
func (b *Bench) install() error {
	src := os.NewFile(programFD, "program")
	defer src.Close()
	dst, err := os.OpenFile(b.Path(Program), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		dst.Close()
		return err
	}
	return dst.Close()
}

// Path is a path of the fake host as the judge can use it. It must not be used for
// what a learner's program may have changed into a symlink: Read, Lstat and Rooted are for that.
func (b *Bench) Path(inside string) string { return filepath.Join(b.Host.Root(), inside) }

// Token is a random word of 16 hex digits: nothing that is known can stand for it.
func (b *Bench) Token() string {
	t := make([]byte, 8)
	_, err := rand.Read(t)
	must(err)
	return hex.EncodeToString(t)
}

// Sentinel is the argument list of a program that does nothing for a long time, and that
// Await finds by its random last argument.
func (b *Bench) Sentinel() []string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000))
	must(err)
	return []string{"/bin/sleep", fmt.Sprintf("55%09d", n)}
}

// BaseRoot makes a root directory with the base image's files, /work/NAME, and returns its
// path in the fake host.
func (b *Bench) BaseRoot(name string) string {
	root := b.Dir(name)
	image := fmt.Sprintf("/proc/self/fd/%d", imageFD)
	entries, err := os.ReadDir(image + "/.")
	must(err)
	for _, e := range entries {
		if e.Name() == "root" { // closed to everybody but its owner, who is nobody here
			must(os.Mkdir(b.Path(root+"/root"), 0o700))
			continue
		}
		must(rootfs.CopyTree{From: filepath.Join(image, e.Name()), To: b.Path(filepath.Join(root, e.Name()))}.Do())
	}
	return root
}

// PlantWalkOut puts the classic way out of a chroot into a root directory made by BaseRoot and
// returns its path inside. Run with the path of a file, it prints the file it then sees.
func (b *Bench) PlantWalkOut(root string) string {
	inside := "/bin/" + fakehost.WalkOut
	must(os.Symlink("minibox", b.Path(root+inside)))
	return inside
}

// Dir makes a directory below /work and returns its path in the fake host.
func (b *Bench) Dir(name string) string {
	dir := filepath.Join(fakehost.Work, name)
	must(os.MkdirAll(b.Path(dir), 0o755))
	return dir
}

// Write puts a file into the fake host, with its directories.
func (b *Bench) Write(path, text string, mode os.FileMode) {
	if !b.Host.Alive() {
		panic(hostIsDead{})
	}
	must(os.MkdirAll(filepath.Dir(b.Path(path)), 0o755))
	must(os.WriteFile(b.Path(path), []byte(text), mode))
}

// Read is the beginning of a file of the fake host, followed as inside; "" and false if
// it cannot be read.
func (b *Bench) Read(path string) (string, bool) { return readIn(b.Host.Root(), path) }

// ReadIn is Read in the view of one process: below its root directory, in its mounts.
func (b *Bench) ReadIn(p fakehost.Process, path string) (string, bool) {
	return readIn(fmt.Sprintf("/proc/%d/root", p.Pid), path)
}

func readIn(root, path string) (string, bool) {
	f, err := syscalls.OpenInRoot(root, path, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return "", false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	text, err := io.ReadAll(io.LimitReader(f, largestAnswer))
	return string(text), err == nil
}

// Lstat looks at a path of the fake host, its last part not followed; nil if it is not there.
func (b *Bench) Lstat(path string) os.FileInfo { return lstatIn(b.Host.Root(), path) }

// LstatIn is Lstat in the view of one process.
func (b *Bench) LstatIn(p fakehost.Process, path string) os.FileInfo {
	return lstatIn(fmt.Sprintf("/proc/%d/root", p.Pid), path)
}

func lstatIn(root, path string) os.FileInfo {
	f, err := syscalls.OpenInRoot(root, path, unix.O_PATH|unix.O_NOFOLLOW)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	return info
}

// Start starts a program in the fake host.
func (b *Bench) Start(c fakehost.Command) *fakehost.Running {
	if b.ran == "" && c.Args[0] == Program {
		b.ran = strings.Join(append([]string{"exercises/" + b.exercise.Folder}, c.Args[1:]...), " ")
	}
	r, err := b.Host.Start(c)
	if err != nil && b.damage() != "" {
		panic(hostIsDead{})
	}
	must(err)
	return r
}

// hostIsDead ends a Grade function when the learner's program has left a fake host in which nothing
// can be started.
type hostIsDead struct{}

// Run starts a program and waits for its end. It is stopped after some seconds, and at
// once if it stops itself, as the given part of an exercise does after an error.
func (b *Bench) Run(args ...string) *fakehost.Running {
	return b.Finish(b.Start(fakehost.Command{Args: args}))
}

// RunWith is Run with a text to read from stdin.
func (b *Bench) RunWith(stdin string, args ...string) *fakehost.Running {
	r, w, err := os.Pipe()
	must(err)
	defer r.Close()
	_, err = w.WriteString(stdin) // no more than a pipe holds
	w.Close()
	must(err)
	return b.Finish(b.Start(fakehost.Command{Args: args, Stdin: r}))
}

// Finish waits for the end of a program as Run does.
func (b *Bench) Finish(r *fakehost.Running) *fakehost.Running {
	over := b.Until(func() bool { return r.Ended() || slices.ContainsFunc(b.Host.Started(r), fakehost.Process.Stopped) })
	r.Kill()
	if !over && b.Host.Alive() {
		panic(tooSlow{})
	}
	return r
}

// tooSlow ends a Grade function when a program does not end.
type tooSlow struct{}

// TooSlow is the finding for a program that does not end.
func TooSlow() Finding {
	return Failed("answer.too-slow", "still running after "+limit.String(), limit.String())
}

// Own is the argument list of one of the base image's commands, the real one, also
// where a decoy stands in PATH: for what the judge itself does in the fake host.
func Own(command string, args ...string) []string {
	if command == "sh" { // which is no applet of the multi-call binary, but a program of its own in it
		return append([]string{fakehost.Tools + "/sh"}, args...)
	}
	return append([]string{fakehost.Tools + "/minibox", command}, args...)
}

// Await waits for the program that was asked for: a process with the sentinel's random
// argument. found is false if the learner's program ends, or stops itself, before
// there is one; if it does neither it is too slow, and the check is over.
func (b *Bench) Await(r *fakehost.Running, sentinel []string) (p fakehost.Process, found bool) {
	token := sentinel[len(sentinel)-1]
	over := b.Until(func() bool {
		p = b.Host.Find(token)
		return p.Pid != 0 || r.Ended() || b.Stopped(r)
	})
	if !over && b.Host.Alive() {
		panic(tooSlow{})
	}
	return p, p.Pid != 0
}

// Settle waits until a program has ended or has stopped itself. One that does neither
// is too slow, and the check is over.
func (b *Bench) Settle(r *fakehost.Running) {
	if !b.Settled(r) {
		panic(tooSlow{})
	}
}

// Settled is Settle for a check that has something to say also of a program that does neither: it
// still runs then, and settled is false.
func (b *Bench) Settled(r *fakehost.Running) (settled bool) {
	return b.Until(func() bool { return r.Ended() || b.Stopped(r) }) || !b.Host.Alive()
}

// Show sets the command line that the learner is told was run, for a program that the
// judge starts by way of another one.
func (b *Bench) Show(line string) { b.ran = line }

// Stopped tells whether a program has stopped itself: the part of it that comes with
// the exercise does so on an error of the learner's part, so that the judge can look at the state.
func (b *Bench) Stopped(r *fakehost.Running) bool {
	return b.StoppedProcess(r).Pid != 0
}

// StoppedProcess is a process of the fake host that has stopped itself; Pid is 0 if none has.
func (b *Bench) StoppedProcess(*fakehost.Running) fakehost.Process {
	for _, p := range b.Host.Processes() {
		if p.Stopped() {
			return p
		}
	}
	return fakehost.Process{}
}

// Until asks again and again until the answer is yes, for some seconds at most.
func (b *Bench) Until(yes func() bool) bool {
	deadline := time.Now().Add(limit)
	for !yes() {
		if time.Now().After(deadline) || !b.Host.Alive() {
			return false
		}
		time.Sleep(3 * time.Millisecond) // /proc sends no event to somebody who is not the parent
	}
	return true
}

// Said is the last line that a program printed to stderr, for evidence. One that has
// stopped itself has printed, but the line may be still on its way.
func Said(r *fakehost.Running) string {
	const onItsWay = 50
	for i := 0; i < onItsWay && r.Stderr() == "" && !r.Ended(); i++ {
		time.Sleep(3 * time.Millisecond)
	}
	for _, line := range strings.Split(r.Stderr(), "\n") {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return line // the rest is where it happened
		}
	}
	if line := lastLine(r.Stderr()); line != "" {
		return line
	}
	return fmt.Sprintf("exit status %d, nothing on stderr", r.Status())
}

// grade runs the exercise's function and then looks at what is left of the fake host. What
// the program did to the machine comes before what it did wrong in the exercise.
func (b *Bench) grade() (f Finding) {
	stop := make(chan struct{})
	watched := make(chan fakehost.Breach, 1)
	go func() { watched <- b.Host.Watch(stop) }()
	b.before = b.look()
	f = b.protected()
	f.Observed = cut(f.Observed)
	close(stop)
	if breach := <-watched; breach != fakehost.NoBreach {
		return breached(breach)
	}
	if called := b.Host.Called(); called != "" && f.Status != Pass {
		return Failed("answer.borrowed", "exec "+called, called)
	}
	if damage := b.damage(); damage != "" && !f.Damage {
		return Failed("answer.damaged-host", damage)
	}
	if unread, ok := b.script.unread(); ok && f.Status != Pass {
		return unread
	}
	return f
}

// cut bounds what a learner is shown of what a program has printed.
func cut(observed string) string {
	const most = 1200
	if len(observed) <= most {
		return observed
	}
	return strings.ToValidUTF8(observed[:most], "") + "…"
}

func (b *Bench) protected() (f Finding) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case tooSlow:
			f = TooSlow()
		case hostIsDead:
			f = Failed("answer.damaged-host", b.damage())
		default:
			panic(p) // a defect of the grader, for judge to tell
		}
	}()
	return b.exercise.Grade(b)
}

func breached(b fakehost.Breach) Finding {
	if b == fakehost.Memory {
		return Failed("answer.out-of-memory", "the kernel ended the program", strconv.Itoa(fakehost.MaxMemory>>20))
	}
	return Failed("answer.too-many-processes", "the kernel refused the next process", strconv.Itoa(fakehost.MaxProcesses))
}
