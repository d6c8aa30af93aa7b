//go:build linux

// A record that is measured: some processes of ours in the fake host, each with memory of its own and a file that they share.

package grader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// standInName is the name under which this program, in the fake host, uses memory: STANDIN FILE BYTES.
const standInName = "minicontainer-standin"

func init() {
	if filepath.Base(os.Args[0]) != standInName || len(os.Args) < 3 {
		return
	}
	if err := standIn(os.Args[1], os.Args[2]); err != nil {
		os.Stderr.WriteString(standInName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                     //nolint:forbidigo // it is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

// standIn maps the file, takes memory, touches all of both, says so, and waits to be killed.
func standIn(file, size string) error {
	var own int
	if _, err := fmt.Sscan(size, &own); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	shared, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	private, err := unix.Mmap(-1, 0, own, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return err
	}
	sum := byte(1)
	for i := 0; i < len(shared); i += 4096 {
		sum += shared[i]
	}
	for i := 0; i < len(private); i += 4096 {
		private[i] = sum | 1
	}
	_, err = os.Stdout.WriteString("ready\n")
	return errors.Join(err, unix.Pause())
}

// crowd starts more and more processes and measures them after each step, as the product does; none ends before the last measurement.
func crowd(b *grade.Bench) points {
	tool, file := fakehost.Tools+"/"+standInName, fakehost.Work+"/shared"
	must(os.Symlink("minibox", b.Path(tool)))
	b.Write(file, strings.Repeat("s", 12<<20), 0o644)
	var all []*fakehost.Running
	defer func() {
		for _, r := range all {
			r.Kill()
		}
	}()
	size := fmt.Sprint(between(2<<20, 4<<20))
	var p points
	for _, count := range []int{1, 2, 4} {
		for len(all) < count {
			all = append(all, b.Start(fakehost.Command{Args: []string{tool, file, size}}))
		}
		m := point{count: count}
		for _, r := range all {
			if !b.Until(func() bool { return strings.Contains(r.Stdout(), "ready") || r.Ended() }) || r.Ended() {
				must(errors.New("no process to be measured: " + grade.Said(r)))
			}
			rss, pss := memoryOf(r.Pid)
			m.rss, m.pss = m.rss+rss, m.pss+pss
		}
		p = append(p, m)
	}
	return p
}

// memoryOf reads kB.
func memoryOf(pid int) (rss, pss float64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	must(err)
	for _, line := range strings.Split(string(text), "\n") {
		fmt.Sscanf(line, "Rss: %f", &rss) //nolint:errcheck // it is another line
		fmt.Sscanf(line, "Pss: %f", &pss) //nolint:errcheck // as above
	}
	return rss, pss
}

// measured is a record of what runs here and now. Its numbers are nobody's to choose; only the line through them is judged.
func measured(b *grade.Bench) (points, grade.Finding) {
	p := crowd(b)
	if fit(p).slope <= 0 { // somebody else on this machine has begun to share, or ceased: nothing to be learned from it
		return p, grade.Finding{}
	}
	return p, compare(b, record{"process": p}, "process", nowhere)
}
