package applet

import (
	"fmt"
	"regexp"

	"golang.org/x/sys/unix"
)

var dmesgCommand = command{
	name: "dmesg", usage: "[-rc]", short: "print the messages of the kernel",
	options: "rc", run: runDmesg,
}

// runDmesg reads the ring buffer of the kernel, which no namespace divides: a
// container sees the machine's, or, without CAP_SYSLOG, nothing.
func runDmesg(c *call) error {
	size, err := unix.Klogctl(unix.SYSLOG_ACTION_SIZE_BUFFER, nil)
	if err != nil {
		return fmt.Errorf("read kernel log: %w", err)
	}
	action := unix.SYSLOG_ACTION_READ_ALL
	if c.has("c") {
		action = unix.SYSLOG_ACTION_READ_CLEAR
	}
	buffer := make([]byte, size)
	n, err := unix.Klogctl(action, buffer)
	if err != nil {
		return fmt.Errorf("read kernel log: %w", err)
	}
	text := buffer[:n]
	if !c.has("r") {
		text = regexp.MustCompile(`(?m)^<\d+>`).ReplaceAll(text, nil) // the level
	}
	_, err = c.out.Write(text)
	return err
}
