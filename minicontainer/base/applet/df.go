package applet

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

var dfCommand = command{
	name: "df", usage: "[-hkmTia] [FILE]...", short: "show the space of the mounted file systems",
	options: "hkmTiaP", run: runDf,
}

func runDf(c *call) error {
	list, err := mounts()
	if err != nil {
		return err
	}
	chosen := list
	if len(c.operands) > 0 {
		chosen = nil
		for _, name := range c.operands {
			entry, err := mountOf(name, list)
			if err != nil {
				c.warn(err)
				continue
			}
			chosen = append(chosen, entry)
		}
	}
	if len(chosen) > 0 {
		c.printDfHeader()
	}
	for _, entry := range chosen {
		if err := c.printDf(entry); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// mountOf finds the mount a path lies in: the one with the longest target, and
// of several on the same directory the last, which covers the others.
func mountOf(name string, list []mountEntry) (mountEntry, error) {
	path, err := filepath.Abs(name)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return mountEntry{}, err
	}
	var best mountEntry
	for _, entry := range list {
		prefix := strings.TrimRight(entry.target, "/") + "/"
		if strings.HasPrefix(path+"/", prefix) && len(entry.target) >= len(best.target) {
			best = entry
		}
	}
	if best.target == "" {
		return best, fmt.Errorf("find mount of %s: not in /proc/self/mounts", name)
	}
	return best, nil
}

func (c *call) printDfHeader() {
	kind, total, used := "", "1K-blocks", "Used"
	if c.has("T") {
		kind = " Type      "
	}
	switch c.last("h", "k", "m") {
	case "h":
		total = "Size"
	case "m":
		total = "1M-blocks"
	}
	if c.has("i") {
		total = "Inodes"
	}
	c.printf("%-20s%s %9s %9s Available Use%% Mounted on\n", "Filesystem", kind, total, used)
}

func (c *call) printDf(entry mountEntry) error {
	var st unix.Statfs_t
	if err := unix.Statfs(entry.target, &st); err != nil {
		return fmt.Errorf("statfs %s: %w", entry.target, err)
	}
	total, free, available := st.Blocks, st.Bfree, st.Bavail
	if total == 0 && len(c.operands) == 0 && !c.has("a") {
		return nil // proc, sysfs: nothing is stored there
	}
	block := uint64(st.Frsize)
	if c.has("i") {
		total, free, available, block = st.Files, st.Ffree, st.Ffree, 1024
	}
	used := total - free
	percent := uint64(0)
	if whole := used + available; whole > 0 {
		percent = (used*100 + whole/2) / whole
	}
	name := fmt.Sprintf("%-20s", entry.source)
	if c.has("T") {
		name += fmt.Sprintf(" %-10s", entry.fstype)
	} else if len(entry.source) > 20 && !c.has("P") {
		name += fmt.Sprintf("\n%20s", "")
	}
	c.printf("%s %9s %9s %9s %3d%% %s\n", name, c.space(total, block), c.space(used, block), c.space(available, block), percent, entry.target)
	return nil
}

// space writes a number of blocks in the unit that was asked for.
func (c *call) space(blocks, size uint64) string {
	switch c.last("h", "k", "m") {
	case "h":
		if c.has("i") {
			return humanSize(blocks)
		}
		return humanSize(blocks * size)
	case "m":
		return strconv.FormatUint(blocks*size>>20, 10)
	}
	return strconv.FormatUint(blocks*size/1024, 10)
}
