//go:build linux

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// Name servers are what counts.
func resolvConf(root string) error {
	_, servers, err := read("/etc/resolv.conf")
	if err != nil {
		return err
	}
	if len(servers) == 0 {
		if _, servers, err = read("/run/systemd/resolve/resolv.conf"); err != nil {
			return fmt.Errorf("find name servers: %w", err)
		}
	}
	if len(servers) == 0 {
		return errors.New("find name servers: all are at loopback addresses")
	}
	text := strings.Join(servers, "\n") + "\n"
	// A file beside, put in the place of whatever is there: a link of the image's is replaced, not followed.
	file := filepath.Join(root, "etc/resolv.conf")
	if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
		return fmt.Errorf("write resolv.conf: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("write resolv.conf: %w", err)
	}
	return nil
}

// read takes a file apart: the lines of name servers that can be reached from elsewhere, and all lines that are about
// something else. 127.0.0.53 on the host is a program of the host's; in a container that address is the container.
func read(file string) (kept, servers []string, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "nameserver" {
			kept = append(kept, line)
			continue
		}
		if address, err := netip.ParseAddr(words[1]); err == nil && !address.Unmap().IsLoopback() {
			servers = append(servers, line)
		}
	}
	return kept, servers, nil
}
