//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/nftables"
	"github.com/google/nftables/userdata"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// The rules that have the name in their comment.
func cleanUp(dir, id string) error {
	r, err := readRecord(dir, id)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	// The rules first: no packet is led to an address any more that may soon be somebody else's. The record last: as long
	// as anything is left, it says so.
	if err := removeRules(r.Table, id); err != nil {
		return err
	}
	if err := removeLink(r.Veth); err != nil {
		return err
	}
	if err := unmount(r.Netns); err != nil {
		return err
	}
	records, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	if len(records) == 1 {
		if err := removeNetwork(r); err != nil {
			return err
		}
	}
	if err := os.Remove(filepath.Join(dir, id+".json")); err != nil {
		return fmt.Errorf("remove record: %w", err)
	}
	return nil
}

// removeLink removes an interface. The kernel removes a veth by itself when nobody has the other end's network any more; whoever
// still holds it, a mount or a process, keeps the cable, too.
func removeLink(name string) error {
	link, err := netlink.LinkByName(name)
	if errors.As(err, &netlink.LinkNotFoundError{}) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find %s: %w", name, err)
	}
	if err := netlink.LinkDel(link); err != nil && !errors.Is(err, unix.ENODEV) {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// unmount takes the network namespace off its file, and removes that.
func unmount(file string) error {
	err := unix.Unmount(file, 0)
	if err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOENT) { // not mounted, not there
		return fmt.Errorf("unmount %s: %w", file, err)
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove network namespace: %w", err)
	}
	return nil
}

func removeRules(table, id string) error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("talk to nftables: %w", err)
	}
	chains, err := c.ListChainsOfTableFamily(nftables.TableFamilyIPv4)
	if err != nil {
		return fmt.Errorf("list chains: %w", err)
	}
	for _, chain := range chains {
		if chain.Table.Name != table {
			continue
		}
		rules, err := c.GetRules(chain.Table, chain)
		if err != nil {
			return fmt.Errorf("list rules: %w", err)
		}
		for _, rule := range rules {
			comment, _ := userdata.GetString(rule.UserData, userdata.TypeComment)
			if !strings.Contains(comment, id) {
				continue
			}
			if err := c.DelRule(rule); err != nil {
				return fmt.Errorf("remove rule: %w", err)
			}
		}
	}
	if err := c.Flush(); err != nil {
		return fmt.Errorf("remove rules: %w", err)
	}
	return nil
}

// removeNetwork removes what all containers had in common.
func removeNetwork(r record) error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("talk to nftables: %w", err)
	}
	// Added before it is deleted, so that it is there in any case.
	table := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: r.Table})
	c.DelTable(table)
	if err := c.Flush(); err != nil {
		return fmt.Errorf("remove table %s: %w", r.Table, err)
	}
	return removeLink(r.Bridge)
}
