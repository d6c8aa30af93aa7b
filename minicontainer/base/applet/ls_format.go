package applet

import (
	"fmt"
	"os"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

func (l *lister) printTotal(files []file) {
	var blocks int64
	for _, f := range files {
		blocks += f.stat.Blocks
	}
	if l.has("h") {
		l.printf("total %s\n", humanSize(uint64(blocks)*512))
		return
	}
	l.printf("total %d\n", blocks/2) // st_blocks counts 512 bytes, ls kilobytes
}

func (l *lister) print(files []file) {
	switch {
	case l.long():
		for _, f := range files {
			l.printLong(f)
		}
	case l.columns > 0:
		l.printColumns(files)
	default:
		for _, f := range files {
			l.printf("%s\n", l.cell(f))
		}
	}
}

// printLong writes mode, links, owner, group, size or device number, time, name.
func (l *lister) printLong(f file) {
	width := 9
	if l.has("h") {
		width = 7
	}
	l.printf("%s%s %4d %-8.8s %-8.8s %*s %s %s", l.inode(f), modeString(f.stat.Mode), f.stat.Nlink,
		l.accounts.userName(int(f.stat.Uid)), l.accounts.groupName(int(f.stat.Gid)),
		width, l.size(f), listTime(f.info.ModTime(), time.Now()), l.decorated(f))
	if f.info.Mode()&os.ModeSymlink != 0 {
		l.printf(" -> %s", f.target)
	}
	l.printf("\n")
}

func (l *lister) inode(f file) string {
	if !l.has("i") {
		return ""
	}
	return fmt.Sprintf("%7d ", f.stat.Ino)
}

func (l *lister) size(f file) string {
	switch {
	case f.info.Mode()&os.ModeDevice != 0:
		rdev := uint64(f.stat.Rdev)
		return fmt.Sprintf("%4d, %3d", unix.Major(rdev), unix.Minor(rdev))
	case l.has("h"):
		return humanSize(uint64(f.stat.Size))
	}
	return fmt.Sprint(f.stat.Size)
}

// listTime shows the hour of a recent file and the year of an old one.
func listTime(t, now time.Time) string {
	const halfYear = 365 * 24 * time.Hour / 2
	if age := now.Sub(t); age > halfYear || age < -15*time.Minute {
		return t.Format("Jan _2  2006")
	}
	return t.Format("Jan _2 15:04")
}

func (l *lister) cell(f file) string { return l.inode(f) + l.decorated(f) }

// decorated is the name with colour and the sign that -F or -p asks for.
func (l *lister) decorated(f file) string {
	name := f.name
	if l.out.terminal {
		name = printable(name)
	}
	if code := colourOf(f.stat.Mode); l.colour && code != "" {
		name = "\x1b[" + code + "m" + name + "\x1b[m"
	}
	return name + l.indicator(f)
}

func (l *lister) indicator(f file) string {
	kind := f.stat.Mode & unix.S_IFMT
	switch {
	case kind == unix.S_IFDIR && (l.has("F") || l.has("p")):
		return "/"
	case !l.has("F") || kind == unix.S_IFLNK && l.long():
		return ""
	}
	switch kind {
	case unix.S_IFLNK:
		return "@"
	case unix.S_IFIFO:
		return "|"
	case unix.S_IFSOCK:
		return "="
	case unix.S_IFREG:
		if f.stat.Mode&0o111 != 0 {
			return "*"
		}
	}
	return ""
}

func colourOf(mode uint32) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return "1;34"
	case unix.S_IFLNK:
		return "1;36"
	case unix.S_IFIFO, unix.S_IFSOCK:
		return "1;35"
	case unix.S_IFBLK, unix.S_IFCHR:
		return "1;33"
	}
	if mode&0o111 != 0 {
		return "1;32"
	}
	return ""
}

// printable keeps a file's name from sending control codes to the terminal.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, name)
}

// printColumns fills columns from top to bottom, as wide as the widest name.
func (l *lister) printColumns(files []file) {
	widest := 0
	for _, f := range files {
		widest = max(widest, l.cellWidth(f))
	}
	across := max(1, l.columns/(widest+2))
	rows := (len(files) + across - 1) / across
	for row := 0; row < rows; row++ {
		for i := row; i < len(files); i += rows {
			l.printf("%s", l.cell(files[i]))
			if i+rows < len(files) {
				l.printf("%*s", widest+2-l.cellWidth(files[i]), "")
			}
		}
		l.printf("\n")
	}
}

func (l *lister) cellWidth(f file) int {
	return len(l.inode(f)) + cells.Of(f.name) + len(l.indicator(f))
}
