// The last step: the container's own program takes the process over.

package sandbox

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// execute replaces the child half by the program. The command is looked up here,
// inside the root: the host's PATH and the host's files have no say any more.
type execute struct{ Args, Env []string }

func (execute) Name() string { return "exec" }

func (e execute) Line() string {
	return "exec " + plan.Quote(append(append([]string{"env", "-i"}, e.Env...), e.Args...)...)
}

// Do returns only with an error, an *ExecError.
func (e execute) Do() error {
	file, err := e.lookup()
	if err != nil {
		return err
	}
	return e.explain(file, unix.Exec(file, e.Args, e.Env))
}

// findProgram looks for the program before there is a reason to start it: that it is not there is to be told when the
// container is made.
type findProgram struct{ execute }

func (findProgram) Name() string   { return "find program" }
func (f findProgram) Line() string { return plan.Quote("command", "-v", f.Args[0]) }

func (f findProgram) Do() error {
	file, err := f.lookup()
	if err != nil {
		return err
	}
	if err := unix.Access(file, unix.X_OK); err != nil {
		return f.explain(file, err)
	}
	return nil
}

// lookup finds the command as execvp(3) does: a name with a slash is a path, any
// other is looked for in each directory of the container's PATH. A file found
// but not executable is remembered, as "permission denied" says more than "not found".
func (e execute) lookup() (string, error) {
	name := e.Args[0]
	if strings.Contains(name, "/") {
		return name, nil
	}
	path, denied := e.path(), ""
	for _, dir := range strings.Split(path, ":") {
		if dir == "" {
			dir = "."
		}
		file := dir + "/" + name
		info, err := os.Stat(file)
		if err != nil || info.IsDir() {
			continue
		}
		if unix.Access(file, unix.X_OK) == nil {
			return file, nil
		}
		denied = file
	}
	if denied != "" {
		return "", e.fail(126, "", denied, unix.EACCES.Error())
	}
	return "", e.fail(127, NoSuchCommand, name, "not found in PATH "+path)
}

func (e execute) path() string {
	for _, kv := range e.Env {
		if value, ok := strings.CutPrefix(kv, "PATH="); ok {
			return value
		}
	}
	return rootfs.Path
}

// explain turns the errno of execve(2) into what is the matter with the file.
func (e execute) explain(file string, err error) error {
	code, state, cause := 126, "", err.Error()
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) {
		code = 127
	}
	if info, statErr := os.Stat(file); statErr == nil && info.IsDir() {
		return e.fail(126, "", file, "is a directory")
	}
	bin, inspectErr := rootfs.InspectFile(file)
	switch {
	case inspectErr != nil:
		if code == 127 {
			state = NoSuchCommand
		}
	case bin.Machine != "":
		state, cause = OtherMachine, fmt.Sprintf("%v: the program is for %s", err, bin.Machine)
	case code == 127 && bin.Interpreter != "":
		state, cause = NoInterpreter, missingInterpreter(bin.Interpreter)
	case errors.Is(err, unix.ENOEXEC) && bin.Unknown:
		state, cause = NotAProgram, fmt.Sprintf("%v: neither a binary nor a script with #!", err)
	}
	return e.fail(code, state, file, cause)
}

// missingInterpreter quotes a name with letters that cannot be seen.
func missingInterpreter(name string) string {
	_, err := os.Stat(name)
	if quoted := strconv.Quote(name); quoted[1:len(quoted)-1] != name {
		name = quoted
	}
	if err == nil {
		return fmt.Sprintf("its interpreter %s is there, but cannot be started itself", name)
	}
	return fmt.Sprintf("its interpreter %s is not in the root file system", name)
}

func (execute) fail(code int, state, file, cause string) error {
	return &ExecError{Code: code, State: state, File: file, Cause: cause}
}

// States of an ExecError, for callers that give hints.
const (
	NoSuchCommand = "no-such-command"
	NoInterpreter = "no-interpreter"
	OtherMachine  = "other-machine"
	NotAProgram   = "not-a-program"
)

// ExecError says why the container's program could not be started.
type ExecError struct {
	Code  int    // 126: there, but not executable; 127: not there
	State string // one of the states above, or ""
	File  string
	Cause string
}

func (e *ExecError) Error() string { return fmt.Sprintf("exec %s: %s", e.File, e.Cause) }
