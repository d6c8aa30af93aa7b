package applet

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
)

var xargsCommand = command{
	name: "xargs", usage: "[-0rt] [-n N] [-I STR] [PROG ARGS]", short: "run a program with arguments from standard input",
	options: "+0rtn:I:P:d:", long: "null=0 no-run-if-empty=r max-args=n verbose=t delimiter=d", run: runXargs,
}

type xargs struct {
	*call
	argv  []string
	most  int // arguments a run
	words []string
	bytes int
	ran   bool
}

func runXargs(c *call) error {
	x := &xargs{call: c, argv: c.operands}
	if len(x.argv) == 0 {
		x.argv = []string{"echo"}
	}
	var err error
	if x.most, err = c.count("n", 5000); err != nil {
		return err
	}
	if x.most == 0 {
		return usagef("-n has to be at least 1")
	}
	if err := x.read(bufio.NewReader(os.Stdin)); err != nil {
		return err
	}
	if len(x.words) > 0 || !x.ran && !c.has("r") && !c.has("I") {
		return x.flush()
	}
	return nil
}

// read hands each word, or with -I each line, to add.
func (x *xargs) read(r *bufio.Reader) error {
	separator := byte(0)
	switch delimiter, given := x.value("d"); {
	case given && delimiter != "":
		text, _ := unescape(delimiter, octalPlain)
		separator = text[0]
	case x.has("0"):
	case x.has("I"):
		return eachLine(r, func(line []byte, _ bool) error { return x.addLine(strings.TrimLeft(string(line), " \t")) })
	default:
		return x.readWords(r)
	}
	return eachRecord(r, separator, func(record []byte, _ bool) error { return x.addLine(string(record)) })
}

func (x *xargs) addLine(line string) error {
	placeholder, ok := x.value("I")
	if !ok {
		return x.add(line)
	}
	if line == "" {
		return nil
	}
	argv := make([]string, len(x.argv))
	for i, word := range x.argv {
		argv[i] = strings.ReplaceAll(word, placeholder, line)
	}
	return x.runOnce(argv)
}

// readWords splits at blanks; quotes and backslashes protect them.
func (x *xargs) readWords(r *bufio.Reader) error {
	var word strings.Builder
	inWord, quote := false, byte(0)
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		switch {
		case quote != 0 && b == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(b)
		case b == '\'' || b == '"':
			quote, inWord = b, true
		case b == '\\':
			if next, err := r.ReadByte(); err == nil {
				word.WriteByte(next)
			}
			inWord = true
		case b == ' ' || b == '\t' || b == '\n':
			if inWord {
				if err := x.add(word.String()); err != nil {
					return err
				}
			}
			word.Reset()
			inWord = false
		default:
			word.WriteByte(b)
			inWord = true
		}
	}
	if quote != 0 {
		return errors.New("read arguments: unmatched quote")
	}
	if inWord {
		return x.add(word.String())
	}
	return nil
}

func (x *xargs) add(word string) error {
	x.words = append(x.words, word)
	x.bytes += len(word) + 1
	if len(x.words) >= x.most || x.bytes > 64<<10 {
		return x.flush()
	}
	return nil
}

func (x *xargs) flush() error {
	argv := append(x.argv[:len(x.argv):len(x.argv)], x.words...)
	x.words, x.bytes = nil, 0
	return x.runOnce(argv)
}

// runOnce follows POSIX: 123 when a run fails, and the end of it all when one
// could not be started, exits with 255 or is killed. Source: xargs(1).
func (x *xargs) runOnce(argv []string) error {
	x.ran = true
	if x.has("t") {
		x.progress("%s\n", strings.Join(argv, " "))
	}
	status, err := runChild(argv)
	switch {
	case err != nil:
		return err
	case status == 255:
		return statusError{status: 124}
	case status >= statusSignalBase:
		return statusError{status: 125}
	case status != 0:
		x.status = 123
	}
	return nil
}
