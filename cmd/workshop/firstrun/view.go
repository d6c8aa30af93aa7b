//go:build linux

// Package firstrun shows a newcomer the first container: the same few questions
// answered on the machine and inside the container, side by side.
package firstrun

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
)

// View is what somebody who looks around sees.
type View struct {
	Hostname  string
	Processes int
	First     string // the command line of process 1; "" if it may not be read
	Files     []string
	Kernel    string
}

// questions is what the container is asked, with commands that a person would type.
// Each answer ends with a line of its own.
const questions = `hostname; echo =; ps -o pid,args; echo =; ls -1 /; echo =; uname -r`

// Inside runs the first container and returns what it answered. It is the same
// call of the same command line that a person would type.
func Inside() (View, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return View{}, err
	}
	defer r.Close()
	answer := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(r) //nolint:errcheck // what is missing is noticed when it is parsed
		answer <- string(text)
	}()
	program := &cli.Program{Name: "minicontainer", Stdout: w, Stderr: os.Stderr}
	code := program.Run([]string{"run", "--rm", "--network", "none", "base", "sh", "-c", questions})
	w.Close()
	if text := <-answer; code == 0 {
		return parse(text)
	}
	return View{}, fmt.Errorf("run first container: exit status %d", code)
}

func parse(text string) (View, error) {
	parts := strings.Split(text, "=\n")
	if len(parts) != 4 {
		return View{}, fmt.Errorf("read the container's answers: %q", text)
	}
	processes := strings.Split(strings.TrimSpace(parts[1]), "\n")[1:] // without the heading
	if len(processes) == 0 {
		return View{}, errors.New("read the container's answers: it sees no process")
	}
	return View{
		Hostname:  strings.TrimSpace(parts[0]),
		Processes: len(processes),
		First:     strings.Join(strings.Fields(processes[0])[1:], " "),
		Files:     strings.Fields(parts[2]),
		Kernel:    strings.TrimSpace(parts[3]),
	}, nil
}

// Outside answers the same questions for the machine.
func Outside() (View, error) {
	hostname, err := os.Hostname()
	if err != nil {
		return View{}, err
	}
	pids, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return View{}, err
	}
	entries, err := os.ReadDir("/")
	if err != nil {
		return View{}, err
	}
	v := View{Hostname: hostname, Processes: len(pids), First: commandLine(1), Kernel: kernel()}
	for _, e := range entries {
		v.Files = append(v.Files, e.Name())
	}
	sort.Strings(v.Files)
	return v, nil
}

// commandLine returns "" for a process that is another user's where /proc hides
// those. Source: proc(5), hidepid.
func commandLine(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(string(text), "\x00", " "))
}

func kernel() string {
	var uts unix.Utsname
	if unix.Uname(&uts) != nil {
		return "?"
	}
	return unix.ByteSliceToString(uts.Release[:])
}
