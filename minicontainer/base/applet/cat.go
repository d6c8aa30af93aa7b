package applet

import "io"

var catCommand = command{
	name: "cat", usage: "[-nu] [FILE]...", short: "print files one after the other",
	options: "nu", run: runCat,
}

func runCat(c *call) error {
	if !c.has("n") {
		return c.eachInput(func(_ string, r io.Reader) error {
			_, err := io.Copy(c.out, r)
			return err
		})
	}
	number := 0
	return c.eachInput(func(_ string, r io.Reader) error {
		return eachLine(r, func(line []byte, last bool) error {
			number++
			c.printf("%6d\t%s%s", number, line, newlineUnless(last))
			return nil
		})
	})
}

// newlineUnless keeps a last line without a newline as it was.
func newlineUnless(last bool) string {
	if last {
		return ""
	}
	return "\n"
}
