package shell

import (
	"errors"
	"fmt"
	"strings"
)

// invocation is what the command line asks for.
type invocation struct {
	command bool   // -c: text is the script
	login   bool   // -l
	text    string // of -c
	script  string // a file to read
	name    string // $0, when not the shell's own
	params  []string
}

// parseInvocation reads sh [-options] [-o name] [-c text | file] [name] [args].
// The shell options it meets are set in opts.
func parseInvocation(args []string, opts options) (invocation, error) {
	var inv invocation
	standardInput := false
	for len(args) > 0 && len(args[0]) > 1 && (args[0][0] == '-' || args[0][0] == '+') {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		for _, letter := range arg[1:] {
			switch letter {
			case 'c':
				inv.command = true
			case 'l':
				inv.login = true
			case 's':
				standardInput = true
			case 'o':
				if len(args) == 0 {
					return inv, errors.New("-o: missing argument")
				}
				if !opts.setByName(args[0], arg[0] == '-') {
					return inv, fmt.Errorf("%s: no such option", args[0])
				}
				args = args[1:]
			default:
				if !strings.ContainsRune(optionLetters, letter) {
					return inv, fmt.Errorf("-%c: no such option", letter)
				}
				opts[letter] = arg[0] == '-'
			}
		}
	}
	if inv.command {
		if len(args) == 0 {
			return inv, errors.New("-c: missing argument")
		}
		inv.text, args = args[0], args[1:]
		if len(args) > 0 {
			inv.name, args = args[0], args[1:]
		}
	} else if len(args) > 0 && !standardInput {
		inv.script, inv.name, args = args[0], args[0], args[1:]
	}
	inv.params = args
	return inv, nil
}
