package shell

import (
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// The state of a shell as records, each ended by a NUL, which no shell value
// can contain. Exported variables, the working directory, umask, limits and
// descriptors are not in it: the kernel hands those on.
//
//	s PID STATUS LAST TESTED CALLS    $$, $?, $!, inside a condition, inside a function
//	0 NAME         $0
//	o LETTERS      options
//	p TEXT         one positional parameter
//	v NAME=VALUE   a variable that is not exported
//	x NAME         exported without a value
//	r NAME         readonly
//	f TEXT         a function, as source
//	a NAME=TEXT    an alias
//	i SIGNAL       ignored by trap ''
//	c TEXT         what to run; the last record
//
// Traps with an action are not passed on: POSIX resets them in a subshell.

// encode writes the state and the command of a subshell.
func (s *Shell) encode(command string) string {
	var b strings.Builder
	record := func(kind byte, text string) {
		b.WriteByte(kind)
		b.WriteString(text)
		b.WriteByte(0)
	}
	record('s', fmt.Sprint(s.pid, s.status, s.lastPid, s.tested, s.calls))
	record('0', s.name)
	record('o', s.inheritedOptions())
	for _, p := range s.params {
		record('p', p)
	}
	for name, v := range s.vars {
		if v.set && !v.exported {
			record('v', name+"="+v.value)
		}
		if v.exported && !v.set {
			record('x', name)
		}
		if v.readonly {
			record('r', name)
		}
	}
	for _, f := range s.funcs {
		record('f', source(&syntax.Stmt{Cmd: f}))
	}
	for name, text := range s.alias {
		record('a', name+"="+text)
	}
	for name, action := range s.traps {
		if action == "" {
			record('i', name)
		}
	}
	record('c', command)
	return b.String()
}

// inheritedOptions leaves out job control, which only the first shell has.
func (s *Shell) inheritedOptions() string {
	letters := strings.NewReplacer("i", "", "m", "").Replace(s.opts.letters())
	if s.opts[pipefail] {
		letters += string(pipefail)
	}
	return letters
}

// decode takes the state over and returns the command.
func (s *Shell) decode(state string) (command string) {
	s.params = nil
	s.vars["IFS"] = variable{}
	for _, record := range strings.Split(strings.TrimSuffix(state, "\x00"), "\x00") {
		kind, text := record[0], record[1:]
		name, value, _ := strings.Cut(text, "=")
		v := s.vars[name]
		switch kind {
		case 's':
			fmt.Sscan(text, &s.pid, &s.status, &s.lastPid, &s.tested, &s.calls) //nolint:errcheck // written by this very program
		case '0':
			s.name = text
		case 'o':
			for _, letter := range text {
				s.opts[letter] = true
			}
		case 'p':
			s.params = append(s.params, text)
		case 'v':
			s.vars[name] = variable{value: value, set: true}
		case 'x':
			v.exported = true
			s.vars[name] = v
		case 'r':
			v.readonly = true
			s.vars[name] = v
		case 'f':
			s.decodeFunction(text)
		case 'a':
			s.alias[name] = value
		case 'i':
			s.setTrap(text, "")
		case 'c':
			command = text
		}
	}
	return command
}

func (s *Shell) decodeFunction(text string) {
	file, err := newParser().Parse(strings.NewReader(text), "")
	if err != nil {
		return
	}
	for _, st := range file.Stmts {
		if f, ok := st.Cmd.(*syntax.FuncDecl); ok {
			s.funcs[f.Name.Value] = f
		}
	}
}
