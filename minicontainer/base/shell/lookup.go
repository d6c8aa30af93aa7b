package shell

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// commandError is a command that could not be started, with the status POSIX
// gives it: 127 when there is none, 126 when it cannot be executed.
type commandError struct {
	name, cause string
	status      int
}

func (e *commandError) Error() string { return e.name + ": " + e.cause }

// lookup finds the file of a command: a name with a slash is a path, any other
// is looked for in the directories of PATH.
func (s *Shell) lookup(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	denied := ""
	for _, dir := range strings.Split(s.vars.value("PATH"), ":") {
		path := dir + "/" + name
		if dir == "" {
			path = "./" + name
		}
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue
		}
		if unix.Access(path, unix.X_OK) == nil {
			return path, nil
		}
		denied = path
	}
	if denied != "" {
		return "", &commandError{name, "permission denied", 126}
	}
	return "", &commandError{name, "not found", 127}
}

// explain says why execve(2) refused a file. ENOENT for a file that exists
// means that its interpreter is missing: the #! line's, or the dynamic loader
// an ELF file names, the usual surprise in a small root filesystem.
func explain(name, path string, err error) error {
	_, statErr := os.Stat(path)
	switch {
	case errors.Is(err, unix.ENOENT) && statErr == nil:
		return &commandError{name, "its interpreter is missing: " + interpreter(path), 127}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, unix.ENOTDIR):
		return &commandError{name, "not found", 127}
	case errors.Is(err, unix.ENOEXEC):
		return &commandError{name, "exec format error: not a program for this machine", 126}
	case errors.Is(err, unix.EACCES) && isDir(path):
		return &commandError{name, "is a directory", 126}
	}
	return &commandError{name, err.Error(), 126}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func interpreter(path string) string {
	start := fileStart(path)
	if line, ok := bytes.CutPrefix(start, []byte("#!")); ok {
		line, _, _ = bytes.Cut(line, []byte("\n"))
		return strings.TrimSpace(string(line))
	}
	return "the loader of a dynamically linked program"
}

// isScript tells text from a binary: a file execve does not know and that has
// no NUL in its first line is run by the shell (POSIX 2.9.1.1).
func isScript(path string) bool {
	line, _, _ := bytes.Cut(fileStart(path), []byte("\n"))
	return !bytes.Contains(line, []byte{0}) && !bytes.HasPrefix(line, []byte("\x7fELF"))
}

func fileStart(path string) []byte {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	buf := make([]byte, 512)
	n, _ := unix.Read(fd, buf)
	return buf[:max(n, 0)]
}
