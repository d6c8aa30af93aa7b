package namespace

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// errEnough ends a process that was started for its namespace alone.
var errEnough = errors.New("the namespace is held")

// Users makes a user namespace that nobody is in, and holds it by an open file, which the caller closes. It is for what only asks for the
// maps. The process that it is made with ends before it executes anything.
func Users(m Maps) (held *os.File, err error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	hold := func(pid int) error {
		err := m.Write(pid)
		if err == nil {
			held, err = os.Open(fmt.Sprintf("/proc/%d/ns/user", pid))
		}
		if err != nil {
			return err
		}
		return errEnough
	}
	_, err = Spawn{Program: null, Args: []string{"users"}, New: unix.CLONE_NEWUSER, Maps: hold}.Start()
	if !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("make user namespace: %w", err)
	}
	return held, nil
}
