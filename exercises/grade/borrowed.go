package grade

import (
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// An answer is the learner's own work: it may use Go's standard library and the
// raw system calls, and no program or package that does the whole thing.

// alwaysAllowed are import paths outside the standard library that any answer may use.
var alwaysAllowed = []string{"golang.org/x/sys/unix"}

// borrowedImport returns the first import of the answer that is not allowed, or "".
// A file that does not parse is left to the compiler.
func borrowedImport(x Exercise, s Submission) string {
	for name, text := range s {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			continue
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err == nil && !standard(path) && !slices.Contains(alwaysAllowed, path) && !slices.Contains(x.Imports, path) {
				return path
			}
		}
	}
	return ""
}

// standard tells the standard library's paths: their first element has no dot.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && path != "C"
}

// ready are programs that do what the course teaches to do. In the fake host there is
// a decoy in the place of each, which notes that it was called.
var ready = []string{
	"chroot", "unshare", "nsenter", "setpriv", "pivot_root", "switch_root", "runuser", "su", "sudo", "capsh", "bwrap", "systemd-nspawn",
	"cgcreate", "cgexec", "cgset", "cgdelete", "cgclassify", "systemd-run",
	"runc", "crun", "docker", "podman", "containerd", "ctr", "nerdctl", "buildah", "minicontainer", "minirun", "workshop",
}

// forbidden are the programs that the exercise does not allow.
func (x Exercise) forbidden() []string {
	return slices.DeleteFunc(slices.Clone(ready), func(name string) bool { return slices.Contains(x.Commands, name) })
}
