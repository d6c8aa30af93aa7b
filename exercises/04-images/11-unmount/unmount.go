//go:build linux

package main

import "errors"

// unmount takes a container's overlay away. It was mounted on dir/merged with upperdir=dir/upper and
// workdir=dir/work; dir is an absolute path. nil says: in no mount namespace is it mounted any
// more, nobody uses it, and dir/work is gone. dir/upper stays, so does what was mounted inside of merged. An overlay
// that is gone already is no error.
//
// While a process uses it, or has it in a mount namespace of its own, that is an error, nothing is removed, and
// nobody is ended. In the second case the error names the process's number.
func unmount(dir string) error {
	// TODO: what is mounted at and in merged? Who else has it?
	return errors.New("unmount is not written yet")
}
