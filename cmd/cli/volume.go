//go:build linux

package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// mounts reads the -v flags. Mounts are made from the root downwards, so that
// /a/b is not hidden by a later /a.
func (f runFlags) mounts() ([]specs.Mount, error) {
	var mounts []specs.Mount
	seen := map[string]bool{}
	for _, v := range f.volumes {
		m, err := parseVolume(v)
		if err != nil {
			return nil, fmt.Errorf("read -v %s: %w", v, err)
		}
		if seen[m.Destination] {
			return nil, fmt.Errorf("read -v %s: %s is mounted on twice", v, m.Destination)
		}
		seen[m.Destination] = true
		mounts = append(mounts, m)
	}
	sort.SliceStable(mounts, func(i, j int) bool {
		return strings.Count(mounts[i].Destination, "/") < strings.Count(mounts[j].Destination, "/")
	})
	return mounts, nil
}

// parseVolume reads SRC:DST[:ro|rw].
func parseVolume(v string) (specs.Mount, error) {
	parts := strings.Split(v, ":")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return specs.Mount{}, fmt.Errorf("it has the form SRC:DST or SRC:DST:ro")
	}
	options := []string{"rbind"}
	if len(parts) == 3 {
		switch parts[2] {
		case "ro":
			options = append(options, "rro")
		case "rw":
		default:
			return specs.Mount{}, fmt.Errorf("unknown option %q; ro and rw are known", parts[2])
		}
	}
	source, err := volumeSource(parts[0])
	if err != nil {
		return specs.Mount{}, err
	}
	target := path.Clean(parts[1])
	if !path.IsAbs(target) || target == "/" {
		return specs.Mount{}, fmt.Errorf("the destination must be an absolute path below /")
	}
	return specs.Mount{Destination: target, Source: source, Options: options}, nil
}

func volumeSource(src string) (string, error) {
	if !strings.HasPrefix(src, "/") && !strings.HasPrefix(src, ".") {
		return "", fmt.Errorf("%s is the name of a volume, and volumes come with lesson 4; a path begins with / or ./", src)
	}
	return filepath.Abs(src)
}

// makeSources makes the directories of -v that are not there. It comes last, when nothing
// else can be wrong with the command line.
func makeSources(mounts []specs.Mount) error {
	for _, m := range mounts {
		if !filepath.IsAbs(m.Source) {
			continue // a file system without a source
		}
		if _, err := os.Stat(m.Source); os.IsNotExist(err) {
			if err := os.MkdirAll(m.Source, 0o755); err != nil {
				return fmt.Errorf("make the source of a volume: %w", err)
			}
		}
	}
	return nil
}
