package applet

import (
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func (p *findParser) primary(word string) (findNode, error) {
	switch word {
	case "-print":
		p.acts = true
		return func(it found) bool { p.printf("%s\n", it.path); return true }, nil
	case "-print0":
		p.acts = true
		return func(it found) bool { p.printf("%s\x00", it.path); return true }, nil
	case "-delete":
		p.acts, p.contentsFirst = true, true
		return p.delete, nil
	case "-prune":
		return func(found) bool { p.pruned = true; return true }, nil
	case "-quit":
		return func(found) bool { p.stopped = true; return true }, nil
	case "-depth":
		p.contentsFirst = true
		return always, nil
	case "-xdev", "-mount":
		p.oneFileSystem = true
		return always, nil
	case "-true":
		return always, nil
	case "-empty":
		return isEmpty, nil
	case "-exec":
		return p.exec()
	}
	argument, err := p.argument(word)
	if err != nil {
		return nil, err
	}
	return p.test(word, argument)
}

func always(found) bool { return true }

func (p *findParser) test(word, argument string) (findNode, error) {
	switch word {
	case "-name", "-iname", "-path", "-ipath", "-wholename":
		return nameTest(word, argument), nil
	case "-type":
		return func(it found) bool { return strings.IndexByte(argument, typeOf(it.info.Mode())) >= 0 }, nil
	case "-maxdepth", "-mindepth":
		depth, err := parseCount(argument)
		if word == "-maxdepth" {
			p.mostDepth = depth
		} else {
			p.leastDepth = depth
		}
		return always, err
	case "-size":
		return sizeTest(argument)
	case "-mtime", "-mmin":
		return p.ageTest(word, argument)
	case "-newer":
		other, err := os.Stat(argument)
		return func(it found) bool { return it.info.ModTime().After(other.ModTime()) }, err
	case "-user":
		owner, err := loadAccounts().user(argument)
		return func(it found) bool { return int(statOf(it).Uid) == owner.uid }, err
	case "-group":
		gid, err := loadAccounts().gid(argument)
		return func(it found) bool { return int(statOf(it).Gid) == gid }, err
	case "-perm":
		return permissionTest(argument)
	case "-links", "-inum":
		return numberTest(argument, func(it found) int64 {
			if word == "-links" {
				return int64(statOf(it).Nlink)
			}
			return int64(statOf(it).Ino)
		})
	}
	return nil, usagef("unknown test %s", word)
}

func statOf(it found) *syscall.Stat_t { return it.info.Sys().(*syscall.Stat_t) }

// nameTest matches by fnmatch(3)'s rules: a * of -path matches slashes too, so
// they are hidden from path.Match.
func nameTest(word, pattern string) findNode {
	fold := func(s string) string { return s }
	if strings.HasPrefix(word, "-i") {
		fold = strings.ToLower
	}
	whole := strings.HasSuffix(word, "path") || word == "-wholename"
	hide := func(s string) string { return fold(strings.ReplaceAll(s, "/", "\x01")) }
	pattern = strings.ReplaceAll(pattern, "[!", "[^")
	return func(it found) bool {
		name := filepath.Base(it.path)
		if whole {
			name = it.path
		}
		matched, _ := path.Match(hide(pattern), hide(name))
		return matched
	}
}

// numberTest reads N, +N (more) and -N (less).
func numberTest(text string, value func(found) int64) (findNode, error) {
	n, err := strconv.ParseInt(strings.TrimLeft(text, "+-"), 10, 64)
	if err != nil {
		return nil, usagef("parse number %q: invalid number", text)
	}
	switch text[0] {
	case '+':
		return func(it found) bool { return value(it) > n }, nil
	case '-':
		return func(it found) bool { return value(it) < n }, nil
	}
	return func(it found) bool { return value(it) == n }, nil
}

// sizeTest counts in units, rounded up: of 512 bytes unless a letter says else.
func sizeTest(text string) (findNode, error) {
	unit := int64(512)
	digits := strings.TrimRight(text, "cwbkMG")
	switch text[len(digits):] {
	case "c":
		unit = 1
	case "w":
		unit = 2
	case "k":
		unit = 1 << 10
	case "M":
		unit = 1 << 20
	case "G":
		unit = 1 << 30
	}
	return numberTest(digits, func(it found) int64 { return (it.info.Size() + unit - 1) / unit })
}

func (p *findParser) ageTest(word, text string) (findNode, error) {
	unit := 24 * time.Hour
	if word == "-mmin" {
		unit = time.Minute
	}
	return numberTest(text, func(it found) int64 { return int64(p.now.Sub(it.info.ModTime()) / unit) })
}

// permissionTest reads MODE (exactly), -MODE (all of the bits), /MODE (any).
func permissionTest(text string) (findNode, error) {
	change, err := parseModeChange(strings.TrimLeft(text, "-/"))
	if err != nil {
		return nil, usageError{err.Error()}
	}
	wanted := change.apply(0, false)
	mode := func(it found) uint32 { return statOf(it).Mode & 0o7777 }
	switch {
	case text[0] == '-' && len(text) > 1:
		return func(it found) bool { return mode(it)&wanted == wanted }, nil
	case text[0] == '/':
		return func(it found) bool { return wanted == 0 || mode(it)&wanted != 0 }, nil
	}
	return func(it found) bool { return mode(it) == wanted }, nil
}

func isEmpty(it found) bool {
	if !it.info.IsDir() {
		return it.info.Mode().IsRegular() && it.info.Size() == 0
	}
	entries, err := os.ReadDir(it.path)
	return err == nil && len(entries) == 0
}

func (p *findParser) delete(it found) bool {
	if it.path == "." {
		return true
	}
	if err := os.Remove(it.path); err != nil {
		p.warn(err)
		return false
	}
	return true
}

// exec reads "PROG ARGS ;", a run for each file, whose success is the test's
// answer, or "PROG ARGS {} +", many files a run.
func (p *findParser) exec() (findNode, error) {
	for i, word := range p.words {
		collect := word == "+" && i > 0 && p.words[i-1] == "{}"
		if word != ";" && !collect {
			continue
		}
		argv := p.words[:i]
		p.words = p.words[i+1:]
		if len(argv) == 0 {
			break
		}
		p.acts = true
		if collect {
			batch := &findBatch{argv: argv[:i-1]}
			p.batches = append(p.batches, batch)
			return func(it found) bool { batch.add(p.finder, it.path); return true }, nil
		}
		return func(it found) bool { return p.runFor(argv, it.path) }, nil
	}
	return nil, usagef("-exec needs a command, ended by ; or {} +")
}

func (f *finder) runFor(argv []string, path string) bool {
	own := make([]string, len(argv))
	for i, word := range argv {
		own[i] = strings.ReplaceAll(word, "{}", path)
	}
	return f.runCommand(own) == 0
}

func (f *finder) runCommand(argv []string) int {
	f.flush()
	status, err := runChild(argv)
	if err != nil {
		f.warn(err)
		return 1
	}
	return status
}

// A findBatch collects files for one run. The kernel limits the size of all
// arguments; this stays far below. Source: execve(2).
type findBatch struct {
	argv, paths []string
	bytes       int
}

func (b *findBatch) add(f *finder, path string) {
	b.paths = append(b.paths, path)
	if b.bytes += len(path) + 1; b.bytes > 64<<10 {
		b.flush(f)
	}
}

func (b *findBatch) flush(f *finder) {
	if len(b.paths) > 0 && f.runCommand(append(b.argv[:len(b.argv):len(b.argv)], b.paths...)) != 0 {
		f.status = 1
	}
	b.paths, b.bytes = nil, 0
}
