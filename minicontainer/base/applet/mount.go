package applet

// mount: from the words of -o to calls of mount(2).
//
// One mount(2) call does one thing, and ignores flags that belong to another
// without an error: MS_BIND with MS_RDONLY makes a writable bind mount. So a
// command line becomes a list of calls, in this order: the mount itself, a
// remount that gives a bind mount its flags, then the propagation type.

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

var mountCommand = command{
	name: "mount", usage: "[-rw] [-t TYPE] [-o OPTION,...] [--bind|--rbind|--move|--make-*] [[SOURCE] DIR]",
	short:   "show the mounts, or mount a file system",
	options: "t:o:rwnvBRM",
	long: "types=t options=o read-only=r rw=w bind=B rbind=R move=M make-private make-rprivate make-shared " +
		"make-rshared make-slave make-rslave make-unbindable make-runbindable",
	run: runMount,
}

// A mountCall is the arguments of one mount(2).
type mountCall struct {
	source, target, fstype string
	flags                  uintptr
	data                   string
}

// mountFlag is one word of -o: the bits it sets and those it clears.
type mountFlag struct{ set, clear uintptr }

func mountFlagOf(word string) (mountFlag, bool) {
	switch word {
	case "ro":
		return mountFlag{set: unix.MS_RDONLY}, true
	case "rw":
		return mountFlag{clear: unix.MS_RDONLY}, true
	case "nosuid":
		return mountFlag{set: unix.MS_NOSUID}, true
	case "suid":
		return mountFlag{clear: unix.MS_NOSUID}, true
	case "nodev":
		return mountFlag{set: unix.MS_NODEV}, true
	case "dev":
		return mountFlag{clear: unix.MS_NODEV}, true
	case "noexec":
		return mountFlag{set: unix.MS_NOEXEC}, true
	case "exec":
		return mountFlag{clear: unix.MS_NOEXEC}, true
	case "noatime":
		return mountFlag{set: unix.MS_NOATIME}, true
	case "relatime":
		return mountFlag{set: unix.MS_RELATIME, clear: unix.MS_NOATIME}, true
	case "nodiratime":
		return mountFlag{set: unix.MS_NODIRATIME}, true
	case "sync":
		return mountFlag{set: unix.MS_SYNCHRONOUS}, true
	case "defaults", "loud":
		return mountFlag{}, true
	}
	return mountFlag{}, false
}

func propagationOf(word string) (uintptr, bool) {
	kind, recursive := word, uintptr(0)
	if rest, ok := strings.CutPrefix(word, "r"); ok {
		kind, recursive = rest, unix.MS_REC
	}
	switch kind {
	case "private":
		return unix.MS_PRIVATE | recursive, true
	case "shared":
		return unix.MS_SHARED | recursive, true
	case "slave":
		return unix.MS_SLAVE | recursive, true
	case "unbindable":
		return unix.MS_UNBINDABLE | recursive, true
	}
	return 0, false
}

// mountRequest is what the words of a command line asked for.
type mountRequest struct {
	source, target, fstype string
	operation              uintptr // MS_BIND, MS_MOVE, MS_REMOUNT
	flags                  mountFlag
	propagation            []uintptr
	data                   []string // words for the file system itself
}

func (r *mountRequest) addWord(word string) {
	if flag, ok := mountFlagOf(word); ok {
		r.flags.set = r.flags.set&^flag.clear | flag.set
		r.flags.clear = r.flags.clear&^flag.set | flag.clear
		return
	}
	if propagation, ok := propagationOf(word); ok {
		r.propagation = append(r.propagation, propagation)
		return
	}
	switch word {
	case "bind":
		r.operation |= unix.MS_BIND
	case "rbind":
		r.operation |= unix.MS_BIND | unix.MS_REC
	case "move":
		r.operation |= unix.MS_MOVE
	case "remount":
		r.operation |= unix.MS_REMOUNT
	case "":
	default:
		r.data = append(r.data, word)
	}
}

