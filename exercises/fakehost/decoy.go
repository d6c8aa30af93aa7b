//go:build linux

// Decoys stand in the place of programs that do the whole exercise. A decoy notes
// that it was called and fails.

package fakehost

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

const (
	decoyScript = "#!" + Tools + "/sh\necho \"${0##*/}\" >>" + called + "\necho \"${0##*/}: not in this exercise\" >&2\nexit 126\n"
	called      = Tools + "/called"
)

// placeDecoys writes the decoy into the tools, and plans to mount it over the
// machine's own programs of these names.
func placeDecoys(root string, names []string) ([]specs.Mount, error) {
	decoy := filepath.Join(root, Tools, "decoy")
	if err := os.WriteFile(decoy, []byte(decoyScript), 0o755); err != nil {
		return nil, err
	}
	var covers []specs.Mount
	for _, name := range names {
		tool := filepath.Join(root, Tools, name)
		if err := os.Remove(tool); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if err := os.Symlink("decoy", tool); err != nil {
			return nil, err
		}
		for _, place := range placesOf(name) {
			covers = append(covers, specs.Mount{Destination: place, Source: decoy, Options: []string{"bind", "ro"}})
		}
	}
	return covers, nil
}

// placesOf are the machine's own programs of that name, each under its real path.
func placesOf(name string) []string {
	var places []string
	for _, dir := range strings.Split(Path, ":") {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || real != dir {
			continue // /bin → /usr/bin, which has its own turn
		}
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			places = append(places, filepath.Join(dir, name))
		}
	}
	return places
}

// Called is the first program without permission that was called, or "".
func (h *Host) Called() string {
	text, err := os.ReadFile(filepath.Join(h.Root(), called))
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return first
}
