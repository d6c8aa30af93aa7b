//go:build linux

// Why a program does not start although it is there: what the kernel and then the
// loader look for, looked for in the same places.
//
//	kernel   PT_INTERP of the program: one absolute path
//	loader   DT_NEEDED of the program, and of each library: names; looked for in DT_RPATH,
//	         DT_RUNPATH, the cache of ldconfig, and the default directories
//
// This is asked only when the program has failed: what works is right, however it works.
// Source: elf(5), ld.so(8).

package grader

import (
	"bytes"
	"debug/elf"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

func why(r grade.Rooted, p program, tried attempt) grade.Finding {
	loader, ok := interpreter(r, p.path)
	if !ok {
		return grade.Unknown(tried.observed, started)
	}
	if f := checkLoader(r, p.path, loader); f.Status != grade.Pass {
		return f
	}
	w := walk{r: r}
	w.visit(loader)
	w.visit(p.path)
	slices.Sort(w.missing)
	list := strings.Join(w.missing, " ")
	switch {
	case w.dangling != "":
		return grade.Failed("chroot.libs.dangling", fmt.Sprintf("%s\n-> %s", root+w.dangling, r.Readlink(w.dangling)))
	case w.broken != "":
		return grade.Failed("chroot.libs.not-a-file", w.broken)
	case len(w.missing) == 0:
		return grade.Unknown(tried.observed, started)
	case present(r, w.missing):
		return grade.Failed("chroot.libs.library-place", "the loader does not find\n"+list)
	}
	return grade.Failed("chroot.libs.library", "nowhere in "+root+":\n"+list)
}

func interpreter(r grade.Rooted, at string) (string, bool) {
	f, err := r.Open(at)
	if err != nil {
		return "", false
	}
	defer f.Close()
	what, err := rootfs.Inspect(f)
	return what.Interpreter, err == nil && what.Interpreter != ""
}

// checkLoader tells a loader that is missing from one that is at another place.
func checkLoader(r grade.Rooted, at, loader string) grade.Finding {
	evidence := root + at + " is there; its PT_INTERP is\n" + loader
	info, to := r.Stat(loader), r.Readlink(loader)
	switch {
	case info == nil && to != "":
		return grade.Failed("chroot.libs.dangling", evidence+"\n-> "+to)
	case info == nil && present(r, []string{path.Base(loader)}):
		return grade.Failed("chroot.libs.loader-place", evidence)
	case info == nil:
		return grade.Failed("chroot.libs.loader", evidence)
	case !info.Mode().IsRegular():
		return grade.Failed("chroot.libs.not-a-file", evidence+"\n"+info.Mode().String())
	case info.Mode()&0o111 == 0:
		return grade.Failed("chroot.libs.not-executable", evidence+"\n"+info.Mode().String())
	}
	return grade.Passed("")
}

// present tells whether files of all these names are somewhere in the root.
func present(r grade.Rooted, names []string) bool {
	var there []string
	for _, file := range r.Files(mostFiles) {
		there = append(there, path.Base(file))
	}
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(there, name) })
}

// walk follows DT_NEEDED.
type walk struct {
	r        grade.Rooted
	seen     []string // names of libraries
	missing  []string
	dangling string // the first symlink to nothing where a library should be
	broken   string // the first thing found there that is no library, and what it is
}

func (w *walk) visit(at string) {
	f, err := w.r.Open(at)
	if err != nil {
		return
	}
	defer f.Close()
	object, err := elf.NewFile(f)
	if err != nil {
		w.note(f, at)
		return
	}
	defer object.Close() //nolint:errcheck // only read from
	needed, err := object.ImportedLibraries()
	if err != nil {
		return
	}
	dirs := append(ownDirs(object, path.Dir(at)), w.defaultDirs()...)
	for _, name := range needed {
		if slices.Contains(w.seen, name) {
			continue
		}
		w.seen = append(w.seen, name)
		w.look(name, dirs)
	}
}

// note remembers what is at the place of a library and is none.
func (w *walk) note(f *os.File, at string) {
	info, err := f.Stat()
	if err != nil || w.broken != "" {
		return
	}
	w.broken = fmt.Sprintf("%s: %s, %d bytes", root+at, info.Mode(), info.Size())
	if info.IsDir() {
		w.broken = fmt.Sprintf("%s: %s", root+at, info.Mode())
	}
}

// look goes on with the library of that name, or notes that it is not there.
func (w *walk) look(name string, dirs []string) {
	if strings.Contains(name, "/") {
		dirs, name = []string{path.Dir(name)}, path.Base(name)
	}
	for _, dir := range dirs {
		at := path.Join(dir, name)
		if w.r.Stat(at) != nil {
			w.visit(at)
			return
		}
		if w.r.Readlink(at) != "" && w.dangling == "" {
			w.dangling = at
		}
	}
	w.missing = append(w.missing, name)
}

// ownDirs are the directories that an object names itself.
func ownDirs(object *elf.File, origin string) []string {
	var dirs []string
	for _, tag := range []elf.DynTag{elf.DT_RPATH, elf.DT_RUNPATH} {
		lists, err := object.DynString(tag)
		if err != nil {
			continue
		}
		for _, list := range lists {
			list = strings.NewReplacer("$ORIGIN", origin, "${ORIGIN}", origin).Replace(list)
			dirs = append(dirs, strings.Split(list, ":")...)
		}
	}
	return dirs
}

// defaultDirs are those of the loaders that are common, and those of the files in the
// root's own cache. Both name more than one machine has, which does no harm: only
// what is there counts.
func (w *walk) defaultDirs() []string {
	var dirs []string
	for _, top := range []string{"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"} {
		dirs = append(dirs, top)
		for _, triplet := range []string{"x86_64-linux-gnu", "aarch64-linux-gnu", "riscv64-linux-gnu"} {
			dirs = append(dirs, path.Join(top, triplet))
		}
	}
	return append(dirs, w.cached()...)
}

// cached reads ld.so.cache as what it holds at its end: paths between zero bytes.
func (w *walk) cached() []string {
	f, err := w.r.Open("/etc/ld.so.cache")
	if err != nil {
		return nil
	}
	defer f.Close()
	text := make([]byte, 1<<20)
	n, _ := f.Read(text) //nolint:errcheck // an empty cache names nothing
	var dirs []string
	for _, word := range bytes.Split(text[:n], []byte{0}) {
		if dir := path.Dir(string(word)); bytes.HasPrefix(word, []byte("/")) && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
