package applet

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

var statCommand = command{
	name: "stat", usage: "[-Lft] [-c FORMAT] FILE...", short: "show what the inode of a file holds",
	options: "Lfc:t", long: "dereference=L file-system=f format=c", run: runStat,
}

func runStat(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no file given")
	}
	show := c.statFile
	if c.has("f") {
		show = c.statFileSystem
	}
	for _, name := range c.operands {
		if err := show(name); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) statFile(name string) error {
	var st unix.Stat_t
	stat, verb := unix.Lstat, "lstat"
	if c.has("L") {
		stat, verb = unix.Stat, "stat"
	}
	if err := stat(name, &st); err != nil {
		return fmt.Errorf("%s %s: %w", verb, name, err)
	}
	view := &statView{name: name, st: &st, accounts: loadAccounts()}
	if format, ok := c.value("c"); ok {
		c.printf("%s\n", expandFormat(format, view.directive))
		return nil
	}
	c.printf("%s", expandFormat(view.layout(), view.directive))
	return nil
}

// expandFormat replaces each %x by what directive makes of x.
func expandFormat(format string, directive func(letter byte) string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '%' {
			b.WriteByte('%')
			continue
		}
		b.WriteString(directive(format[i]))
	}
	return b.String()
}

type statView struct {
	name     string
	st       *unix.Stat_t
	accounts *accounts
}

// layout is what stat prints without -c. The numbers that have a fixed width
// are put in directly.
func (v *statView) layout() string {
	st := v.st
	device := ""
	if kind := st.Mode & unix.S_IFMT; kind == unix.S_IFCHR || kind == unix.S_IFBLK {
		device = fmt.Sprintf(" Device type: %x,%x", unix.Major(uint64(st.Rdev)), unix.Minor(uint64(st.Rdev)))
	}
	links := fmt.Sprintf("%-5d", st.Nlink)
	return "  File: " + strings.ReplaceAll(v.quotedName(false), "%", "%%") + "\n" +
		fmt.Sprintf("  Size: %-10d\tBlocks: %-10d IO Block: %-6d %s\n", st.Size, st.Blocks, st.Blksize, typeName(st.Mode, st.Size)) +
		fmt.Sprintf("Device: %xh/%dd\tInode: %-10d  Links: %s%s\n", st.Dev, st.Dev, st.Ino, links, device) +
		fmt.Sprintf("Access: (%04o/%s)  Uid: (%5d/%8s)   Gid: (%5d/%8s)\n", st.Mode&0o7777, modeString(st.Mode),
			st.Uid, orUnknown(v.accounts.userByID(int(st.Uid))), st.Gid, orUnknown(v.accounts.groupByID(int(st.Gid)))) +
		"Access: %x\nModify: %y\nChange: %z\n"
}

func (v *statView) quotedName(quoted bool) string {
	quote := ""
	if quoted {
		quote = "'"
	}
	text := quote + v.name + quote
	if v.st.Mode&unix.S_IFMT == unix.S_IFLNK {
		target, _ := os.Readlink(v.name)
		text += " -> " + quote + target + quote
	}
	return text
}

func (v *statView) directive(letter byte) string {
	st := v.st
	switch letter {
	case 'n':
		return v.name
	case 'N':
		return v.quotedName(true)
	case 'a':
		return fmt.Sprintf("%o", st.Mode&0o7777)
	case 'A':
		return modeString(st.Mode)
	case 'f':
		return fmt.Sprintf("%x", st.Mode)
	case 'F':
		return typeName(st.Mode, st.Size)
	case 's':
		return fmt.Sprint(st.Size)
	case 'b':
		return fmt.Sprint(st.Blocks)
	case 'B':
		return "512"
	case 'o':
		return fmt.Sprint(st.Blksize)
	case 'i':
		return fmt.Sprint(st.Ino)
	case 'h':
		return fmt.Sprint(st.Nlink)
	case 'd':
		return fmt.Sprint(st.Dev)
	case 'D':
		return fmt.Sprintf("%x", st.Dev)
	case 't':
		return fmt.Sprintf("%x", unix.Major(uint64(st.Rdev)))
	case 'T':
		return fmt.Sprintf("%x", unix.Minor(uint64(st.Rdev)))
	}
	return v.ownerOrTime(letter)
}

