package shell

import (
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/shell/expand"
)

// read is the builtin read [-r] [-p prompt] name …: one line, split at IFS. It
// takes its input one byte at a time, because the rest of it belongs to the
// commands that follow.
func (s *Shell) read(args []string) int {
	raw := false
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch flag := args[0]; {
		case flag == "-r":
			raw = true
		case flag == "-p" && len(args) > 1:
			s.write(2, args[1])
			args = args[1:]
		case flag != "--":
			s.errorf("read: %s: no such option", flag)
			return 2
		}
		args = args[1:]
	}
	if len(args) == 0 {
		args = []string{"REPLY"}
	}
	line, literal, ok := s.readLogical(raw)
	ifs := " \t\n"
	if v := s.vars["IFS"]; v.set {
		ifs = v.value
	}
	values := expand.Split(line, literal, ifs, len(args))
	for i, name := range args {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		if err := s.setVar(name, value); err != nil {
			s.errorf("read: %v", err)
			return 2
		}
	}
	return boolStatus(ok)
}

// readLogical reads a line and, unless raw, takes the backslashes out: one at
// the end joins the next line, any other makes the byte after it literal.
func (s *Shell) readLogical(raw bool) (line string, literal []bool, ok bool) {
	var b strings.Builder
	add := func(c byte, escaped bool) {
		b.WriteByte(c)
		literal = append(literal, escaped)
	}
	for {
		text, err := s.readUntil(0, '\n')
		text = strings.TrimSuffix(text, "\n")
		joined := false
		for i := 0; i < len(text); i++ {
			if text[i] != '\\' || raw {
				add(text[i], false)
			} else if i++; i < len(text) {
				add(text[i], true)
			} else {
				joined = true
			}
		}
		if !joined || err != nil {
			return b.String(), literal, err == nil
		}
	}
}
