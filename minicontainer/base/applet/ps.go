package applet

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

var psCommand = command{
	name: "ps", usage: "[-o COL1,COL2=HEADER...] [-ef] [aux]", short: "show processes",
	options: "o:eflAwaux", run: runPs,
}

// A psColumn is one thing ps can tell. Numbers go to the right, words to the
// left.
type psColumn struct {
	name, header string
	width        int // negative: to the left
	text         func(*psView, process) string
}

type psView struct {
	accounts *accounts
	uptime   time.Duration
}

func psColumns() []psColumn {
	number := func(value func(process) int) func(*psView, process) string {
		return func(_ *psView, p process) string { return fmt.Sprint(value(p)) }
	}
	return []psColumn{
		{"pid", "PID", 5, number(func(p process) int { return p.pid })},
		{"ppid", "PPID", 5, number(func(p process) int { return p.ppid })},
		{"pgid", "PGID", 5, number(func(p process) int { return p.pgid })},
		{"sid", "SID", 5, number(func(p process) int { return p.sid })},
		{"user", "USER", -8, func(v *psView, p process) string { return v.accounts.userName(p.uid) }},
		{"uid", "UID", 5, number(func(p process) int { return p.uid })},
		{"group", "GROUP", -8, func(v *psView, p process) string { return v.accounts.groupName(p.gid) }},
		{"gid", "GID", 5, number(func(p process) int { return p.gid })},
		{"stat", "STAT", -4, func(_ *psView, p process) string { return p.stat() }},
		{"comm", "COMMAND", -16, func(_ *psView, p process) string { return p.comm }},
		{"args", "COMMAND", -1, func(_ *psView, p process) string { return p.args }},
		{"vsz", "VSZ", 6, number(func(p process) int { return int(p.vsz >> 10) })},
		{"rss", "RSS", 6, number(func(p process) int { return int(p.rss >> 10) })},
		{"ni", "NI", 3, number(func(p process) int { return p.nice })},
		{"nice", "NI", 3, number(func(p process) int { return p.nice })},
		{"tty", "TT", -6, func(_ *psView, p process) string { return ttyName(p.tty) }},
		{"time", "TIME", 5, func(_ *psView, p process) string { return p.cpuTime() }},
		{"etime", "ELAPSED", 7, func(v *psView, p process) string { return v.elapsed(p) }},
	}
}

func runPs(c *call) error {
	chosen, err := c.psChoice()
	if err != nil {
		return err
	}
	list, err := processes()
	if err != nil {
		return err
	}
	view := &psView{accounts: loadAccounts(), uptime: uptime()}
	printPsHeader(c, chosen)
	for _, p := range list {
		cells := make([]string, len(chosen))
		for i, column := range chosen {
			cells[i] = fmt.Sprintf("%*s", column.width, column.text(view, p))
		}
		c.printf("%s\n", c.fit(strings.Join(cells, " ")))
	}
	return nil
}

// psChoice reads -o; without it the columns are those of Alpine's ps.
func (c *call) psChoice() ([]psColumn, error) {
	lists := c.all("o")
	if len(lists) == 0 {
		lists = []string{"pid,user,time,args"}
	}
	var chosen []psColumn
	for _, word := range strings.Split(strings.Join(lists, ","), ",") {
		name, header, renamed := strings.Cut(word, "=")
		column, ok := findPsColumn(name)
		if !ok {
			return nil, usagef("unknown column %s", name)
		}
		if renamed {
			column.header = header
		}
		chosen = append(chosen, column)
	}
	return chosen, nil
}

func findPsColumn(name string) (psColumn, bool) {
	for _, column := range psColumns() {
		if column.name == name {
			return column, true
		}
	}
	return psColumn{}, false
}

// printPsHeader writes every header to the left, as busybox does, and nothing
// when -o took them all away.
func printPsHeader(c *call, chosen []psColumn) {
	line := ""
	for i, column := range chosen {
		if i > 0 {
			line += " "
		}
		line += fmt.Sprintf("%-*s", max(column.width, -column.width), column.header)
	}
	if strings.TrimSpace(line) != "" {
		c.printf("%s\n", c.fit(line))
	}
}

// fit cuts a line to the terminal, so that one process is one line.
func (c *call) fit(line string) string {
	line = strings.TrimRight(line, " ")
	if !c.out.terminal || c.has("w") {
		return line
	}
	width := 0
	for i, r := range line {
		if width += cells.OfRune(r); width > columns() {
			return line[:i]
		}
	}
	return line
}

// ttyName names a terminal from its device number: pseudo-terminals have the
// majors 136 to 143, consoles 4. Source: the kernel's devices.txt.
func ttyName(device int) string {
	major, minor := device>>8&0xfff, device&0xff|device>>12&0xfff00
	switch {
	case major >= 136 && major <= 143:
		return fmt.Sprintf("pts/%d", (major-136)<<8+minor)
	case major == 4:
		return fmt.Sprintf("tty%d", minor)
	case device == 0:
		return "?"
	}
	return fmt.Sprintf("%d,%d", major, minor)
}

func (v *psView) elapsed(p process) string {
	seconds := max(0, int(v.uptime.Seconds())-int(p.start/ticksPerSecond))
	if hours := seconds / 3600; hours > 0 {
		return fmt.Sprintf("%d:%02d:%02d", hours, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// uptime reads /proc/uptime, whose first number is seconds since boot.
func uptime() time.Duration {
	content, _ := os.ReadFile("/proc/uptime")
	var seconds float64
	fmt.Sscan(string(content), &seconds) //nolint:errcheck // zero does without /proc
	return time.Duration(seconds * float64(time.Second))
}
