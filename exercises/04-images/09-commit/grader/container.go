//go:build linux

package grader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var (
	untouched = []string{"etc/passwd", "bin/busy", "bin/tool", "var/log", "lib/one", "lib/two", "lib"}
	deleted   = map[string]string{"etc/doomed": "etc/.wh.doomed", "opt": ".wh.opt"}
	longAgo   = time.Unix(981173106, 0)
)

// want is a file that the container has made or changed.
type want struct {
	text, target string
	mode         os.FileMode
}

// container is an overlay of one layer in DIR, and what has happened in it.
type container struct {
	*grade.Bench
	wants map[string]want
}

func newContainer(b *grade.Bench) *container {
	for _, name := range []string{"/upper", "/work", "/merged"} {
		b.Dir("container" + name)
	}
	for _, name := range []string{"etc/passwd", "etc/motd", "etc/doomed", "bin/busy", "bin/tool", "var/log/syslog", "var/cache/old", "var/cache/older", "lib/one", "lib/two", "opt/app/data"} {
		b.Write(fakehost.Work+"/image/"+name, "the image's "+b.Token(), 0o644)
	}
	return &container{Bench: b, wants: map[string]want{
		"etc/motd":        {b.Token(), "", 0o644},
		"etc/link":        {"", "motd", os.ModeSymlink},
		"srv/new":         {b.Token(), "", 0o640},
		"srv/sudo":        {b.Token(), "", 0o755 | os.ModeSetuid},
		"srv/empty":       {"", "", 0o700 | os.ModeDir},
		"var/cache/fresh": {b.Token(), "", 0o600},
	}}
}

// mount is false where root of a user namespace may not mount an overlay.
func (c *container) mount() bool {
	options := fmt.Sprintf("userxattr,lowerdir=%s/image,upperdir=%s/upper,workdir=%[2]s/work", fakehost.Work, dir)
	if c.Run(grade.Own("mount", "-t", "overlay", "-o", options, "overlay", dir+"/merged")...).Status() != 0 {
		return false
	}
	c.TakeAsGiven()
	return true
}

// change does to merged what a program in the container would; false if the kernel cannot make its marks.
func (c *container) change() bool {
	at := func(name string) string { return c.Path(dir + "/merged/" + name) }
	errs := []error{os.Remove(at("etc/doomed")), os.RemoveAll(at("opt")), os.RemoveAll(at("var/cache")), os.Mkdir(at("var/cache"), 0o755), os.Mkdir(at("srv"), 0o755)}
	for name, w := range c.wants {
		switch {
		case w.target != "":
			errs = append(errs, os.Symlink(w.target, at(name)))
			continue
		case w.mode.IsDir():
			errs = append(errs, os.Mkdir(at(name), 0o755))
		default:
			errs = append(errs, os.WriteFile(at(name), []byte(w.text), 0o644))
		}
		errs = append(errs, os.Chmod(at(name), w.mode), os.Chtimes(at(name), longAgo, longAgo))
	}
	value := make([]byte, 1)
	_, err := unix.Lgetxattr(c.Path(dir+"/upper/var/cache"), "user.overlay.opaque", value)
	return errors.Join(append(errs, err)...) == nil
}

// inUpper are the names of what is in the upper directory and is no directory itself.
func (c *container) inUpper() []string {
	top := c.Path(dir + "/upper")
	var seen []string
	filepath.WalkDir(top+"/.", func(path string, e os.DirEntry, err error) error { //nolint:errcheck // what is gone is not listed
		if err == nil && !e.IsDir() {
			seen = append(seen, strings.TrimPrefix(path, top+"/"))
		}
		return nil
	})
	slices.Sort(seen)
	return seen
}
