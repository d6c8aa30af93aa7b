//go:build linux

// top: the processes of a container, as the host sees them.

package cli

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"
)

func (p *Program) topCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "top CONTAINER",
		Short: "Show the processes of a container, with the host's numbers",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return needName(cmd, nil)
			}
			return nil
		},
		RunE: p.Status(func(args []string) (int, error) { return p.top(args[0]) }),
	}
}

func (p *Program) top(name string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	pids, err := e.Processes(name)
	if err != nil {
		return 0, failed(err)
	}
	t := table{{"UID", "PID", "PPID", "TTY", "TIME", "CMD"}}
	for _, pid := range pids {
		if row := processRow(pid); row != nil {
			t = append(t, row)
		}
	}
	return exitOK, failed(t.write(p.Stdout))
}

// processRow is a line of the table, nil for a process that is gone. Source: proc_pid_stat(5).
func processRow(pid int) []string {
	dir := filepath.Join("/proc", strconv.Itoa(pid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	var st unix.Stat_t
	if err != nil || unix.Stat(dir, &st) != nil {
		return nil
	}
	// The name in parentheses may hold anything, also parentheses.
	text := string(stat)
	fields := strings.Fields(text[strings.LastIndex(text, ")")+1:])
	const parent, terminal, userTime, systemTime = 1, 4, 11, 12 // from the state on
	if len(fields) <= systemTime {
		return nil
	}
	ticks := number(fields[userTime]) + number(fields[systemTime])
	const perSecond = 100 // the kernel's, towards programs, on every architecture of ours
	return []string{
		userName(st.Uid), strconv.Itoa(pid), fields[parent], terminalName(number(fields[terminal])),
		clock(time.Duration(ticks) * time.Second / perSecond), commandLine(dir, text),
	}
}

func number(text string) uint64 {
	n, _ := strconv.ParseUint(text, 10, 64) //nolint:errcheck // the kernel's
	return n
}

func userName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// terminalName is "pts/0" for the numbers that all terminals of today have.
func terminalName(device uint64) string {
	if device == 0 {
		return "?"
	}
	const pts = 136
	if unix.Major(device) == pts {
		return fmt.Sprintf("pts/%d", unix.Minor(device))
	}
	return fmt.Sprintf("%d:%d", unix.Major(device), unix.Minor(device))
}

func clock(d time.Duration) string {
	s := int(d.Seconds())
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// commandLine is the program's arguments or, for one that has none, its name in brackets.
func commandLine(dir, stat string) string {
	text, _ := os.ReadFile(filepath.Join(dir, "cmdline")) //nolint:errcheck // none
	if len(text) == 0 {
		name, _, _ := strings.Cut(stat[strings.Index(stat, "(")+1:], ")")
		return "[" + printable(name) + "]"
	}
	return printable(strings.Join(strings.Split(strings.TrimRight(string(text), "\x00"), "\x00"), " "))
}
