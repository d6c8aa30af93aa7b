package applet

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Applet is one command as other packages see it. Run takes the arguments as in
// os.Args, args[0] being the name, works on the standard streams of the process
// and returns the exit status. Run does not touch signal dispositions; [Main]
// does.
type Applet struct {
	Name  string // what argv[0] must be
	Usage string // the arguments: "[-la] [FILE]..."
	Short string // one line for a list of commands
	Run   func(args []string) int
}

// Lookup finds the applet of that name.
func Lookup(name string) (Applet, bool) {
	if cmd := find(name); cmd != nil {
		return Applet{Name: cmd.name, Usage: cmd.usage, Short: cmd.short, Run: cmd.execute}, true
	}
	return Applet{}, false
}

// Names lists the applets in the order of the alphabet. The slice is the
// caller's.
func Names() []string {
	names := make([]string, 0, len(commands))
	for _, cmd := range commands {
		names = append(names, cmd.name)
	}
	return names
}

func find(name string) *command {
	for _, cmd := range commands {
		if cmd.name == name {
			return cmd
		}
	}
	return nil
}

// Main runs the applet that args[0] names by its base name, or args[1] when the
// binary was called by its own name, and returns the exit status: 127 when
// there is no such applet. It is the whole of a process: it sets the signal
// dispositions a C program would have and must be called once.
func Main(args []string) int {
	name := appletName(args[0])
	if isMultiCall(name) {
		if len(args) < 2 || args[1] == "--list" || args[1] == "--help" {
			return listApplets(os.Stdout)
		}
		args = args[1:]
		name = appletName(args[0])
	}
	cmd := find(name)
	if cmd == nil {
		fmt.Fprintf(os.Stderr, "%s: applet not found\n", name)
		return 127
	}
	if !cmd.interactive {
		syscalls.DefaultSignals()
	}
	return cmd.execute(append([]string{name}, args[1:]...))
}

// appletName cuts the directory off, and the dash a login program puts before
// the name of a shell.
func appletName(argv0 string) string {
	return strings.TrimPrefix(filepath.Base(argv0), "-")
}

func isMultiCall(name string) bool { return name == "minibox" || name == "busybox" }

func listApplets(w io.Writer) int {
	for _, name := range Names() {
		fmt.Fprintln(w, name)
	}
	return 0
}
