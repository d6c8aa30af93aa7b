package shell

import (
	"os"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// stateVariable names the descriptor on which a subshell finds its state. The
// subshell takes it out of its environment before anything else runs.
const stateVariable = "MINICONTAINER_SH_STATE"

// subshell starts a copy of this shell that runs text. Its command line is the
// parent's, as it would be after a fork.
func (s *Shell) subshell(text string, j *job) *process {
	p, err := s.startSubshell(text, j)
	if err != nil {
		s.errorf("start subshell: %v", err)
		return failed(126)
	}
	return p
}

func (s *Shell) startSubshell(text string, j *job) (*process, error) {
	self, err := s.executable()
	if err != nil {
		return nil, err
	}
	state, err := memory(s.encode(text))
	if err != nil {
		return nil, err
	}
	defer unix.Close(state)
	files := s.fds.files(state)
	argv := slices.Clone(s.args)
	argv[0] = "sh"
	return s.reaper.start(self, argv, &syscall.ProcAttr{
		Env:   append(s.vars.export(), stateVariable+"="+strconv.Itoa(len(files)-1)),
		Files: files,
		Sys:   j.attributes(s),
	})
}

// inheritedState tells a subshell from a shell that was started by name.
func inheritedState() (fd int, ok bool) {
	text, ok := os.LookupEnv(stateVariable)
	os.Unsetenv(stateVariable)
	if !ok {
		return -1, false
	}
	fd, err := strconv.Atoi(text)
	return fd, err == nil
}

// runSubshell is the life of the copy.
func (s *Shell) runSubshell(fd int) int {
	state, err := readAll(fd)
	unix.Close(fd)
	if err != nil {
		s.errorf("read state: %v", err)
		return 126
	}
	delete(s.vars, stateVariable)
	s.runText(s.decode(state), "")
	return s.finish()
}

func readAll(fd int) (string, error) {
	var text []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 {
			return string(text), err
		}
		text = append(text, buf[:n]...)
	}
}
