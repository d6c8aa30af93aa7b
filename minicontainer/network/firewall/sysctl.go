package firewall

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Sysctl sets a parameter of the kernel's. Those below net are of the network namespace of the calling thread: /proc/sys shows
// each thread its own (proc_sysctl(5)), unlike /proc/self/net, which is that of the process's first thread.
type Sysctl struct {
	// Key has dots, or slashes if a part of it has dots itself, such as net/ipv4/conf/eth0.5/forwarding.
	Key, Value string
}

// Name is the step's, as plan.Step has it.
func (s Sysctl) Name() string { return "set " + s.Key + " to " + s.Value }

// Line is the shell's, as plan.Step has it.
func (s Sysctl) Line() string { return "echo " + plan.Quote(s.Value) + " > " + plan.Quote(s.Path()) }

// Was is the value that it has. Who wants to restore it reads it before Do.
func (s Sysctl) Was() (string, error) {
	text, err := os.ReadFile(s.Path())
	if err != nil {
		return "", fmt.Errorf("read %s: %w", s.Key, err)
	}
	return strings.TrimSpace(string(text)), nil
}

// Do writes the value unless it is there: in a container /proc/sys may be read-only, and yet all be as it should.
func (s Sysctl) Do() error {
	if was, err := s.Was(); err == nil && was == s.Value {
		return nil
	}
	if err := os.WriteFile(s.Path(), []byte(s.Value), 0); err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}

// Path is the file below /proc/sys.
func (s Sysctl) Path() string {
	key := s.Key
	if !strings.Contains(key, "/") {
		key = strings.ReplaceAll(key, ".", "/")
	}
	return filepath.Join("/proc/sys", key)
}
