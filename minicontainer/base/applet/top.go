package applet

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

var topCommand = command{
	name: "top", usage: "[-b] [-n COUNT] [-d SECS]", short: "show processes by their use of the processor",
	options: "bn:d:", interactive: true, run: runTop,
}

// A topView compares two readings of /proc: the use of the processor is what
// was added in between.
type topView struct {
	*call
	accounts *accounts
	before   map[int]uint64
	total    uint64 // ticks of all processors at the last reading
}

func runTop(c *call) error {
	rounds, err := c.count("n", 0)
	if err != nil {
		return err
	}
	pause, err := c.duration("d", 5*time.Second)
	if err != nil {
		return err
	}
	batch := c.has("b") || !c.out.terminal
	var keys <-chan byte
	if !batch {
		keyboard, err := openKeyboard()
		if err != nil {
			return err
		}
		defer keyboard.Close() //nolint:errcheck // the terminal is gone, then
		keys = keyboard.keys()
	}
	stop := notify(os.Interrupt, unix.SIGTERM)
	v := &topView{call: c, accounts: loadAccounts()}
	for round := 1; ; round++ {
		if err := v.draw(batch); err != nil {
			return err
		}
		if round == rounds {
			return nil
		}
		if waitForQuit(pause, keys, stop) {
			return nil
		}
	}
}

// waitForQuit waits for the next round, which any key but q brings at once.
func waitForQuit(pause time.Duration, keys <-chan byte, stop <-chan os.Signal) bool {
	select {
	case <-time.After(pause):
		return false
	case key := <-keys:
		return key == 'q'
	case <-stop:
		return true
	}
}

func (v *topView) draw(batch bool) error {
	list, err := processes()
	if err != nil {
		return err
	}
	memory, err := meminfo()
	if err != nil {
		return err
	}
	cpu, total := processorTicks()
	used := func(p process) uint64 { return p.ticks - min(p.ticks, v.before[p.pid]) }
	slices.SortStableFunc(list, func(a, b process) int { return int(used(b)) - int(used(a)) })
	elapsed := max(1, total-v.total)

	lines := v.heading(memory, cpu, list)
	for _, p := range list {
		lines = append(lines, fmt.Sprintf("%5d %5d %-8.8s %-4s %6s %3d%% %3d%% %s", p.pid, p.ppid, v.accounts.userName(p.uid), p.stat(),
			shortSize(p.vsz), 100*p.rss/max(1, memory["MemTotal"]), 100*used(p)/elapsed, p.args))
	}
	v.show(lines, batch)
	v.before = map[int]uint64{}
	for _, p := range list {
		v.before[p.pid] = p.ticks
	}
	v.total = total
	return v.out.Flush()
}

func (v *topView) heading(memory map[string]uint64, cpu string, list []process) []string {
	load, _ := os.ReadFile("/proc/loadavg")
	average := strings.Join(strings.Fields(string(load))[:min(3, len(strings.Fields(string(load))))], " ")
	return []string{
		fmt.Sprintf("Mem: %dK used, %dK free, %dK shrd, %dK buff, %dK cached", (memory["MemTotal"]-memory["MemFree"])>>10,
			memory["MemFree"]>>10, memory["Shmem"]>>10, memory["Buffers"]>>10, memory["Cached"]>>10),
		"CPU: " + cpu,
		fmt.Sprintf("Load average: %s  %d processes", average, len(list)),
		"  PID  PPID USER     STAT    VSZ %MEM %CPU COMMAND",
	}
}

// processorTicks reads the first line of /proc/stat: ticks in user, nice,
// system, idle, iowait and so on, since boot.
func processorTicks() (text string, total uint64) {
	content, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(content), "\n")
	var user, nice, system, idle, iowait, irq, softirq uint64
	fmt.Sscanf(line, "cpu %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &iowait, &irq, &softirq) //nolint:errcheck // zeros do for what is not there
	total = user + nice + system + idle + iowait + irq + softirq
	share := func(n uint64) uint64 { return 100 * n / max(1, total) }
	return fmt.Sprintf("%d%% usr %d%% sys %d%% nic %d%% idle %d%% io since boot", share(user), share(system), share(nice), share(idle), share(iowait)), total
}

func shortSize(bytes uint64) string {
	if bytes>>10 < 100000 {
		return fmt.Sprint(bytes >> 10)
	}
	return fmt.Sprintf("%dm", bytes>>20)
}

// show fills the screen, or in batch mode prints it all. A raw terminal needs
// the carriage return, too.
func (v *topView) show(lines []string, batch bool) {
	if batch {
		v.printf("%s\n\n", strings.Join(lines, "\n"))
		return
	}
	_, rows, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || rows < 6 {
		rows = 24
	}
	v.printf("%s", clearScreen)
	for _, line := range lines[:min(len(lines), rows-1)] {
		v.printf("%s\r\n", v.fit(line))
	}
}
