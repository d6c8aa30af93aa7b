//go:build linux

package fakehost

import "syscall"

// asUser has a program begin with the ids of an ordinary user, and no other group. The group has another number
// than the user, so that who takes one for the other is found out. It takes a judge with many
// ids (package grade, tier Root): a judge with one can pass no other on.
func (c Command) asUser() *syscall.Credential {
	if c.User == 0 {
		return nil
	}
	return &syscall.Credential{Uid: uint32(c.User), Gid: uint32(c.User) + 1}
}
