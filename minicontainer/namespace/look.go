// Looking: which namespaces a process is in, and who else is.

package namespace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ID tells a namespace from every other that there is at the same time. Numbers of
// namespaces that are gone are used again.
type ID struct{ Dev, Inode uint64 }

// Of is the namespace of that kind that process pid ("self" for this one) is in. The
// error is fs.ErrNotExist where there is no such process or the kernel has no such kind, and
// fs.ErrPermission where this user may not look at the process.
func Of(pid string, k Kind) (ID, error) {
	var st unix.Stat_t
	path := filepath.Join("/proc", pid, "ns", k.File)
	if err := unix.Stat(path, &st); err != nil {
		return ID{}, &fs.PathError{Op: "look at", Path: path, Err: err}
	}
	return ID{Dev: st.Dev, Inode: st.Ino}, nil
}

// Row is what Table tells of one namespace of a process.
type Row struct {
	Kind   Kind
	ID     ID
	Yours  bool  // the caller is in it, too
	Others []int // further processes that are in it, in order, as far as the caller may look
}

// Table looks at the namespaces of process pid. Kinds that the kernel does not have are left
// out. Other processes may come and go meanwhile.
func Table(pid int) ([]Row, error) {
	var rows []Row
	everyone := processes()
	for _, k := range Kinds {
		id, err := Of(strconv.Itoa(pid), k)
		if errors.Is(err, fs.ErrNotExist) && alive(pid) {
			continue
		}
		if err != nil {
			return nil, err
		}
		own, err := Of("self", k)
		row := Row{Kind: k, ID: id, Yours: err == nil && own == id}
		for _, other := range everyone {
			there, err := Of(strconv.Itoa(other), k)
			if err == nil && there == id && other != pid && other != os.Getpid() {
				row.Others = append(row.Others, other)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func alive(pid int) bool { return unix.Kill(pid, 0) != unix.ESRCH }

// processes are the ids of all programs that /proc shows. The kernel's own threads are left
// out: they are in the machine's first namespaces, but run no program.
func processes() []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && !kernelThread(pid) {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids
}

// kernelThread tells whether there is nothing that the process could have been executed from.
func kernelThread(pid int) bool {
	_, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "exe"))
	return errors.Is(err, fs.ErrNotExist)
}

// Draw is the table as text. describe names a process by its id.
func Draw(rows []Row, describe func(pid int) string) string {
	var b strings.Builder
	line := func(columns ...any) { fmt.Fprintf(&b, "%-6s  %-10v  %-5s  %-27s  %s\n", columns...) }
	line("NS", "INODE", "YOURS", "IS ABOUT", "ALSO IN IT")
	for _, r := range rows {
		yours := "no"
		if r.Yours {
			yours = "yes"
		}
		line(r.Kind.File, r.ID.Inode, yours, r.Kind.What, company(r.Others, describe))
	}
	return b.String()
}

// company names the first of the others, and counts the rest.
func company(pids []int, describe func(pid int) string) string {
	const most = 1
	if len(pids) == 0 {
		return "nobody"
	}
	var names []string
	for _, pid := range pids[:min(most, len(pids))] {
		names = append(names, describe(pid))
	}
	if more := len(pids) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
	}
	return strings.Join(names, ", ")
}

// Describe names a process by its id and its program.
func Describe(pid int) string {
	comm, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm"))
	if err != nil {
		return strconv.Itoa(pid)
	}
	return fmt.Sprintf("%d %s", pid, strings.TrimSpace(string(comm)))
}
