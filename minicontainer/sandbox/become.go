package sandbox

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// firstInherited is the first descriptor that is not the program's own stdin,
// stdout or stderr.
const firstInherited = 3

// enterDirectory makes the working directory the container's own.
type enterDirectory struct{ Dir string }

func (enterDirectory) Name() string   { return "enter working directory" }
func (d enterDirectory) Line() string { return plan.Quote("cd", d.Dir) }

// Do also asks the kernel where it has arrived. A working directory that was
// reached through a leaked descriptor of the host lies outside the root, and
// getcwd(2) then answers "(unreachable)…" (CVE-2024-21626).
func (d enterDirectory) Do() error {
	if err := os.Chdir(d.Dir); err != nil {
		return fmt.Errorf("enter directory %s: %w", d.Dir, errors.Unwrap(err))
	}
	buf := make([]byte, unix.PathMax)
	n, err := unix.Getcwd(buf)
	if err != nil {
		return fmt.Errorf("enter directory %s: %w", d.Dir, err)
	}
	if n == 0 || buf[0] != '/' {
		return fmt.Errorf("enter directory %s: it lies outside the container's root", d.Dir)
	}
	return nil
}

// closeInherited keeps every descriptor but stdin, stdout and stderr, and as many as are meant for it after those,
// from the container's program.
type closeInherited struct{ Further int }

func (closeInherited) Name() string { return "close inherited files" }
func (c closeInherited) Line() string {
	if c.Further > 0 {
		return fmt.Sprintf("# every open file from number %d is closed", firstInherited+c.Further)
	}
	return "exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-  # and every other number in use"
}
func (c closeInherited) Do() error {
	return syscalls.CloseOnExecFrom(uint(firstInherited + c.Further)) //nolint:gosec // a small number
}

// giveStreams makes the pipes of stdin, stdout and stderr the container's user's. A
// program that logs to /dev/stdout opens the pipe anew by that path, and is then asked for
// its rights. Files and terminals of the caller keep their owners.
type giveStreams struct{ UID uint32 }

func (giveStreams) Name() string { return "give streams to user" }
func (g giveStreams) Line() string {
	return fmt.Sprintf("for n in 0 1 2; do [ ! -p /proc/self/fd/$n ] || chown %d /proc/self/fd/$n; done", g.UID)
}

// Do leaves alone what may not be given away.
func (g giveStreams) Do() error {
	for fd := 0; fd < firstInherited; fd++ {
		var st unix.Stat_t
		if unix.Fstat(fd, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFIFO {
			unix.Fchown(fd, int(g.UID), -1) //nolint:errcheck // the program can still use what it has open
		}
	}
	return nil
}

// setUser becomes the container's user: groups first, then the group, then the
// user, as each needs the privilege that the next gives up.
type setUser struct {
	User specs.User
	Keep bool // the permitted capabilities, which a change from root takes away
}

func (setUser) Name() string { return "set user" }

func (u setUser) Line() string {
	groups := "--clear-groups"
	if len(u.User.AdditionalGids) > 0 {
		groups = "--groups=" + joinIDs(u.User.AdditionalGids)
	}
	return fmt.Sprintf("setpriv --reuid=%d --regid=%d %s", u.User.UID, u.User.GID, groups)
}

func (u setUser) Do() error {
	if err := u.setGroups(); err != nil {
		return fmt.Errorf("set groups: %w", err)
	}
	if err := syscalls.SetGID(u.User.GID); err != nil {
		return fmt.Errorf("set gid %d: %w", u.User.GID, err)
	}
	if u.Keep { // until execve
		unix.Prctl(unix.PR_SET_KEEPCAPS, 1, 0, 0, 0) //nolint:errcheck // 1 is known
	}
	if err := syscalls.SetUID(u.User.UID); err != nil {
		return fmt.Errorf("set uid %d: %w", u.User.UID, err)
	}
	umask := 0o022
	if u.User.Umask != nil {
		umask = int(*u.User.Umask)
	}
	unix.Umask(umask)
	return nil
}

// setGroups leaves the groups alone where the kernel forbids to change them, in
// the user namespace of an ordinary user.
func (u setUser) setGroups() error {
	err := syscalls.SetGroups(u.User.AdditionalGids)
	if errors.Is(err, unix.EPERM) && len(furtherGroups(u.User)) == 0 {
		return nil
	}
	return err
}

// furtherGroups are those besides the user's own, which the list may have as well: that of Docker has it.
func furtherGroups(u specs.User) (groups []uint32) {
	for _, id := range u.AdditionalGids {
		if id != u.GID {
			groups = append(groups, id)
		}
	}
	return groups
}

func joinIDs(ids []uint32) string {
	var words []string
	for _, id := range ids {
		words = append(words, strconv.Itoa(int(id)))
	}
	return strings.Join(words, ",")
}

// dieWithCaller asks for SIGKILL when the parent half dies. The parent asked for
// it at clone(2) already, but a change of user makes the kernel forget.
// Source: prctl(2), PR_SET_PDEATHSIG.
type dieWithCaller struct{}

func (dieWithCaller) Name() string { return "die with caller" }
func (dieWithCaller) Line() string { return "setpriv --pdeathsig=KILL" }

// Do also looks whether the parent is there still: had it died just before, no
// signal would ever come.
func (dieWithCaller) Do() error {
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("ask to die with the caller: %w", err)
	}
	parent := []unix.PollFd{{Fd: int32(syncFD), Events: unix.POLLRDHUP}}
	if n, err := unix.Poll(parent, 0); err == nil && n > 0 {
		return errors.New("start container: the caller is gone")
	}
	return nil
}

// noNewPrivileges makes setuid programs and file capabilities ineffective for the
// rest of the process's life. Source: prctl(2), PR_SET_NO_NEW_PRIVS.
type noNewPrivileges struct{}

func (noNewPrivileges) Name() string { return "forbid new privileges" }
func (noNewPrivileges) Line() string { return "setpriv --no-new-privs" }
func (noNewPrivileges) Do() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("forbid new privileges: %w", err)
	}
	return nil
}
