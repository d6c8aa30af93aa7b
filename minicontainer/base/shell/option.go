package shell

import (
	"slices"
	"strings"
)

// options are the switches of set(1), by letter.
type options map[rune]bool

const optionLetters = "aefimnuvxC"

// pipefail has no letter in POSIX; it gets one no user can type.
const pipefail = '|'

var optionNames = map[string]rune{
	"allexport": 'a', "errexit": 'e', "noglob": 'f', "interactive": 'i', "monitor": 'm', "noexec": 'n',
	"nounset": 'u', "verbose": 'v', "xtrace": 'x', "noclobber": 'C', "pipefail": pipefail,
}

func (o options) setByName(name string, on bool) bool {
	letter, ok := optionNames[name]
	if ok {
		o[letter] = on
	}
	return ok
}

// letters is the value of $-.
func (o options) letters() string {
	var b strings.Builder
	for _, letter := range optionLetters {
		if o[letter] {
			b.WriteRune(letter)
		}
	}
	return b.String()
}

// set is the builtin: set [-+letters] [-o name] [--] [params].
func (s *Shell) set(args []string) int {
	if len(args) == 0 {
		s.printVariables()
		return 0
	}
	for len(args) > 0 && len(args[0]) > 1 && (args[0][0] == '-' || args[0][0] == '+') {
		arg, on := args[0], args[0][0] == '-'
		args = args[1:]
		if arg == "--" {
			s.params = slices.Clone(args)
			return 0
		}
		for _, letter := range arg[1:] {
			switch {
			case letter == 'o' && len(args) == 0:
				s.printOptions()
			case letter == 'o':
				if !s.opts.setByName(args[0], on) {
					s.errorf("set: %s: no such option", args[0])
					return 2
				}
				args = args[1:]
			case strings.ContainsRune(optionLetters, letter):
				s.opts[letter] = on
			default:
				s.errorf("set: -%c: no such option", letter)
				return 2
			}
		}
	}
	if len(args) > 0 {
		s.params = slices.Clone(args)
	}
	return 0
}

func (s *Shell) printOptions() {
	names := make([]string, 0, len(optionNames))
	for name := range optionNames {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		state := "off"
		if s.opts[optionNames[name]] {
			state = "on"
		}
		s.printf("%-15s %s\n", name, state)
	}
}
