package shell

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/minicontainer/minicontainer/minicontainer/base/shell/expand"
)

// printfBuiltin is printf(1): the format is used again until the arguments
// are used up; those that are missing are empty or 0.
func (s *Shell) printfBuiltin(args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		s.errorf("printf: usage: printf format [arg ...]")
		return 2
	}
	f := &formatter{args: args[1:]}
	for {
		before := len(f.args)
		f.run(args[0])
		if f.stop || len(f.args) == 0 || len(f.args) == before {
			break
		}
	}
	status := s.printf("%s", f.out.String())
	if f.err != nil {
		s.errorf("printf: %v", f.err)
		status = 1
	}
	return status
}

type formatter struct {
	out  strings.Builder
	args []string
	stop bool // \c, or a bad directive
	err  error
}

func (f *formatter) run(format string) {
	for format != "" && !f.stop {
		switch format[0] {
		case '\\':
			text, n := expand.Escape(format[1:])
			f.out.WriteString(text)
			format = format[1+n:]
		case '%':
			format = f.directive(format[1:])
		default:
			f.out.WriteByte(format[0])
			format = format[1:]
		}
	}
}

func (f *formatter) next() string {
	if len(f.args) == 0 {
		return ""
	}
	arg := f.args[0]
	f.args = f.args[1:]
	return arg
}

// directive carries out %[flags][width][.precision]verb and returns what follows.
func (f *formatter) directive(format string) (rest string) {
	end := 0
	spec := "%"
	for end < len(format) && strings.IndexByte("-+ #0123456789.*", format[end]) >= 0 {
		if format[end] == '*' {
			spec += strconv.FormatInt(f.integer(f.next()), 10)
		} else {
			spec += format[end : end+1]
		}
		end++
	}
	if end == len(format) {
		f.fail("%s: missing verb", spec)
		f.stop = true
		return ""
	}
	f.verb(spec, format[end])
	return format[end+1:]
}

func (f *formatter) verb(spec string, verb byte) {
	switch verb {
	case '%':
		f.out.WriteByte('%')
	case 's':
		f.pad(spec, f.next())
	case 'b':
		text, stop := echoEscapes(f.next())
		f.pad(spec, text)
		f.stop = stop
	case 'c':
		arg := f.next()
		_, n := utf8.DecodeRuneInString(arg)
		f.pad(spec, arg[:n])
	case 'd', 'i':
		fmt.Fprintf(&f.out, spec+"d", f.integer(f.next()))
	case 'u':
		fmt.Fprintf(&f.out, spec+"d", uint64(f.integer(f.next())))
	case 'o', 'x', 'X':
		fmt.Fprintf(&f.out, spec+string(verb), uint64(f.integer(f.next())))
	case 'e', 'E', 'f', 'F', 'g', 'G':
		fmt.Fprintf(&f.out, spec+string(verb), f.float(f.next()))
	default:
		f.fail("%s%c: bad directive", spec, verb)
		f.stop = true
	}
}

// pad writes text in the width of the directive, in characters. A zero flag
// means nothing to text.
func (f *formatter) pad(spec, text string) {
	flags := strings.TrimLeft(spec[1:], "+ #0")
	fmt.Fprintf(&f.out, "%"+flags+"s", text)
}

// integer reads a C constant, or the code of the character after a quote.
func (f *formatter) integer(text string) int64 {
	if text == "" {
		return 0
	}
	if text[0] == '\'' || text[0] == '"' {
		r, _ := utf8.DecodeRuneInString(text[1:])
		return int64(r)
	}
	n, err := strconv.ParseInt(strings.TrimSpace(text), 0, 64)
	if err != nil {
		f.fail("%s: not a number", text)
	}
	return n
}

func (f *formatter) float(text string) float64 {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		f.fail("%s: not a number", text)
	}
	return n
}

func (f *formatter) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

// echoEscapes replaces the escapes of echo and %b, whose octal numbers start
// with a 0, and stops at \c.
func echoEscapes(text string) (out string, stop bool) {
	var b strings.Builder
	for text != "" {
		if text[0] != '\\' || len(text) == 1 {
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		switch rest := text[1:]; {
		case rest[0] == 'c':
			return b.String(), true
		case rest[0] == '0':
			s, n := octal(rest[1:])
			b.WriteString(s)
			text = rest[1+n:]
		case strings.IndexByte(`abfnrtv\`, rest[0]) >= 0:
			s, n := expand.Escape(rest)
			b.WriteString(s)
			text = rest[n:]
		default:
			b.WriteByte('\\')
			text = rest
		}
	}
	return b.String(), false
}

func octal(text string) (string, int) {
	n, value := 0, 0
	for n < 3 && n < len(text) && text[n] >= '0' && text[n] <= '7' {
		value = value*8 + int(text[n]-'0')
		n++
	}
	return string([]byte{byte(value)}), n
}
