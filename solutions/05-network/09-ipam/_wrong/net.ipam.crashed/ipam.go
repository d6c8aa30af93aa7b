//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"
)

// The lock is a file that is there or not; and it is asked whether somebody has the address already.
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
		return fmt.Errorf("no address is left in %s", subnet)
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

func change(dir string, act func(map[string]netip.Addr) error) error {
	lock := filepath.Join(dir, "lock")
	for {
		if f, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			f.Close()
			break
		}
		time.Sleep(time.Millisecond)
	}
	defer os.Remove(lock)
	if _, err := net.DialTimeout("tcp", "127.0.0.1:1", time.Second); err == nil {
		return errors.New("somebody is there")
	}
	time.Sleep(20 * time.Millisecond) // so much for an answer to come
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
