package applet

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var uniqCommand = command{
	name: "uniq", usage: "[-cdui] [-f N] [-s N] [INPUT [OUTPUT]]", short: "join equal neighbouring lines",
	options: "cduif:s:", long: "count=c repeated=d unique=u ignore-case=i skip-fields=f skip-chars=s", run: runUniq,
}

func runUniq(c *call) error {
	skipFields, err := c.count("f", 0)
	if err != nil {
		return err
	}
	skipChars, err := c.count("s", 0)
	if err != nil {
		return err
	}
	w := io.Writer(c.out)
	if len(c.operands) > 1 {
		file, err := os.Create(c.operands[1])
		if err != nil {
			return err
		}
		defer file.Close()
		w = file
	}
	key := func(line string) string {
		for i := 0; i < skipFields; i++ {
			line = strings.TrimLeft(line, " \t")
			line = strings.TrimLeftFunc(line, func(r rune) bool { return r != ' ' && r != '\t' })
		}
		line = line[min(skipChars, len(line)):]
		if c.has("i") {
			line = strings.ToLower(line)
		}
		return line
	}
	return withInput(c.inputs()[0], func(_ string, r io.Reader) error { return c.uniq(r, w, key) })
}

func (c *call) uniq(r io.Reader, w io.Writer, key func(string) string) error {
	current, times := "", 0
	emit := func() {
		if times == 0 || c.has("d") && times == 1 || c.has("u") && times > 1 {
			return
		}
		if c.has("c") {
			fmt.Fprintf(w, "%7d ", times)
		}
		fmt.Fprintln(w, current)
	}
	err := eachLine(r, func(line []byte, _ bool) error {
		text := string(line)
		if times > 0 && key(text) == key(current) {
			times++
			return nil
		}
		emit()
		current, times = text, 1
		return nil
	})
	emit()
	return err
}
