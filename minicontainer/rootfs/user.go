// Who "USER" is, in a container: its own /etc/passwd and /etc/group answer, never
// the host's.

package rootfs

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// User is a container's user as numbers.
type User struct {
	UID, GID uint32
	Groups   []uint32 // further groups, in /etc/group's order
	Home     string   // "/" if /etc/passwd has none
}

// ErrNoUser and ErrNoGroup are the causes of a failed LookupUser.
var (
	ErrNoUser  = errors.New("no such user in the container's /etc/passwd")
	ErrNoGroup = errors.New("no such group in the container's /etc/group")
)

// LookupUser finds the user of a container whose files are in these directories, the top one of an overlay first. who is
// Docker's USER[:GROUP], each a name or a number. A number needs no entry; a
// name does. With GROUP there are no further groups, as in Docker.
func LookupUser(roots []string, who string) (User, error) {
	name, group, hasGroup := strings.Cut(who, ":")
	user, err := findUser(roots, name)
	if err != nil {
		return User{}, err
	}
	if hasGroup {
		user.Groups = nil
		if user.GID, err = findGroup(roots, group); err != nil {
			return User{}, err
		}
	}
	return user, nil
}

func findUser(roots []string, name string) (User, error) {
	id, numErr := parseID(name)
	user := User{UID: id, Home: "/"}
	found := ""
	err := eachEntry(roots, "/etc/passwd", 6, func(f []string) bool {
		if f[0] != name && (numErr != nil || f[2] != name) {
			return true
		}
		uid, uidErr := parseID(f[2])
		gid, gidErr := parseID(f[3])
		if uidErr != nil || gidErr != nil {
			return true
		}
		found, user.UID, user.GID = f[0], uid, gid
		if f[5] != "" {
			user.Home = f[5]
		}
		return false
	})
	if err != nil {
		return User{}, err
	}
	if found == "" {
		if numErr != nil {
			return User{}, fmt.Errorf("find user %q: %w", name, ErrNoUser)
		}
		return user, nil
	}
	user.Groups, err = groupsOf(roots, found, user.GID)
	return user, err
}

// groupsOf are the groups that list name as a member.
func groupsOf(roots []string, name string, primary uint32) (groups []uint32, err error) {
	err = eachEntry(roots, "/etc/group", 4, func(f []string) bool {
		for _, member := range strings.Split(f[3], ",") {
			if gid, err := parseID(f[2]); member == name && err == nil && gid != primary {
				groups = append(groups, gid)
			}
		}
		return true
	})
	return groups, err
}

// LookupGroup finds a group of the container by its name or number. A number needs no entry. The cause is ErrNoGroup.
func LookupGroup(roots []string, name string) (uint32, error) { return findGroup(roots, name) }

func findGroup(roots []string, name string) (uint32, error) {
	gid, numErr := parseID(name)
	found := numErr == nil
	err := eachEntry(roots, "/etc/group", 3, func(f []string) bool {
		if id, err := parseID(f[2]); f[0] == name && err == nil {
			gid, found = id, true
			return false
		}
		return true
	})
	if err != nil {
		return 0, err
	}
	if !found {
		return 0, fmt.Errorf("find group %q: %w", name, ErrNoGroup)
	}
	return gid, nil
}

// parseID reads a uid or gid. The highest number means "no id" to the kernel.
func parseID(s string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err == nil && n == 1<<32-1 {
		err = strconv.ErrRange
	}
	return uint32(n), err
}

// eachEntry calls visit with the fields of each line that has at least n, until
// it returns false. A file that is missing has no lines. Source: passwd(5), group(5).
func eachEntry(roots []string, file string, n int, visit func(fields []string) bool) error {
	f, err := openAccounts(roots, file)
	if f == nil || err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), ":")
		if len(fields) >= n && !visit(fields) {
			return nil
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s of the container: %w", file, err)
	}
	return nil
}

// openAccounts opens the file in the first of the directories that has it; nil if none has.
func openAccounts(roots []string, file string) (*os.File, error) {
	for _, root := range roots {
		f, err := syscalls.OpenInRoot(root, file, unix.O_RDONLY|unix.O_NONBLOCK)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if errors.Is(err, unix.ENXIO) { // the device 0:0: an overlay's word for "gone"
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err == nil && (!info.Mode().IsRegular() || info.Size() > largestAccounts) {
			err = fmt.Errorf("read %s of the container: not a file of at most %d bytes", file, largestAccounts)
		}
		if err != nil {
			f.Close()
			return nil, err
		}
		return f, nil
	}
	return nil, nil
}

// largestAccounts is more than any /etc/passwd has. An image is foreign data: its
// "file" may be a device that never ends.
const largestAccounts = 16 << 20
