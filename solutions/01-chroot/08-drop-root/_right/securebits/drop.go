//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

func dropRoot(uid, gid int) error {
	if err := unix.Prctl(unix.PR_SET_SECUREBITS, 0x2f, 0, 0, 0); err != nil {
		return err
	}
	for c := 0; c <= 63; c++ {
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, uintptr(c), 0, 0, 0); err != nil && err != unix.EINVAL {
			return err
		}
	}
	if err := unix.Setgroups([]int{}); err != nil {
		return err
	}
	if err := unix.Setregid(gid, gid); err != nil {
		return err
	}
	if err := unix.Setreuid(uid, uid); err != nil {
		return err
	}
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3, Pid: int32(unix.Gettid())}
	var d [2]unix.CapUserData
	if err := unix.Capset(&h, &d[0]); err != nil {
		return err
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}
