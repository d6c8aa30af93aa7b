//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Then it begins again.
func lease(dir string, subnet netip.Prefix, owner string) (netip.Addr, error) {
	address := netip.Addr{}
	err := change(dir, func(leases map[string]netip.Addr) error {
		if has, ok := leases[owner]; ok {
			address = has
			return nil
		}
		taken := map[netip.Addr]bool{}
		for _, a := range leases {
			taken[a] = true
		}
		gateway := subnet.Masked().Addr().Next()
		// The last address of a subnet is for all of it: the one whose next is outside.
		for a := gateway.Next(); subnet.Contains(a.Next()); a = a.Next() {
			if !taken[a] {
				address, leases[owner] = a, a
				return nil
			}
		}
		address = gateway.Next()
		leases[owner] = address
		return nil
	})
	return address, err
}

// release takes the owner's address back; from now on somebody else may get it. An owner without one is no error.
func release(dir string, subnet netip.Prefix, owner string) error {
	return change(dir, func(leases map[string]netip.Addr) error {
		delete(leases, owner)
		return nil
	})
}

// change reads the leases, has them changed, and writes them, while no other process does. The lock is the kernel's: it
// ends with who holds it, however that one ends.
func change(dir string, act func(map[string]netip.Addr) error) error {
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open lock: %w", err)
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return fmt.Errorf("lock %s: %w", dir, err)
	}
	file := filepath.Join(dir, "leases.json")
	leases := map[string]netip.Addr{}
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &leases)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read leases: %w", err)
	}
	if err := act(leases); err != nil {
		return err
	}
	if text, err = json.Marshal(leases); err != nil {
		return fmt.Errorf("write leases: %w", err)
	}
	// Beside, and then in its place: who is killed in between leaves the old file, and never a half one.
	if err := os.WriteFile(file+".new", text, 0o600); err != nil {
		return fmt.Errorf("write leases: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("write leases: %w", err)
	}
	return nil
}
