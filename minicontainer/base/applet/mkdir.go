package applet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

var mkdirCommand = command{
	name: "mkdir", usage: "[-pv] [-m MODE] DIR...", short: "make directories",
	options: "pvm:", long: "parents=p mode=m verbose=v", run: runMkdir,
}

var rmdirCommand = command{
	name: "rmdir", usage: "[-p] DIR...", short: "remove empty directories",
	options: "p", long: "parents=p ignore-fail-on-non-empty", run: runRmdir,
}

func runMkdir(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no directory given")
	}
	mode, err := c.creationMode(0o777)
	if err != nil {
		return err
	}
	for _, name := range c.operands {
		if err := c.mkdir(name, mode); err != nil {
			c.warn(err)
		}
	}
	return nil
}

// creationMode is what -m asks for, or the default.
func (c *call) creationMode(otherwise uint32) (uint32, error) {
	text, ok := c.value("m")
	if !ok {
		return otherwise, nil
	}
	change, err := parseModeChange(text)
	if err != nil {
		return 0, usageError{err.Error()}
	}
	return change.apply(otherwise&^currentUmask(), false), nil
}

func (c *call) mkdir(name string, mode uint32) error {
	if c.has("p") {
		if err := os.MkdirAll(filepath.Dir(filepath.Clean(name)), 0o777); err != nil {
			return err
		}
	}
	err := unix.Mkdir(name, mode)
	if c.has("p") && errors.Is(err, unix.EEXIST) {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("create directory %s: %w", name, err)
	}
	if c.has("v") {
		c.printf("created directory: '%s'\n", name)
	}
	if !c.has("m") {
		return nil
	}
	return chmod(name, mode) // mkdir(2) took the umask off
}

func runRmdir(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no directory given")
	}
	for _, name := range c.operands {
		if err := c.rmdir(name); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func (c *call) rmdir(name string) error {
	for {
		err := unix.Rmdir(name)
		if errors.Is(err, unix.ENOTEMPTY) && c.has("ignore-fail-on-non-empty") {
			return nil
		}
		if err != nil {
			return fmt.Errorf("remove directory %s: %w", name, err)
		}
		name = strings.TrimRight(name, "/")
		slash := strings.LastIndexByte(name, '/')
		if !c.has("p") || slash <= 0 {
			return nil
		}
		name = name[:slash]
	}
}
