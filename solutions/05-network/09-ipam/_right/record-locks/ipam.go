//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// A journal that is only ever appended to, under a lock of fcntl(2). A line that is not whole does not count.
func journal(dir string) (*os.File, map[string]netip.Addr, error) {
	f, err := os.OpenFile(filepath.Join(dir, "journal"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLKW, &unix.Flock_t{Type: unix.F_WRLCK}); err != nil {
		return nil, nil, err
	}
	held := map[string]netip.Addr{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 4 && words[0] == "+" && words[3] == ".":
			held[words[1]] = netip.MustParseAddr(words[2])
		case len(words) == 3 && words[0] == "-":
			delete(held, words[1])
		}
	}
	return f, held, nil
}

func lease(dir string, subnet netip.Prefix, owner string) (netip.Addr, error) {
	f, held, err := journal(dir)
	if err != nil {
		return netip.Addr{}, err
	}
	defer f.Close()
	if a, ok := held[owner]; ok {
		return a, nil
	}
	var free []netip.Addr
	for a := subnet.Addr().Next().Next(); subnet.Contains(a.Next()); a = a.Next() {
		free = append(free, a)
		for _, taken := range held {
			if taken == a {
				free = free[:len(free)-1]
			}
		}
	}
	if len(free) == 0 {
		return netip.Addr{}, errors.New("none is free")
	}
	a := free[rand.Intn(len(free))]
	_, err = fmt.Fprintf(f, "\n+ %s %s .\n", owner, a)
	return a, err
}

func release(dir string, _ netip.Prefix, owner string) error {
	f, _, err := journal(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintf(f, "\n- %s .\n", owner)
	return err
}