// plan lists the calls. present is the target's flags once a bind mount is
// there: a remount replaces all flags at once, so those that were inherited,
// nosuid say, have to be named again or they are gone.
func (r *mountRequest) plan(present func(target string) uintptr) []func() mountCall {
	var calls []func() mountCall
	add := func(call func() mountCall) { calls = append(calls, call) }
	simple := func(flags uintptr) func() mountCall {
		return func() mountCall { return mountCall{r.source, r.target, "", flags, ""} }
	}
	reflag := func(operation uintptr) func() mountCall {
		return func() mountCall {
			flags := present(r.target)&^r.flags.clear | r.flags.set
			return mountCall{r.source, r.target, "", operation | flags, strings.Join(r.data, ",")}
		}
	}
	switch {
	case r.operation&unix.MS_REMOUNT != 0:
		add(reflag(r.operation))
	case r.operation != 0:
		add(simple(r.operation))
		if r.flags != (mountFlag{}) && r.operation&unix.MS_BIND != 0 {
			add(reflag(unix.MS_REMOUNT | unix.MS_BIND))
		}
	case r.source != "":
		add(func() mountCall {
			return mountCall{r.source, r.target, r.fstype, r.flags.set, strings.Join(r.data, ",")}
		})
	}
	for _, propagation := range r.propagation {
		add(simple(propagation))
	}
	return calls
}

func runMount(c *call) error {
	if len(c.operands) == 0 && len(c.given) == len(c.all("t")) {
		return c.listMounts()
	}
	request, err := c.mountRequest()
	if err != nil {
		return err
	}
	calls := request.plan(presentFlags)
	if len(calls) == 0 {
		return usagef("mount %s: no source given", request.target)
	}
	for _, call := range calls {
		if err := call().do(); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) mountRequest() (*mountRequest, error) {
	r := &mountRequest{}
	for _, opt := range c.given {
		switch opt.name {
		case "t":
			r.fstype = opt.value
		case "o":
			for _, word := range strings.Split(opt.value, ",") {
				r.addWord(word)
			}
		default:
			r.addWord(mountOptionWord(opt.name))
		}
	}
	switch len(c.operands) {
	case 1:
		r.target = c.operands[0]
	case 2:
		r.source, r.target = c.operands[0], c.operands[1]
	default:
		return nil, usagef("one source and one directory are needed")
	}
	return r, nil
}

// mountOptionWord is the -o word that an option abbreviates.
func mountOptionWord(name string) string {
	switch name {
	case "r":
		return "ro"
	case "w":
		return "rw"
	case "B":
		return "bind"
	case "R":
		return "rbind"
	case "M":
		return "move"
	}
	return strings.TrimPrefix(name, "make-")
}

func (m mountCall) do() error {
	if m.source != "" && m.fstype == "" && m.flags&(unix.MS_BIND|unix.MS_MOVE|unix.MS_REMOUNT|unix.MS_PRIVATE|unix.MS_SHARED|unix.MS_SLAVE|unix.MS_UNBINDABLE) == 0 {
		return m.guessType()
	}
	if err := unix.Mount(m.source, m.target, m.fstype, m.flags, m.data); err != nil {
		return m.fail(err)
	}
	return nil
}

func (m mountCall) fail(err error) error {
	if m.source == "" {
		return fmt.Errorf("mount %s: %w", m.target, err)
	}
	return fmt.Errorf("mount %s on %s: %w", m.source, m.target, err)
}

// guessType tries the types of /proc/filesystems that live on a device: the
// kernel has no "find out yourself".
func (m mountCall) guessType() error {
	content, err := os.ReadFile("/proc/filesystems")
	if err != nil {
		return err
	}
	last := error(unix.ENODEV)
	for _, line := range strings.Split(string(content), "\n") {
		m.fstype = strings.TrimSpace(line)
		if m.fstype == "" || strings.HasPrefix(line, "nodev") {
			continue
		}
		if last = unix.Mount(m.source, m.target, m.fstype, m.flags, m.data); last == nil {
			return nil
		}
		if !slices.Contains([]error{unix.EINVAL, unix.ENODEV}, last) {
			break
		}
	}
	return m.fail(last)
}

// presentFlags reads a mount's flags by statfs(2), whose bits are mount(2)'s
// but for relatime.
func presentFlags(target string) uintptr {
	const stRelatime = 0x1000
	var st unix.Statfs_t
	if unix.Statfs(target, &st) != nil {
		return 0
	}
	flags := uintptr(st.Flags) & (unix.MS_RDONLY | unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC | unix.MS_NOATIME | unix.MS_NODIRATIME)
	if st.Flags&stRelatime != 0 {
		flags |= unix.MS_RELATIME
	}
	return flags
}
