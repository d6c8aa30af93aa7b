package mount

import (
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Mount is one call of mount(2) on an existing target.
type Mount struct {
	Root   string   // host path of the directory that Target is resolved in; "" is "/"
	Target string   // absolute path inside Root
	Source string   // device, host path of a bind mount, or a name without meaning ("proc")
	FSType string   // "" for bind, remount and propagation
	Flags  uintptr  // MS_*
	Data   []string // options of the file system itself, such as "mode=755"
	Lift   uintptr  // flags of the mount that a remount takes away, where it may
}

// Do mounts. After an error nothing has changed.
func (m Mount) Do() error {
	target, err := syscalls.OpenInRoot(orSlash(m.Root), m.Target, unix.O_PATH)
	if err != nil {
		return err
	}
	defer target.Close()
	flags := m.Flags
	if m.remounts() {
		flags |= keptFlags(syscalls.FDPath(target)) &^ m.Lift
	}
	err = unix.Mount(m.Source, syscalls.FDPath(target), m.FSType, flags, strings.Join(m.Data, ","))
	if err != nil {
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	return nil
}

// keptFlags are the restrictions a mount has already, which a remount must
// repeat or it lifts them: a bind of a nosuid disk would let setuid programs run. In a user
// namespace the kernel refuses a remount that lifts one (EPERM), read-only
// included. Source: mount_namespaces(7), "locked" flags.
func keptFlags(path string) uintptr {
	var st unix.Statfs_t
	if unix.Statfs(path, &st) != nil {
		return 0
	}
	// statfs(2) reports these with the numbers that mount(2) takes. The atime
	// options need no repeating: a remount that names none keeps them.
	kept := uintptr(unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC)
	if syscalls.InUserNamespace() {
		kept |= unix.MS_RDONLY
	}
	return uintptr(st.Flags) & kept
}

func (m Mount) binds() bool    { return m.Flags&unix.MS_BIND != 0 && !m.remounts() }
func (m Mount) remounts() bool { return m.Flags&unix.MS_REMOUNT != 0 }

// path is the target as the host sees it, before the root is entered.
func (m Mount) path() string { return filepath.Join(orSlash(m.Root), m.Target) }

// Name tells the kind of call and its object.
func (m Mount) Name() string {
	switch {
	case m.remounts():
		return fmt.Sprintf("remount %s", m.Target)
	case m.binds():
		return fmt.Sprintf("bind %s on %s", m.Source, m.Target)
	case propagation(m.Flags) != "":
		return fmt.Sprintf("make %s %s", m.Target, propagation(m.Flags))
	}
	return fmt.Sprintf("mount %s on %s", m.FSType, m.Target)
}

// Line is the mount(8) command.
func (m Mount) Line() string {
	if word := propagation(m.Flags); word != "" {
		return plan.Quote("mount", "--make-"+word, m.path())
	}
	options := append(flagNames(m.Flags), m.Data...)
	words := []string{"mount"}
	switch {
	case m.remounts():
		options = append(append([]string{"remount", "bind"}, options...), liftNames(m.Lift)...)
	case m.binds() && m.Flags&unix.MS_REC != 0:
		words = append(words, "--rbind")
	case m.binds():
		words = append(words, "--bind")
	default:
		words = append(words, "-t", m.FSType)
	}
	if len(options) > 0 {
		words = append(words, "-o", strings.Join(options, ","))
	}
	if !m.remounts() {
		words = append(words, m.Source)
	}
	return plan.Quote(append(words, m.path())...)
}

func orSlash(root string) string {
	if root == "" {
		return "/"
	}
	return root
}

var _ plan.Step = Mount{}
