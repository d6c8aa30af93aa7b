package applet

import "strings"

var echoCommand = command{
	name: "echo", usage: "[-neE] [STRING]...", short: "print the arguments",
	raw: true, run: runEcho,
}

// runEcho takes as options only words made of n, e and E alone: everything else
// is text. Source: echo(1).
func runEcho(c *call) error {
	args, newline, escapes := c.operands, true, false
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && strings.Trim(args[0][1:], "neE") == "" {
		for _, letter := range args[0][1:] {
			switch letter {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		args = args[1:]
	}
	text := strings.Join(args, " ")
	if escapes {
		var stop bool
		if text, stop = unescape(text, octalAfterZero); stop {
			newline = false
		}
	}
	c.printf("%s%s", text, newlineUnless(!newline))
	return nil
}
