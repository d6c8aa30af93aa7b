//go:build linux

package main

import "errors"

// mountScratch mounts a new, empty tmpfs on dir, for the processes of this mount namespace only. It is
// called in a namespace of its own, a fresh copy of the host's; mounts on the host are shared, as systemd
// leaves them. From its return on nothing that is mounted or unmounted in here, by whomever and wherever,
// happens on the host. What was mounted before is still mounted in here, where it was.
func mountScratch(dir string) error {
	// TODO: a mount that stays in here.
	return errors.New("mountScratch is not written yet")
}
