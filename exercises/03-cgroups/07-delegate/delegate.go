//go:build linux

package main

import "errors"

// delegate makes a control group of version 2 in which a controller works, ready for somebody to be put into it.
//
// top is the directory of a group that has the controller. below is the path of the new group from there, "box/inner", say.
// There may be processes in top, and in the groups on the way, some of which may be there already. They go on running, in
// groups below top, and not in the new one: that is empty. The error is nil if everything is that way, also if it was
// before.
func delegate(top, below, controller string) error {
	// TODO: the controller, down to the new group.
	return errors.New("delegate is not written yet")
}