func (v *statView) ownerOrTime(letter byte) string {
	st := v.st
	switch letter {
	case 'u':
		return fmt.Sprint(st.Uid)
	case 'U':
		return orUnknown(v.accounts.userByID(int(st.Uid)))
	case 'g':
		return fmt.Sprint(st.Gid)
	case 'G':
		return orUnknown(v.accounts.groupByID(int(st.Gid)))
	case 'x':
		return statTime(st.Atim)
	case 'X':
		return fmt.Sprint(st.Atim.Sec)
	case 'y':
		return statTime(st.Mtim)
	case 'Y':
		return fmt.Sprint(st.Mtim.Sec)
	case 'z':
		return statTime(st.Ctim)
	case 'Z':
		return fmt.Sprint(st.Ctim.Sec)
	}
	return "?"
}

func statTime(t unix.Timespec) string {
	return time.Unix(t.Unix()).Format("2006-01-02 15:04:05.000000000 -0700")
}

func (c *call) statFileSystem(name string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(name, &st); err != nil {
		return fmt.Errorf("statfs %s: %w", name, err)
	}
	directive := func(letter byte) string { return statfsDirective(name, &st, letter) }
	if format, ok := c.value("c"); ok {
		c.printf("%s\n", expandFormat(format, directive))
		return nil
	}
	c.printf("%s", expandFormat("  File: \"%n\"\n    ID: %i Namelen: %l     Type: %T\nBlock size: %s\n"+
		"Blocks: Total: %b Free: %f Available: %a\nInodes: Total: %c Free: %d\n", directive))
	return nil
}

func statfsDirective(name string, st *unix.Statfs_t, letter byte) string {
	switch letter {
	case 'n':
		return name
	case 'i':
		return fmt.Sprintf("%x", uint64(uint32(st.Fsid.Val[0]))<<32|uint64(uint32(st.Fsid.Val[1])))
	case 'l':
		return fmt.Sprint(st.Namelen)
	case 't':
		return fmt.Sprintf("%x", st.Type)
	case 'T':
		return fileSystemName(uint32(st.Type))
	case 's', 'S':
		return fmt.Sprint(st.Bsize)
	case 'b':
		return fmt.Sprint(st.Blocks)
	case 'f':
		return fmt.Sprint(st.Bfree)
	case 'a':
		return fmt.Sprint(st.Bavail)
	case 'c':
		return fmt.Sprint(st.Files)
	case 'd':
		return fmt.Sprint(st.Ffree)
	}
	return "?"
}

// fileSystemName knows the magic numbers that a container meets.
func fileSystemName(magic uint32) string {
	switch magic {
	case unix.EXT4_SUPER_MAGIC:
		return "ext2/ext3"
	case unix.TMPFS_MAGIC:
		return "tmpfs"
	case unix.OVERLAYFS_SUPER_MAGIC:
		return "overlayfs"
	case unix.PROC_SUPER_MAGIC:
		return "proc"
	case unix.SYSFS_MAGIC:
		return "sysfs"
	case unix.CGROUP2_SUPER_MAGIC:
		return "cgroup2"
	case unix.CGROUP_SUPER_MAGIC:
		return "cgroup"
	case unix.XFS_SUPER_MAGIC:
		return "xfs"
	case unix.BTRFS_SUPER_MAGIC:
		return "btrfs"
	case unix.NFS_SUPER_MAGIC:
		return "nfs"
	}
	return "UNKNOWN"
}

// orUnknown is what stat(1) says of an id that has no name.
func orUnknown(name string, known bool) string {
	if !known {
		return "UNKNOWN"
	}
	return name
}
