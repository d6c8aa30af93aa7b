package shell

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// variable is a shell variable. It may be exported or readonly before it has
// a value.
type variable struct {
	value                   string
	set, exported, readonly bool
}

type variables map[string]variable

func (v variables) importEnviron(env []string) {
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		if syntax.ValidName(name) {
			v[name] = variable{value: value, set: true, exported: true}
		}
	}
	for name, value := range map[string]string{"PATH": defaultPath, "IFS": " \t\n", "OPTIND": "1"} {
		if !v[name].set || name != "PATH" {
			v[name] = variable{value: value, set: true}
		}
	}
}

func (v variables) value(name string) string { return v[name].value }

// assign gives a variable a value and keeps its attributes.
func (v variables) assign(name, value string) error {
	old := v[name]
	if old.readonly {
		return fmt.Errorf("%s: is read only", name)
	}
	old.value, old.set = value, true
	v[name] = old
	return nil
}

// export lists the environment of a child, sorted, so that the same script
// gives the same environment.
func (v variables) export() []string {
	var env []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if v[name].exported && v[name].set {
			env = append(env, name+"="+v[name].value)
		}
	}
	return env
}

// scope remembers variables as they were, to put them back: the assignments
// in front of a command, and the locals of a function, end with it.
type scope struct {
	name    string
	old     variable
	existed bool
}

func (v variables) remember(name string) scope {
	old, existed := v[name]
	return scope{name, old, existed}
}

func (v variables) restore(scopes []scope) {
	for _, sc := range slices.Backward(scopes) {
		if sc.existed {
			v[sc.name] = sc.old
		} else {
			delete(v, sc.name)
		}
	}
}

func (s *Shell) setVar(name, value string) error {
	err := s.vars.assign(name, value)
	if v := s.vars[name]; err == nil && s.opts['a'] {
		v.exported = true
		s.vars[name] = v
	}
	if name == "OPTIND" {
		s.getopts = 0
	}
	return err
}

// environ is the shell's variables and special parameters as expand.Env.
type environ struct{ *Shell }

func (e environ) Set(name, value string) error {
	if !syntax.ValidName(name) {
		return fmt.Errorf("%s: cannot assign to it", name)
	}
	return e.setVar(name, value)
}

func (e environ) Params() []string { return e.params }

func (e environ) Get(name string) (string, bool) {
	switch name {
	case "?":
		return strconv.Itoa(e.status), true
	case "$":
		return strconv.Itoa(e.pid), true
	case "!":
		return strconv.Itoa(e.lastPid), e.lastPid != 0
	case "#":
		return strconv.Itoa(len(e.params)), true
	case "-":
		return e.opts.letters(), true
	case "0":
		return e.name, true
	case "PPID":
		return strconv.Itoa(os.Getppid()), true
	}
	if n, err := strconv.Atoi(name); err == nil {
		if n > len(e.params) {
			return "", false
		}
		return e.params[n-1], true
	}
	v := e.vars[name]
	return v.value, v.set
}

func (s *Shell) printVariables() {
	for _, name := range slices.Sorted(maps.Keys(s.vars)) {
		if s.vars[name].set {
			s.printf("%s=%s\n", name, quote(s.vars[name].value))
		}
	}
}

// quote writes text so that a shell reads it back as one word.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
