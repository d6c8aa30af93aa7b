package applet

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

var printfCommand = command{
	name: "printf", usage: "FORMAT [ARG]...", short: "print arguments in a format", raw: true, run: runPrintf,
}

// A formatter runs over the format again and again until the arguments are
// used up. A missing argument is empty, or zero. Source: printf(1p).
type formatter struct {
	*call
	args []string
	used bool // the last pass took an argument
	stop bool // \c was met
}

func runPrintf(c *call) error {
	args := c.operands
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return usagef("no format given")
	}
	f := &formatter{call: c, args: args[1:]}
	for {
		f.used = false
		if err := f.pass(args[0]); err != nil {
			return err
		}
		if len(f.args) == 0 || !f.used || f.stop {
			return nil
		}
	}
}

func (f *formatter) pass(format string) error {
	for format != "" && !f.stop {
		percent := strings.IndexByte(format, '%')
		if percent < 0 {
			percent = len(format)
		}
		text, stop := unescape(format[:percent], octalPlain)
		f.printf("%s", text)
		f.stop = stop
		if format = format[percent:]; format == "" || stop {
			return nil
		}
		length, err := f.directive(format)
		if err != nil {
			return err
		}
		format = format[length:]
	}
	return nil
}

// directive prints what one % asks for and returns its length.
func (f *formatter) directive(format string) (int, error) {
	if strings.HasPrefix(format, "%%") {
		f.printf("%%")
		return 2, nil
	}
	end := 1
	spec := "%"
	for end < len(format) && strings.IndexByte("-+ #0123456789.*", format[end]) >= 0 {
		if format[end] == '*' {
			spec += strconv.FormatInt(f.number(), 10)
		} else {
			spec += format[end : end+1]
		}
		end++
	}
	for end < len(format) && strings.IndexByte("hlqjzt", format[end]) >= 0 {
		end++ // C's sizes: all our numbers are 64 bits
	}
	if end == len(format) {
		return 0, fmt.Errorf("parse format %q: incomplete directive", format)
	}
	return end + 1, f.convert(spec, format[end])
}

func (f *formatter) convert(spec string, verb byte) error {
	switch verb {
	case 'd', 'i':
		f.printf(spec+"d", f.number())
	case 'u', 'x', 'X', 'o':
		f.printf(spec+strings.Replace(string(verb), "u", "d", 1), uint64(f.number()))
	case 'e', 'E', 'f', 'F', 'g', 'G':
		f.printf(spec+string(verb), f.float())
	case 'c':
		r, size := utf8.DecodeRuneInString(f.argument())
		if size > 0 {
			f.printf(spec+"c", r)
		}
	case 's':
		f.printf(spec+"s", f.argument())
	case 'b':
		text, stop := unescape(f.argument(), octalAfterZero)
		f.printf(spec+"s", text)
		f.stop = stop
	default:
		return fmt.Errorf("parse format: unknown directive %%%c", verb)
	}
	return nil
}

func (f *formatter) argument() string {
	f.used = true
	if len(f.args) == 0 {
		return ""
	}
	arg := f.args[0]
	f.args = f.args[1:]
	return arg
}

// number reads decimal, 0octal, 0xhex, or 'c for the code of a character.
func (f *formatter) number() int64 {
	arg := strings.TrimSpace(f.argument())
	if arg == "" {
		return 0
	}
	if arg[0] == '\'' || arg[0] == '"' {
		r, _ := utf8.DecodeRuneInString(arg[1:])
		return int64(r)
	}
	n, err := strconv.ParseInt(arg, 0, 64)
	if err != nil {
		unsigned, err := strconv.ParseUint(arg, 0, 64)
		if err != nil {
			f.warn(fmt.Errorf("parse number %q: invalid number", arg))
		}
		return int64(unsigned)
	}
	return n
}

func (f *formatter) float() float64 {
	arg := f.argument()
	n, err := strconv.ParseFloat(arg, 64)
	if err != nil && arg != "" {
		f.warn(fmt.Errorf("parse number %q: invalid number", arg))
	}
	return n
}
