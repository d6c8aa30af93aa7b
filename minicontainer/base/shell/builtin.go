package shell

import (
	"fmt"
	"strings"
)

// builtin is a command the shell carries out itself: because it changes the
// shell (cd, exit), or only to save a process (echo, test).
type builtin struct {
	run     func(s *Shell, args []string) int
	special bool // POSIX 2.14: found before functions, its assignments stay, its errors end a script
	pure    bool // does nothing but print: $(echo x) needs no process
}

// builtins is filled in by init, because some of them look into it.
var builtins map[string]builtin

func init() {
	builtins = map[string]builtin{
		":": {run: succeed, special: true, pure: true}, "true": {run: succeed, pure: true}, "false": {run: fail, pure: true},
		"echo": {run: (*Shell).echo, pure: true}, "printf": {run: (*Shell).printfBuiltin, pure: true},
		"test": {run: (*Shell).test, pure: true}, "[": {run: (*Shell).bracket, pure: true},
		"pwd": {run: (*Shell).pwd, pure: true}, "type": {run: (*Shell).typeBuiltin, pure: true}, "times": {run: (*Shell).times, special: true, pure: true},
		"jobs": {run: (*Shell).jobsBuiltin, pure: true},

		"break": {run: (*Shell).breakBuiltin, special: true}, "continue": {run: (*Shell).continueBuiltin, special: true},
		"return": {run: (*Shell).returnBuiltin, special: true}, "exit": {run: (*Shell).exitBuiltin, special: true},
		"eval": {run: (*Shell).eval, special: true}, ".": {run: (*Shell).dot, special: true}, "source": {run: (*Shell).dot},
		"exec": {run: (*Shell).execBuiltin, special: true}, "command": {run: (*Shell).commandBuiltin},

		"export": {run: (*Shell).export, special: true}, "readonly": {run: (*Shell).readonly, special: true},
		"local": {run: (*Shell).local}, "declare": {run: (*Shell).local}, "typeset": {run: (*Shell).local},
		"unset": {run: (*Shell).unset, special: true}, "set": {run: (*Shell).set, special: true}, "shift": {run: (*Shell).shift, special: true},
		"read": {run: (*Shell).read}, "getopts": {run: (*Shell).getoptsBuiltin},
		"alias": {run: (*Shell).aliasBuiltin}, "unalias": {run: (*Shell).unalias},

		"cd": {run: (*Shell).cd}, "umask": {run: (*Shell).umask}, "ulimit": {run: (*Shell).ulimit}, "hash": {run: succeed},

		"wait": {run: (*Shell).wait}, "kill": {run: (*Shell).kill}, "trap": {run: (*Shell).trapBuiltin, special: true},
		"fg": {run: (*Shell).fg}, "bg": {run: (*Shell).bg},
	}
}

func succeed(*Shell, []string) int { return 0 }
func fail(*Shell, []string) int    { return 1 }

// printf writes to the script's standard output.
func (s *Shell) printf(format string, args ...any) int { return s.printTo(1, format, args...) }

func (s *Shell) printTo(fd int, format string, args ...any) int {
	if s.write(fd, fmt.Sprintf(format, args...)) {
		return 0
	}
	s.errorf("write error")
	return 1
}

// echo understands -n, and like dash the escapes of XSI in its arguments.
func (s *Shell) echo(args []string) int {
	end := "\n"
	if len(args) > 0 && args[0] == "-n" {
		end, args = "", args[1:]
	}
	text, stop := echoEscapes(strings.Join(args, " "))
	if stop {
		end = ""
	}
	return s.printf("%s", text+end)
}
