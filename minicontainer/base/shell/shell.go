package shell

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/shell/expand"
	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// Shell is one shell process. All of it belongs to the main goroutine; only
// the reaper runs beside it.
type Shell struct {
	args   []string // as started: a subshell shows the same line in ps
	name   string   // $0
	params []string // $1 …
	vars   variables
	funcs  map[string]*syntax.FuncDecl
	alias  map[string]string
	opts   options

	status     int // $?
	substitute int // status of the last $(…), which is that of a command without words
	pid        int // $$: that of the first shell, also in its subshells
	lastPid    int // $!

	fds      table
	reaper   *reaper
	jobs     []*job
	terminal *terminal // nil without job control

	ignored  map[unix.Signal]bool // ignored when the shell was started: they stay so
	traps    map[string]string
	caught   chan os.Signal
	deferred []os.Signal // caught while a foreground job ran
	jump     jump
	tested   int             // > 0 while a failing command must not end a set -e shell
	loops    int             // loops around the current command
	calls    int             // functions and dot scripts around it
	locals   [][]scope       // one list for each function call: what its locals hide
	getopts  int             // offset inside a group of options, for getopts
	expands  map[string]bool // aliases being replaced
	warned   bool            // told about stopped jobs, so that the next exit is obeyed
}

// Main is sh(1). args[0] is the name it was called by. The result is the exit
// status; with exec and when a signal ends the shell it does not return.
//
// The program that calls it may be any: to make a subshell, Main starts the
// running binary again with the base name of argv[0] being "sh", and expects
// that Main is reached.
func Main(args []string) int {
	initialSignals()
	raisePoller()
	s := newShell(args)
	if fd, ok := inheritedState(); ok {
		return s.runSubshell(fd)
	}
	return s.start()
}

func newShell(args []string) *Shell {
	s := &Shell{
		args:    args,
		name:    args[0],
		vars:    variables{},
		funcs:   map[string]*syntax.FuncDecl{},
		alias:   map[string]string{},
		opts:    options{},
		pid:     os.Getpid(),
		fds:     inheritedTable(),
		reaper:  newReaper(),
		ignored: ignoredAtEntry(),
		traps:   map[string]string{},
		caught:  make(chan os.Signal, 64),
		expands: map[string]bool{},
	}
	s.vars.importEnviron(os.Environ())
	s.initPwd()
	return s
}

// start reads the command line and runs what it names.
func (s *Shell) start() int {
	inv, err := parseInvocation(s.args[1:], s.opts)
	if err != nil {
		s.errorf("%v", err)
		return 2
	}
	s.params = inv.params
	if inv.name != "" {
		s.name = inv.name
	}
	interactive := s.opts['i'] || !inv.command && inv.script == "" && s.isTerminal(0) && s.isTerminal(2)
	if interactive {
		s.beInteractive()
	}
	if inv.login || strings.HasPrefix(s.args[0], "-") {
		s.profile()
	}
	switch {
	case inv.command:
		s.runText(inv.text, "")
	case inv.script != "":
		s.runScript(inv.script)
	case interactive:
		s.runInteractive()
	default:
		s.runLines(&descriptorLines{s: s, fd: 0})
	}
	return s.finish()
}

// finish runs the EXIT trap and gives the terminal back.
func (s *Shell) finish() int {
	s.jump = jump{}
	s.runExitTrap()
	if s.terminal != nil {
		s.terminal.restore()
	}
	return s.status
}

func (s *Shell) profile() {
	for _, path := range []string{"/etc/profile", s.vars.value("HOME") + "/.profile"} {
		if _, err := os.Stat(path); err == nil {
			s.runScript(path)
		}
	}
}

// config is the shell as the expansion of words sees it.
func (s *Shell) config() *expand.Config {
	return &expand.Config{Env: environ{s}, NoUnset: s.opts['u'], NoGlob: s.opts['f']}
}

// errorf writes one line to the script's standard error.
func (s *Shell) errorf(format string, args ...any) {
	s.write(2, filepath.Base(strings.TrimPrefix(s.name, "-"))+": "+fmt.Sprintf(format, args...)+"\n")
}

// fatal reports an error after which a script cannot go on (POSIX 2.8.1):
// an interactive shell returns to its prompt, any other exits.
func (s *Shell) fatal(err error) {
	s.errorf("%v", err)
	s.status = 2
	s.abort()
}

// write writes to a descriptor of the script, reporting whether all went out.
func (s *Shell) write(fd int, text string) bool {
	real, ok := s.fds[fd]
	for ok && text != "" {
		n, err := unix.Write(real, []byte(text))
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return false
		}
		text = text[n:]
	}
	return ok
}
