//go:build linux

package grader

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var (
	yesNo  = []string{"yes", "no"}
	remain = []string{"nothing", "mark"}
)

var prediction = grade.Prediction{IDs: "img.copy-up", Questions: []grade.Question{
	grade.Ask("read", yesNo...),
	grade.Ask("append", "byte", "whole"),
	grade.Ask("chmod", "none", "whole"),
	grade.Ask("inode", "same", "other"),
	grade.Ask("hard-link", yesNo...),
	grade.Ask("sibling", yesNo...),
	grade.Ask("rm", remain...),
	grade.Ask("shrink", "smaller", "not-smaller"),
	grade.Ask("rm-own", remain...),
	grade.Ask("rename-dir", "works", "refused"),
}}

// measures do what the questions ask about, on this kernel, and return the right word with what was seen.
var measures = map[string]func(*lab) (key, evidence string){
	"read":      func(l *lab) (string, string) { return l.copied("read", l.do("cat", "merged/read")) },
	"append":    func(l *lab) (string, string) { return l.amount("append", "byte", l.sh("echo -n x >>merged/append")) },
	"chmod":     func(l *lab) (string, string) { return l.amount("chmod", "none", l.do("chmod", "0600", "merged/chmod")) },
	"inode":     (*lab).inode,
	"hard-link": (*lab).hardLink,
	"sibling":   func(l *lab) (string, string) { return l.copied("deep/er/two", l.sh("echo x >>merged/deep/er/one")) },
	"rm":        func(l *lab) (string, string) { return l.remains("rm", l.do("rm", "merged/rm")) },
	"shrink":    (*lab).shrink,
	"rm-own": func(l *lab) (string, string) {
		return l.remains("own", l.sh("echo x >merged/own"), l.do("rm", "merged/own"))
	},
	"rename-dir": (*lab).renameDir,
}

func (l *lab) key(name string) (key, evidence string) { return measures[name](l) }

const size = 1 << 20

// lab is a directory with a layer, upper, work and merged.
type lab struct {
	*grade.Bench
	dir string
}

func newLab(b *grade.Bench) *lab {
	l := &lab{b, b.Dir("overlay")}
	for _, name := range []string{"upper", "work", "merged"} {
		b.Dir("overlay/" + name)
	}
	content := strings.Repeat("0123456789abcde\n", size/16)
	for _, name := range []string{"read", "append", "chmod", "inode", "link-a", "rm", "shrink", "deep/er/one", "deep/er/two", "dir/file"} {
		b.Write(l.dir+"/layer/"+name, content, 0o644)
	}
	if err := os.Link(l.path("layer/link-a"), l.path("layer/link-b")); err != nil {
		panic(err) // of the bench: no verdict
	}
	return l
}

// mount is false where root of a user namespace may not mount an overlay.
func (l *lab) mount() bool {
	options := fmt.Sprintf("userxattr,lowerdir=%s/layer,upperdir=%[1]s/upper,workdir=%[1]s/work", l.dir)
	return l.Run(grade.Own("mount", "-t", "overlay", "-o", options, "overlay", l.dir+"/merged")...).Status() == 0
}

func (l *lab) path(name string) string { return l.Path(filepath.Join(l.dir, name)) }

// do runs a command of the base image in the lab's directory; sh is do for a line of shell.
func (l *lab) do(command ...string) error {
	r := l.Finish(l.Start(fakehost.Command{Args: grade.Own(command[0], command[1:]...), Dir: l.dir}))
	if r.Status() != 0 {
		return errors.New(grade.Said(r))
	}
	return nil
}

func (l *lab) sh(line string) error { return l.do("sh", "-c", line) }

// upper tells what is at a name in upper, for evidence.
func (l *lab) upper(name string) (info os.FileInfo, seen string) {
	info = l.Lstat(l.dir + "/upper/" + name)
	switch {
	case info == nil:
		return nil, fmt.Sprintf("upper/%s: no such file", name)
	case info.Mode()&os.ModeCharDevice != 0:
		return info, fmt.Sprintf("upper/%s: %s, a character device", name, info.Mode())
	}
	return info, fmt.Sprintf("upper/%s: %s, %d bytes", name, info.Mode(), info.Size())
}

func (l *lab) copied(name string, err error) (key, evidence string) {
	switch info, seen := l.upper(name); {
	case err != nil:
		return "", err.Error()
	case info == nil:
		return "no", seen
	default:
		return "yes", seen
	}
}

// amount tells whether all of a file has been copied, or only as little as the word says.
func (l *lab) amount(name, little string, err error) (key, evidence string) {
	switch info, seen := l.upper(name); {
	case err != nil || info == nil:
		return "", fmt.Sprint(seen, err)
	case info.Sys().(*syscall.Stat_t).Blocks*512 >= size:
		return "whole", seen
	default:
		return little, seen
	}
}

func (l *lab) remains(name string, errs ...error) (key, evidence string) {
	switch info, seen := l.upper(name); {
	case errors.Join(errs...) != nil:
		return "", errors.Join(errs...).Error()
	case info == nil:
		return "nothing", seen
	default:
		return "mark", seen
	}
}

func (l *lab) inode() (key, evidence string) {
	if err := l.sh("echo x >>merged/inode"); err != nil {
		return "", err.Error()
	}
	upper, layer := l.Lstat(l.dir+"/upper/inode"), l.Lstat(l.dir+"/layer/inode")
	switch {
	case upper == nil || layer == nil:
		return "", "no upper/inode"
	case os.SameFile(upper, layer):
		return "same", "layer/inode and upper/inode are one inode"
	}
	return "other", fmt.Sprintf("layer/inode has %d bytes, upper/inode %d: two inodes", layer.Size(), upper.Size())
}

func (l *lab) hardLink() (key, evidence string) {
	if err := l.sh("echo x >>merged/link-a"); err != nil {
		return "", err.Error()
	}
	a, b := l.Lstat(l.dir+"/merged/link-a"), l.Lstat(l.dir+"/merged/link-b")
	if a == nil || b == nil || a.Size() == size {
		return "", "nothing was appended"
	}
	evidence = fmt.Sprintf("merged/link-a: %d bytes, merged/link-b: %d bytes", a.Size(), b.Size())
	if a.Size() == b.Size() {
		return "yes", evidence
	}
	return "no", evidence
}

// shrink compares what the layers weigh, the upper directory being the next one.
func (l *lab) shrink() (key, evidence string) {
	before := l.weight("layer") + l.weight("upper")
	if err := l.do("rm", "merged/shrink"); err != nil {
		return "", err.Error()
	}
	after := l.weight("layer") + l.weight("upper")
	evidence = fmt.Sprintf("content of layer and upper together: %d KiB before, %d KiB after", before>>10, after>>10)
	if after < before {
		return "smaller", evidence
	}
	return "not-smaller", evidence
}

func (l *lab) weight(dir string) (sum int64) {
	filepath.WalkDir(l.path(dir), func(_ string, e fs.DirEntry, err error) error { //nolint:errcheck // what is not there weighs nothing
		if err != nil || !e.Type().IsRegular() {
			return nil
		}
		if info, err := e.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

func (l *lab) renameDir() (key, evidence string) {
	switch err := unix.Rename(l.path("merged/dir"), l.path("merged/dir2")); {
	case err == nil:
		return "works", "rename merged/dir: done"
	case errors.Is(err, unix.EXDEV):
		return "refused", "rename merged/dir: " + err.Error()
	default:
		return "", "rename merged/dir: " + err.Error()
	}
}
