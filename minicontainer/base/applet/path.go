package applet

// The small commands about names: basename, dirname, readlink, realpath, pwd,
// which, mktemp.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

var basenameCommand = command{
	name: "basename", usage: "FILE [SUFFIX]", short: "print the last part of a path", run: runBasename,
}

func runBasename(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no path given")
	}
	base := lastPart(c.operands[0])
	if len(c.operands) > 1 && base != c.operands[1] {
		base = strings.TrimSuffix(base, c.operands[1])
	}
	c.printf("%s\n", base)
	return nil
}

func lastPart(path string) string {
	trimmed := strings.TrimRight(path, "/")
	if trimmed == "" && path != "" {
		return "/"
	}
	return trimmed[strings.LastIndexByte(trimmed, '/')+1:]
}

var dirnameCommand = command{
	name: "dirname", usage: "FILE", short: "print a path without its last part", run: runDirname,
}

func runDirname(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no path given")
	}
	for _, path := range c.operands {
		c.printf("%s\n", firstParts(path))
	}
	return nil
}

func firstParts(path string) string {
	trimmed := strings.TrimRight(path, "/")
	slash := strings.LastIndexByte(trimmed, '/')
	switch directory := strings.TrimRight(trimmed[:slash+1], "/"); {
	case trimmed == "" && path != "", slash >= 0 && directory == "":
		return "/"
	case slash < 0:
		return "."
	default:
		return directory
	}
}

var readlinkCommand = command{
	name: "readlink", usage: "[-fnv] FILE...", short: "print what a symbolic link names",
	options: "fnve", long: "canonicalize=f no-newline=n", run: runReadlink,
}

func runReadlink(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no file given")
	}
	for _, name := range c.operands {
		text, err := os.Readlink(name)
		if c.has("f") || c.has("e") {
			text, err = canonical(name)
		}
		if err != nil { // not being a link is an answer, not an accident
			c.status = 1
			if c.has("v") {
				c.warn(err)
			}
			continue
		}
		c.printf("%s%s", text, newlineUnless(c.has("n")))
	}
	return nil
}

var realpathCommand = command{
	name: "realpath", usage: "FILE...", short: "print absolute paths without links", run: runRealpath,
}

func runRealpath(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no file given")
	}
	for _, name := range c.operands {
		path, err := canonical(name)
		if err != nil {
			c.warn(err)
			continue
		}
		c.printf("%s\n", path)
	}
	return nil
}

// canonical follows all links. The last part need not exist.
func canonical(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	resolved, err := filepath.EvalSymlinks(path)
	if !os.IsNotExist(err) {
		return resolved, err
	}
	if target, err := os.Readlink(path); err == nil { // a link to what is not there yet
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		return canonical(target)
	}
	directory, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	return filepath.Join(directory, filepath.Base(path)), nil
}

var pwdCommand = command{
	name: "pwd", usage: "[-LP]", short: "print the working directory", options: "LP", run: runPwd,
}

func runPwd(c *call) error {
	path, err := unixGetwd()
	if c.last("L", "P") == "L" {
		path, err = os.Getwd()
	}
	if err != nil {
		return err
	}
	c.printf("%s\n", path)
	return nil
}

// unixGetwd asks the kernel; os.Getwd believes $PWD when that is right.
func unixGetwd() (string, error) {
	path, err := unix.Getwd()
	if err != nil {
		return "", fmt.Errorf("get working directory: %w", err)
	}
	return path, nil
}

var whichCommand = command{
	name: "which", usage: "[-a] COMMAND...", short: "print where a command is found", options: "a", run: runWhich,
}

func runWhich(c *call) error {
	for _, name := range c.operands {
		found := false
		for _, directory := range filepath.SplitList(os.Getenv("PATH")) {
			path := filepath.Join(directory, name)
			if strings.Contains(name, "/") {
				path = name
			}
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() || info.Mode()&0o111 == 0 {
				continue
			}
			c.printf("%s\n", path)
			if found = true; !c.has("a") || path == name {
				break
			}
		}
		if !found {
			c.status = 1
		}
	}
	return nil
}

var mktempCommand = command{
	name: "mktemp", usage: "[-dqu] [-p DIR] [-t] [TEMPLATE]", short: "make a file or directory with a new name",
	options: "dqutp:", long: "directory=d dry-run=u tmpdir=p", run: runMktemp,
}

// runMktemp puts random letters for the X at the end of the template.
func runMktemp(c *call) error {
	template, directory := "tmp.XXXXXX", ""
	if len(c.operands) > 0 {
		template = c.operands[0]
	}
	if base, ok := c.value("p"); ok {
		directory = base
	} else if len(c.operands) == 0 || c.has("t") {
		directory = os.TempDir()
	}
	path := template
	if directory != "" {
		path = join(directory, template)
	}
	stem := strings.TrimRight(path, "X")
	if len(path)-len(stem) < 3 {
		return usagef("the template %s needs XXX at its end", template)
	}
	made, err := makeTemporary(filepath.Dir(path), filepath.Base(stem+"*"), c.has("d"))
	if err != nil {
		return err
	}
	path = strings.TrimSuffix(path, filepath.Base(path)) + filepath.Base(made)
	if c.has("u") {
		os.Remove(path) //nolint:errcheck // only its name is wanted
	}
	c.printf("%s\n", path)
	return nil
}

func makeTemporary(directory, pattern string, isDirectory bool) (string, error) {
	if isDirectory {
		return os.MkdirTemp(directory, pattern)
	}
	file, err := os.CreateTemp(directory, pattern)
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}
