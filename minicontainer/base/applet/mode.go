package applet

// File modes as ls and stat write them. Source: inode(7), ls(1).

import "golang.org/x/sys/unix"

// modeString is the ten characters of ls -l: the type and three times rwx, with
// s and t where set-user-ID, set-group-ID and the sticky bit sit.
func modeString(mode uint32) string {
	s := []byte("?rwxrwxrwx")
	s[0] = typeLetter(mode)
	for i := 0; i < 9; i++ {
		if mode&(1<<(8-i)) == 0 {
			s[i+1] = '-'
		}
	}
	special := func(bit uint32, at int, letter byte) {
		if mode&bit == 0 {
			return
		}
		if s[at] == '-' {
			letter -= 'a' - 'A' // a capital: set, but not executable
		}
		s[at] = letter
	}
	special(unix.S_ISUID, 3, 's')
	special(unix.S_ISGID, 6, 's')
	special(unix.S_ISVTX, 9, 't')
	return string(s)
}

func typeLetter(mode uint32) byte {
	switch mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return 'd'
	case unix.S_IFLNK:
		return 'l'
	case unix.S_IFCHR:
		return 'c'
	case unix.S_IFBLK:
		return 'b'
	case unix.S_IFIFO:
		return 'p'
	case unix.S_IFSOCK:
		return 's'
	}
	return '-'
}

func typeName(mode uint32, size int64) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return "directory"
	case unix.S_IFLNK:
		return "symbolic link"
	case unix.S_IFCHR:
		return "character special file"
	case unix.S_IFBLK:
		return "block special file"
	case unix.S_IFIFO:
		return "fifo"
	case unix.S_IFSOCK:
		return "socket"
	}
	if size == 0 {
		return "regular empty file"
	}
	return "regular file"
}
