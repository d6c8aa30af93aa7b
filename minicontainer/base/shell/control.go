package shell

import (
	"errors"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// The builtins that decide what runs next.

// operand reads the number some of them take.
func (s *Shell) operand(name string, args []string, fallback int) (int, bool) {
	if len(args) == 0 {
		return fallback, true
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 {
		s.errorf("%s: %s: bad number", name, args[0])
		s.abort()
		return 2, false
	}
	return n, true
}

func (s *Shell) breakBuiltin(args []string) int { return s.leaveLoops("break", jumpBreak, args) }

func (s *Shell) continueBuiltin(args []string) int {
	return s.leaveLoops("continue", jumpContinue, args)
}

func (s *Shell) leaveLoops(name string, kind jumpKind, args []string) int {
	n, ok := s.operand(name, args, 1)
	if ok && s.loops > 0 {
		s.jump = jump{kind: kind, levels: min(max(n, 1), s.loops)}
	}
	return boolStatus(ok)
}

func (s *Shell) returnBuiltin(args []string) int {
	n, ok := s.operand("return", args, s.status)
	if !ok {
		return n
	}
	s.jump = jump{kind: jumpReturn}
	if s.calls == 0 {
		s.jump.kind = jumpExit
	}
	return n & 0xff
}

func (s *Shell) exitBuiltin(args []string) int {
	n, ok := s.operand("exit", args, s.status)
	if ok && s.warnStopped() {
		return 1
	}
	if ok {
		s.jump = jump{kind: jumpExit}
	}
	return n & 0xff
}

func (s *Shell) eval(args []string) int {
	s.status = 0
	s.runText(strings.Join(args, " "), "eval")
	return s.status
}

// dot runs a file in this shell; without a slash it is looked for in PATH.
func (s *Shell) dot(args []string) int {
	if len(args) == 0 {
		s.errorf(".: missing file name")
		return 2
	}
	path := args[0]
	if !strings.Contains(path, "/") {
		if found, ok := s.findReadable(path); ok {
			path = found
		}
	}
	if unix.Access(path, unix.R_OK) != nil {
		s.errorf(".: %s: not found", args[0])
		s.abort()
		return 2
	}
	s.calls++
	s.status = 0
	s.runScript(path)
	s.calls--
	s.endReturn()
	return s.status
}

func (s *Shell) findReadable(name string) (string, bool) {
	for _, dir := range strings.Split(s.vars.value("PATH"), ":") {
		if path := dir + "/" + name; unix.Access(path, unix.R_OK) == nil && !isDir(path) {
			return path, true
		}
	}
	return "", false
}

// execBuiltin replaces the shell by a program: same PID, same parent, another
// image. It returns only when that fails, which ends a script.
func (s *Shell) execBuiltin(args []string) int {
	path, err := s.lookup(args[0])
	if err == nil {
		err = s.replace(path, args)
	}
	s.errorf("exec: %v", err)
	s.abort()
	var failed *commandError
	if errors.As(err, &failed) {
		return failed.status
	}
	return 126
}

// replace calls execve(2), on the first thread of the process: see thread.go.
func (s *Shell) replace(path string, args []string) error {
	if unix.Access(path, unix.X_OK) != nil || isDir(path) {
		return explain(args[0], path, unix.Access(path, unix.X_OK))
	}
	env := s.vars.export()
	if s.terminal != nil {
		s.terminal.give(s.terminal.pgid)
	}
	for _, sig := range promptSignals {
		if s.opts['i'] {
			defaultAction(sig)
		}
	}
	if err := s.fds.install(); err != nil {
		return err
	}
	err := syscall.Exec(path, args, env)
	if errors.Is(err, unix.ENOEXEC) && isScript(path) {
		if self, selfErr := s.executable(); selfErr == nil {
			err = syscall.Exec(self, append([]string{"sh", path}, args[1:]...), env)
		}
	}
	return explain(args[0], path, err)
}

// commandBuiltin is command [-p] [-v|-V] name …: a function of that name is
// passed over, and the errors of a special builtin do not end the shell.
func (s *Shell) commandBuiltin(args []string) int {
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		flag := args[0]
		args = args[1:]
		switch flag {
		case "-v":
			return s.describeCommands(args, false)
		case "-V":
			return s.describeCommands(args, true)
		}
	}
	if len(args) == 0 {
		return 0
	}
	if b, ok := builtins[args[0]]; ok {
		return b.run(s, args[1:])
	}
	s.foreground(s.program(args))
	return s.status
}

func (s *Shell) typeBuiltin(args []string) int { return s.describeCommands(args, true) }

func (s *Shell) describeCommands(names []string, long bool) int {
	status := 0
	for _, name := range names {
		short, text := s.describeCommand(name)
		switch {
		case text == "":
			status = 127
			if long {
				s.printTo(2, "%s: not found\n", name)
			}
		case long:
			s.printf("%s is %s\n", name, text)
		default:
			s.printf("%s\n", short)
		}
	}
	return status
}

func (s *Shell) describeCommand(name string) (short, text string) {
	if value, ok := s.alias[name]; ok {
		return "alias " + name + "=" + quote(value), "an alias for " + value
	}
	if strings.Contains(" if then else elif fi for while until do done case esac in { } ! ", " "+name+" ") {
		return name, "a shell keyword"
	}
	if b, ok := builtins[name]; ok && b.special {
		return name, "a special shell builtin"
	}
	if _, ok := s.funcs[name]; ok {
		return name, "a shell function"
	}
	if _, ok := builtins[name]; ok {
		return name, "a shell builtin"
	}
	path, err := s.lookup(name)
	if err != nil || unix.Access(path, unix.X_OK) != nil {
		return "", ""
	}
	return path, path
}
