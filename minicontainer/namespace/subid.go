// More ids than one's own.
//
//	/etc/subuid   mina:100000:65536      user : first id : how many
//	/etc/subgid   mina:100000:65536
//
// The administrator gives each user a range that nobody else has. Inside, they come
// after root, which is the user:
//
//	inside   0      1 … 65536
//	outside  1000   100000 … 165535

package namespace

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// OfCaller are the ids of a container that nobody has chosen any for: none of its own for root, and
// Rootless for others, who cannot make one otherwise.
func OfCaller() Maps {
	if os.Geteuid() == 0 {
		return Maps{}
	}
	return Rootless()
}

// Rootless are the ids that this user can have: its own as root, and those it has been given, if
// newuidmap(1) and newgidmap(1) are here to map them.
func Rootless() Maps {
	maps := Own(os.Geteuid(), os.Getegid())
	for _, helper := range []string{"newuidmap", "newgidmap"} {
		if lookUp(helper) == "" {
			return maps
		}
	}
	names := ownNames()
	uids, gids := given("/etc/subuid", names), given("/etc/subgid", names)
	if len(uids) == 0 || len(gids) == 0 {
		return maps // groups without users, or the reverse, are of no use
	}
	return Maps{UIDs: append(maps.UIDs, after(1, uids)...), GIDs: append(maps.GIDs, after(1, gids)...)}
}

// Remapped are the ids for a container of root's that is to be nobody in particular outside: those
// given to root, else a range where distributions begin to give them. Where root itself is in a user
// namespace that has no such ids, root is all there is.
func Remapped() Maps {
	uids, gids := given("/etc/subuid", []string{"root", "0"}), given("/etc/subgid", []string{"root", "0"})
	usual := []specs.LinuxIDMapping{{HostID: 100000, Size: 65536}}
	if len(uids) == 0 || len(gids) == 0 {
		uids, gids = usual, usual
	}
	if !exist("/proc/self/uid_map", uids) || !exist("/proc/self/gid_map", gids) {
		return Own(0, 0)
	}
	return Maps{UIDs: after(0, uids), GIDs: after(0, gids)}
}

// exist tells whether the caller's own user namespace, with the map in this file, has all ids of the ranges.
func exist(file string, ranges []specs.LinuxIDMapping) bool {
	var own []specs.LinuxIDMapping
	for _, line := range fileLines(file) {
		var m specs.LinuxIDMapping
		if n, _ := fmt.Sscan(line, &m.ContainerID, &m.HostID, &m.Size); n == 3 { //nolint:errcheck // n tells
			own = append(own, m)
		}
	}
	for _, r := range ranges {
		if !Mapped(own, r.HostID) || !Mapped(own, r.HostID+r.Size-1) {
			return false
		}
	}
	return true
}

// ownNames are what the files may call this user: by number, or by a name. It reads /etc/passwd
// itself: package os/user would link the C library, and this program runs alone in its base image.
func ownNames() []string {
	uid := strconv.Itoa(os.Geteuid())
	names := []string{uid}
	for _, line := range fileLines("/etc/passwd") {
		if fields := strings.Split(line, ":"); len(fields) > 2 && fields[2] == uid {
			names = append(names, fields[0])
		}
	}
	return names
}

// fileLines are a file's; a file that cannot be read has none.
func fileLines(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\n")
}

// given are the ranges that the file gives to any of these names.
func given(file string, names []string) []specs.LinuxIDMapping {
	var ranges []specs.LinuxIDMapping
	for _, line := range fileLines(file) {
		if m, ok := parseRange(line, names); ok {
			ranges = append(ranges, m)
		}
	}
	return ranges
}

// parseRange reads NAME:FIRST:COUNT. Whatever else is in the file is somebody else's.
func parseRange(line string, names []string) (m specs.LinuxIDMapping, ok bool) {
	fields := strings.Split(strings.TrimSpace(line), ":")
	if len(fields) != 3 || fields[0] == "" {
		return m, false
	}
	first, err1 := strconv.ParseUint(fields[1], 10, 32)
	count, err2 := strconv.ParseUint(fields[2], 10, 32)
	return specs.LinuxIDMapping{HostID: uint32(first), Size: uint32(count)},
		slices.Contains(names, fields[0]) && err1 == nil && err2 == nil && count > 0
}

// after numbers the ranges inside, one after the other from first.
func after(first uint32, ranges []specs.LinuxIDMapping) []specs.LinuxIDMapping {
	var out []specs.LinuxIDMapping
	for _, r := range ranges {
		r.ContainerID = first
		first += r.Size
		out = append(out, r)
	}
	return out
}
