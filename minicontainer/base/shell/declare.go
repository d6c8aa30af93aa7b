package shell

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// The builtins that change variables and parameters.

func (s *Shell) export(args []string) int {
	return s.declare("export", args, func(v *variable) *bool { return &v.exported })
}

func (s *Shell) readonly(args []string) int {
	return s.declare("readonly", args, func(v *variable) *bool { return &v.readonly })
}

// declare assigns and then sets an attribute; alone or with -p it lists the
// variables that have it.
func (s *Shell) declare(command string, args []string, attribute func(*variable) *bool) int {
	if len(args) == 0 || args[0] == "-p" {
		for _, name := range slices.Sorted(maps.Keys(s.vars)) {
			if v := s.vars[name]; *attribute(&v) {
				s.printf("%s %s=%s\n", command, name, quote(v.value))
			}
		}
		return 0
	}
	on := args[0] != "-n"
	for _, arg := range args {
		name, value, assigned := strings.Cut(arg, "=")
		if arg == "-n" || arg == "--" {
			continue
		}
		if !s.declareOne(command, name, value, assigned) {
			return 2
		}
		v := s.vars[name]
		*attribute(&v) = on
		s.vars[name] = v
	}
	return 0
}

func (s *Shell) declareOne(command, name, value string, assigned bool) bool {
	if !syntax.ValidName(name) {
		s.errorf("%s: %s: bad variable name", command, name)
		s.abort()
		return false
	}
	if !assigned {
		return true
	}
	if err := s.setVar(name, value); err != nil {
		s.errorf("%s: %v", command, err)
		s.abort()
		return false
	}
	return true
}

// local hides a variable until the function returns. Its value stays visible
// until it is assigned, as in dash.
func (s *Shell) local(args []string) int {
	if len(s.locals) == 0 {
		s.errorf("local: not in a function")
		s.abort()
		return 2
	}
	frame := &s.locals[len(s.locals)-1]
	for _, arg := range args {
		name, value, assigned := strings.Cut(arg, "=")
		if strings.HasPrefix(arg, "-") {
			continue
		}
		*frame = append(*frame, s.vars.remember(name))
		if !s.declareOne("local", name, value, assigned) {
			return 2
		}
	}
	return 0
}

func (s *Shell) unset(args []string) int {
	functions := false
	status := 0
	for _, name := range args {
		switch {
		case name == "-f" || name == "-v":
			functions = name == "-f"
		case functions:
			delete(s.funcs, name)
		case s.vars[name].readonly:
			s.errorf("unset: %s: is read only", name)
			s.abort()
			status = 2
		default:
			delete(s.vars, name)
		}
	}
	return status
}

func (s *Shell) shift(args []string) int {
	n, ok := s.operand("shift", args, 1)
	if !ok {
		return n
	}
	if n > len(s.params) {
		s.errorf("shift: can't shift that many")
		s.abort()
		return 2
	}
	s.params = s.params[n:]
	return 0
}

// getoptsBuiltin takes one option off the parameters at each call: getopts
// optstring name [args]. OPTIND says where to go on; s.getopts where inside
// a group such as -abc. Source: POSIX getopts.
func (s *Shell) getoptsBuiltin(args []string) int {
	if len(args) < 2 {
		s.errorf("getopts: usage: getopts options name [arg ...]")
		return 2
	}
	spec, name, words := args[0], args[1], s.params
	if len(args) > 2 {
		words = args[2:]
	}
	option, argument, status := s.nextOption(spec, words)
	delete(s.vars, "OPTARG")
	if argument != nil {
		s.setVar("OPTARG", *argument) //nolint:errcheck // a read-only OPTARG keeps its value
	}
	if err := s.setVar(name, option); err != nil {
		s.errorf("getopts: %v", err)
		return 2
	}
	return status
}

func (s *Shell) nextOption(spec string, words []string) (option string, argument *string, status int) {
	index, _ := strconv.Atoi(s.vars.value("OPTIND"))
	if index < 1 || index > len(words)+1 {
		index, s.getopts = 1, 0 // other words than those of the last call
	}
	advance := func(n, offset int) {
		s.vars.assign("OPTIND", strconv.Itoa(index+n)) //nolint:errcheck // a read-only OPTIND keeps its value
		s.getopts = offset
	}
	if index > len(words) || len(words[index-1]) < 2 || words[index-1][0] != '-' {
		return "?", nil, 1
	}
	group := words[index-1]
	if group == "--" {
		advance(1, 0)
		return "?", nil, 1
	}
	at := min(max(s.getopts, 1), len(group)-1)
	letter, rest := group[at:at+1], group[at+1:]
	known := strings.Index(strings.TrimPrefix(spec, ":"), letter)
	takes := known >= 0 && strings.HasPrefix(strings.TrimPrefix(spec, ":")[known+1:], ":")
	switch {
	case known < 0 || letter == ":":
		option, argument = s.badOption(spec, letter, "?", "illegal option")
	case takes && rest != "":
		advance(1, 0)
		return letter, &rest, 0
	case takes && index < len(words):
		advance(2, 0)
		return letter, &words[index], 0
	case takes:
		advance(1, 0)
		option, argument = s.badOption(spec, letter, ":", "no argument for option")
		return option, argument, 0
	default:
		option = letter
	}
	if rest == "" {
		advance(1, 0)
	} else {
		advance(0, at+1)
	}
	return option, argument, 0
}

// badOption is silent when the option string starts with a colon: the script
// then gets the letter in OPTARG and reports it itself.
func (s *Shell) badOption(spec, letter, silent, message string) (option string, argument *string) {
	if strings.HasPrefix(spec, ":") {
		return silent, &letter
	}
	s.errorf("%s -%s", message, letter)
	return "?", nil
}
