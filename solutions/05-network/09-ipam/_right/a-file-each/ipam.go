//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
)

// An address is taken if there is a file of its name; link(2) makes one only if there is none, with the owner in it.
func lease(dir string, subnet netip.Prefix, owner string) (netip.Addr, error) {
	if address, ok := find(dir, owner); ok {
		return netip.ParseAddr(address)
	}
	mine := filepath.Join(dir, fmt.Sprintf("tmp-%s-%d", owner, os.Getpid()))
	if err := os.WriteFile(mine, []byte(owner), 0o600); err != nil {
		return netip.Addr{}, err
	}
	defer os.Remove(mine)
	for a := subnet.Addr().Next().Next(); subnet.Contains(a.Next()); a = a.Next() {
		err := os.Link(mine, filepath.Join(dir, a.String()))
		if err == nil {
			return a, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return netip.Addr{}, err
		}
	}
	return netip.Addr{}, errors.New("all taken")
}

func release(dir string, subnet netip.Prefix, owner string) error {
	address, ok := find(dir, owner)
	if !ok {
		return nil
	}
	return os.Remove(filepath.Join(dir, address))
}

func find(dir, owner string) (string, bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", false
	}
	for _, e := range entries {
		if _, err := netip.ParseAddr(e.Name()); err != nil {
			continue
		}
		if text, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil && string(text) == owner {
			return e.Name(), true
		}
	}
	return "", false
}
