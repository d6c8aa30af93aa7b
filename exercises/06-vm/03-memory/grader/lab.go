//go:build linux

package grader

import (
	"crypto/rand"
	"fmt"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a fake host with processes of a container, and a machine's.
type lab struct {
	*grade.Bench
	tool  string
	crowd []held
	ends  string // the number of a process that has ended
	last  string // how many kB the kernel has counted last
}

// held is one process that holds memory.
type held struct {
	fakehost.Process
	number string // that it has in the fake host
}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, tool: fakehost.Tools + "/" + holderName}
	must(os.Symlink("minibox", b.Path(l.tool)))
	return l
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// between is a random number.
func between(low, high int64) int64 {
	n, err := rand.Int(rand.Reader, big.NewInt(high-low+1))
	must(err)
	return low + n.Int64()
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// start runs the holder until it has said as many numbers as it should.
func (l *lab) start(lines int, args ...string) (found []held) {
	r := l.Start(fakehost.Command{Args: append([]string{l.tool}, args...)})
	if !l.Until(func() bool { return r.Ended() || strings.Count(r.Stdout(), "\n") >= lines }) || r.Ended() {
		panic("processes that hold memory: " + grade.Said(r)) // of the bench: no verdict
	}
	for _, line := range strings.Split(strings.TrimSpace(r.Stdout()), "\n") {
		what, number, _ := strings.Cut(line, " ")
		if what == "ended" {
			l.ends = number
			continue
		}
		found = append(found, held{l.process(number), number})
	}
	return found
}

// process finds it by the number that it has in the fake host.
func (l *lab) process(number string) fakehost.Process {
	for _, p := range l.Host.Processes() {
		if numbers := strings.Fields(p.Status("NSpid")); len(numbers) > 0 && numbers[len(numbers)-1] == number {
			return p
		}
	}
	panic("no process " + number) // of the bench: no verdict
}

// container is processes that share memory.
func (l *lab) container() grade.Finding {
	const processes = 4
	args := []string{"crowd", text(between(28, 36))}
	for range processes {
		args = append(args, text(between(3, 7)))
	}
	l.crowd = l.start(processes+1, args...)
	return l.compare(l.crowd)
}

// machine is one process that was promised much.
func (l *lab) machine() grade.Finding {
	return l.compare(l.start(1, "machine", "-m", text(between(4, 8)*128), text(between(20, 40))))
}

// ended is the container's processes again, and two that are none any more: the one is a zombie, the other not there.
func (l *lab) ended() grade.Finding {
	const nobody = "4000000"
	zombie := l.process(l.ends)
	if !l.Until(func() bool { return strings.HasPrefix(zombie.Status("State"), "Z") }) {
		panic("no zombie: " + zombie.Status("State")) // of the bench: no verdict
	}
	args := []string{"processes", nobody, l.ends}
	for _, p := range l.crowd {
		args = append(args, p.number)
	}
	got, err := l.ask(args...)
	if err != "" {
		return grade.Failed("vm.memory.ended", "pid "+nobody+": no such process\npid "+l.ends+" is a zombie\n"+err)
	}
	return l.judge(l.crowd, got)
}

// ask runs the program, and reads the number that it prints. What it gives up with is in err.
func (l *lab) ask(args ...string) (got uint64, err string) {
	l.Show("exercises/06-vm/03-memory " + args[0] + " …")
	r := l.Run(append([]string{grade.Program}, args...)...)
	if r.Status() != 0 {
		return 0, grade.Said(r)
	}
	got, bad := strconv.ParseUint(strings.TrimSpace(r.Stdout()), 10, 64)
	if bad != nil {
		return 0, "printed: " + strings.TrimSpace(r.Stdout())
	}
	return got, ""
}

func (l *lab) compare(processes []held) grade.Finding {
	args := []string{"processes"}
	for _, p := range processes {
		args = append(args, p.number)
	}
	got, err := l.ask(args...)
	if err != "" {
		return grade.Failed("vm.memory.gave-up", err)
	}
	return l.judge(processes, got)
}

// sums are what one can add up over processes, in bytes. Source: proc_pid_smaps(5), proc_pid_status(5).
type sums struct{ pss, rss, size, private, anon, most uint64 }

func (l *lab) sum(processes []held) (s sums) {
	for _, p := range processes {
		sizes := p.smaps()
		s.pss += sizes["Pss"]
		s.rss += sizes["Rss"]
		s.private += sizes["Private_Clean"] + sizes["Private_Dirty"]
		s.anon += sizes["Anonymous"]
		s.most = max(s.most, sizes["Pss"])
		s.size += kib(p.Status("VmSize"))
	}
	l.last = text(int64(s.pss >> 10)) //nolint:gosec // kilobytes
	return s
}

// smaps is what the kernel has added up for a process.
func (h held) smaps() map[string]uint64 {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", h.Pid))
	must(err)
	sizes := map[string]uint64{}
	for _, line := range strings.Split(string(content), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			sizes[name] = kib(value)
		}
	}
	return sizes
}

// kib reads "  123 kB" in bytes.
func kib(value string) uint64 {
	n, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64) //nolint:errcheck // 0
	return n << 10
}

// near is how far, as a factor, a number may be from what was measured a moment earlier or later. The mistakes are further away.
const near = 1.15

func isNear(got, want uint64) bool {
	return math.Abs(math.Log(float64(got))-math.Log(float64(want))) < math.Log(near)
}

// judge compares what the program has told of some processes with what the kernel says of them.
func (l *lab) judge(processes []held, got uint64) grade.Finding {
	s := l.sum(processes)
	if isNear(got, s.pss) {
		return grade.Finding{}
	}
	evidence := fmt.Sprintf("processes: %d\nprinted: %s\nPss:     %s in all\nRss:     %s in all\nVmSize:  %s in all",
		len(processes), inKB(got), inKB(s.pss), inKB(s.rss), inKB(s.size))
	for _, m := range []struct {
		id  string
		way uint64
	}{
		{"vm.memory.unit", s.pss >> 10}, {"vm.memory.unit", s.rss >> 10}, {"vm.memory.unit", s.pss << 10},
		{"vm.memory.shared-again", s.rss}, {"vm.memory.promised", s.size},
		{"vm.memory.only-own", s.private}, {"vm.memory.only-own", s.anon}, {"vm.memory.only-one", s.most},
	} {
		if isNear(got, m.way) {
			return grade.Failed(m.id, evidence, inKB(s.pss))
		}
	}
	return grade.Unknown(evidence, grade.Text{EN: "about " + inKB(s.pss), KO: "약 " + inKB(s.pss)})
}

func inKB(bytes uint64) string { return fmt.Sprintf("%d kB", bytes>>10) }
