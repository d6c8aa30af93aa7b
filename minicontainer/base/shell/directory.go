package shell

import (
	"errors"
	"os"
	"path"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// initPwd keeps the PWD of the environment when it names the working
// directory, because it may tell by which symbolic links one came here.
func (s *Shell) initPwd() {
	here, err := os.Stat(".")
	pwd := s.vars.value("PWD")
	there, err2 := os.Stat(pwd)
	if err == nil && err2 == nil && path.IsAbs(pwd) && os.SameFile(here, there) {
		return
	}
	if dir, err := workingDirectory(); err == nil {
		s.vars["PWD"] = variable{value: dir, set: true, exported: s.vars["PWD"].exported}
	}
}

// cd [-L|-P] [directory|-]. Without -P `..` takes the last name off the path
// one came by, not the last directory a link led to.
func (s *Shell) cd(args []string) int {
	physical := false
	for len(args) > 0 && (args[0] == "-P" || args[0] == "-L" || args[0] == "--") {
		physical = args[0] == "-P"
		args = args[1:]
	}
	target := s.vars.value("HOME")
	if len(args) > 0 {
		target = args[0]
	}
	if target == "-" {
		target = s.vars.value("OLDPWD")
		s.printf("%s\n", target)
	}
	if target == "" {
		s.errorf("cd: no directory")
		return 2
	}
	if err := s.changeDir(target, physical); err != nil {
		s.errorf("cd %s: %v", target, err)
		return 2
	}
	return 0
}

func (s *Shell) changeDir(target string, physical bool) error {
	logical := target
	if !path.IsAbs(logical) {
		logical = s.vars.value("PWD") + "/" + logical
	}
	logical = path.Clean(logical)
	to := logical
	if physical || !path.IsAbs(logical) {
		to = target
	}
	if err := unix.Chdir(to); err != nil {
		return err
	}
	if physical {
		var err error
		if logical, err = workingDirectory(); err != nil {
			return err
		}
	}
	s.setVar("OLDPWD", s.vars.value("PWD")) //nolint:errcheck // a read-only OLDPWD keeps its value
	return s.setVar("PWD", logical)
}

func (s *Shell) pwd(args []string) int {
	dir := s.vars.value("PWD")
	if len(args) > 0 && args[0] == "-P" || dir == "" {
		var err error
		if dir, err = workingDirectory(); err != nil {
			s.errorf("pwd: %v", err)
			return 1
		}
	}
	return s.printf("%s\n", dir)
}

// workingDirectory asks the kernel. A directory above the root, as a process
// that was moved by chroot can be in, is reported as "(unreachable)/…".
func workingDirectory() (string, error) {
	buf := make([]byte, unix.PathMax)
	n, err := unix.Getcwd(buf)
	if err != nil {
		return "", err
	}
	dir := string(buf[:max(n-1, 0)])
	if !strings.HasPrefix(dir, "/") {
		return "", errors.New("unreachable working directory")
	}
	return dir, nil
}

// umask [-S] [octal].
func (s *Shell) umask(args []string) int {
	if len(args) == 0 || args[0] == "-S" {
		mask := unix.Umask(0)
		unix.Umask(mask)
		if len(args) == 0 {
			return s.printf("%04o\n", mask)
		}
		return s.printf("u=%s,g=%s,o=%s\n", letters(^mask>>6), letters(^mask>>3), letters(^mask))
	}
	mask, err := strconv.ParseUint(args[0], 8, 9)
	if err != nil {
		s.errorf("umask: %s: not an octal mode", args[0])
		return 2
	}
	unix.Umask(int(mask))
	return 0
}

func letters(mode int) string {
	text := ""
	for i, letter := range "rwx" {
		if mode&(4>>i) != 0 {
			text += string(letter)
		}
	}
	return text
}
