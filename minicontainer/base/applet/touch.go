package applet

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

var touchCommand = command{
	name: "touch", usage: "[-camh] [-d DATE | -t [[CC]YY]MMDDhhmm[.ss] | -r FILE] FILE...", short: "set the times of files, and make those that are missing",
	options: "camhd:t:r:", long: "no-create=c date=d reference=r no-dereference=h", run: runTouch,
}

func runTouch(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no file given")
	}
	times, err := c.touchTimes()
	if err != nil {
		return err
	}
	for _, name := range c.operands {
		if err := c.touch(name, times); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// touchTimes is access and modification time as utimensat(2) wants them. With
// both given as UTIME_NOW no ownership is needed, only the right to write.
func (c *call) touchTimes() ([]unix.Timespec, error) {
	times := []unix.Timespec{{Nsec: unix.UTIME_NOW}, {Nsec: unix.UTIME_NOW}}
	if path, ok := c.value("r"); ok {
		var st unix.Stat_t
		if err := unix.Stat(path, &st); err != nil {
			return nil, fmt.Errorf("stat %s: %w", path, err)
		}
		times[0], times[1] = st.Atim, st.Mtim
	}
	if text, which := c.timeOption(); which != "" {
		t, err := parseDate(text, time.Now(), time.Local)
		if err != nil {
			return nil, err
		}
		times[0] = unix.NsecToTimespec(t.UnixNano())
		times[1] = times[0]
	}
	if c.has("m") && !c.has("a") {
		times[0] = unix.Timespec{Nsec: unix.UTIME_OMIT}
	}
	if c.has("a") && !c.has("m") {
		times[1] = unix.Timespec{Nsec: unix.UTIME_OMIT}
	}
	return times, nil
}

func (c *call) timeOption() (text, which string) {
	which = c.last("d", "t")
	text, _ = c.value(which)
	if which == "t" {
		text = stampWords(text)
	}
	return text, which
}

func (c *call) touch(name string, times []unix.Timespec) error {
	flags := 0
	if c.has("h") {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	err := unix.UtimesNanoAt(unix.AT_FDCWD, name, times, flags)
	if errors.Is(err, unix.ENOENT) {
		if c.has("c") || c.has("h") {
			return nil
		}
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o666)
		if err != nil {
			return err
		}
		file.Close()
		return c.touch(name, times)
	}
	if err != nil {
		return fmt.Errorf("set times of %s: %w", name, err)
	}
	return nil
}
