package syscalls

import (
	"errors"
	"io/fs"
)

// Cause is an error without the operation and the path that package os puts before it, where those say nothing to
// a person: a path in /proc of a process that is gone, a file of ours.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
