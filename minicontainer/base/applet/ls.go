package applet

// ls: which entries are listed, in which order. How an entry is written is in
// ls_format.go.

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"
)

var lsCommand = command{
	name: "ls", usage: "[-1AaCdFhilnpRrSt] [FILE]...", short: "list files and directories",
	options: "1AaCdFhilnpRrSt", long: "all=a almost-all=A directory=d human-readable=h recursive=R color::",
	run: runLs,
}

// A file is a name and what lstat(2) said of it.
type file struct {
	name   string
	info   os.FileInfo
	stat   *syscall.Stat_t
	target string // of a symbolic link
}

type lister struct {
	*call
	accounts *accounts
	colour   bool
	columns  int // of the terminal; 0 for one name a line
	blank    bool
}

func runLs(c *call) error {
	l := newLister(c)
	var files []file
	var directories []string
	for _, name := range l.lsOperands() {
		f, err := l.stat(name)
		switch {
		case err != nil:
			c.warn(err)
		case f.info.IsDir() && !c.has("d"):
			directories = append(directories, name)
		default:
			files = append(files, f)
		}
	}
	l.sort(files)
	l.print(files)
	l.blank = len(files) > 0
	slices.Sort(directories)
	for _, directory := range directories {
		l.listDirectory(directory, len(c.operands) > 1 || c.has("R"))
	}
	return nil
}

func newLister(c *call) *lister {
	l := &lister{call: c, accounts: &accounts{}}
	if !c.has("n") {
		l.accounts = loadAccounts()
	}
	if c.last("1", "C", "l", "n") == "C" || c.out.terminal && c.last("1", "C") != "1" {
		l.columns = columns()
	}
	when, given := c.value("color")
	l.colour = c.out.terminal && when != "never" || given && (when == "" || when == "always")
	return l
}

func (l *lister) lsOperands() []string {
	if len(l.operands) == 0 {
		return []string{"."}
	}
	return l.operands
}

func (l *lister) long() bool { return l.has("l") || l.has("n") }

// stat looks at an operand. A link to a directory stands for the directory,
// unless the listing is about the link itself.
func (l *lister) stat(name string) (file, error) {
	if !l.long() && !l.has("d") && !l.has("F") {
		if info, err := os.Stat(name); err == nil {
			return newFile(name, name, info), nil
		}
	}
	return lstat(name, name)
}

func lstat(path, name string) (file, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return file{}, err
	}
	return newFile(path, name, info), nil
}

func newFile(path, name string, info os.FileInfo) file {
	f := file{name: name, info: info, stat: info.Sys().(*syscall.Stat_t)}
	if info.Mode()&os.ModeSymlink != 0 {
		f.target, _ = os.Readlink(path)
	}
	return f
}

func (l *lister) listDirectory(directory string, heading bool) {
	if heading {
		if l.blank {
			l.printf("\n")
		}
		l.printf("%s:\n", directory)
	}
	l.blank = true
	files, err := l.readDirectory(directory)
	if err != nil {
		l.warn(err)
	}
	l.sort(files)
	if l.long() {
		l.printTotal(files)
	}
	l.print(files)
	if l.has("R") {
		for _, f := range files {
			if f.info.IsDir() && f.name != "." && f.name != ".." {
				l.listDirectory(join(directory, f.name), true)
			}
		}
	}
}

func (l *lister) readDirectory(directory string) ([]file, error) {
	dir, err := os.Open(directory)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if l.has("a") {
		names = append(names, ".", "..")
	}
	var files []file
	for _, name := range names {
		if strings.HasPrefix(name, ".") && !l.has("a") && !l.has("A") {
			continue
		}
		f, err := lstat(join(directory, name), name)
		if errors.Is(err, syscall.ENOENT) {
			continue // removed since it was read
		} else if err != nil {
			l.warn(err)
			continue
		}
		files = append(files, f)
	}
	return files, err
}

func (l *lister) sort(files []file) {
	order := func(a, b file) int { return strings.Compare(a.name, b.name) }
	switch l.last("t", "S") {
	case "t":
		order = func(a, b file) int {
			return orElse(b.info.ModTime().Compare(a.info.ModTime()), strings.Compare(a.name, b.name))
		}
	case "S":
		order = func(a, b file) int {
			return orElse(int(min(1, max(-1, b.info.Size()-a.info.Size()))), strings.Compare(a.name, b.name))
		}
	}
	slices.SortFunc(files, order)
	if l.has("r") {
		slices.Reverse(files)
	}
}

func orElse(first, second int) int {
	if first != 0 {
		return first
	}
	return second
}
