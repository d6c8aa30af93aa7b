//go:build linux

package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// StateEnv overrides the state directory.
const StateEnv = "MINICONTAINER_ROOT"

// StateDir is where the runtime keeps its files: /var/lib/minicontainer for root,
// the XDG data directory for others. It need not exist yet.
func StateDir() (string, error) {
	if dir := os.Getenv(StateEnv); dir != "" {
		return filepath.Abs(dir)
	}
	if os.Geteuid() == 0 {
		return "/var/lib/minicontainer", nil
	}
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("find state directory: %w", errors.New("neither HOME nor "+StateEnv+" is set"))
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "minicontainer"), nil
}
