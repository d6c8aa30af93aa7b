//go:build linux

package cli

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// volumeFlag is one -v flag, or a place for which the image wants a volume.
type volumeFlag struct {
	specs.Mount
	volume *volume.Volume // nil: a path of the host
}

// readVolumes reads the -v flags, and what the image wants: a volume without a name for each of its VOLUMEs where
// nothing else is mounted. Mounts are made from the root downwards, so that
// /a/b is not hidden by a later /a.
func (f runFlags) readVolumes(state string, r Root) ([]volumeFlag, error) {
	var list []volumeFlag
	seen := map[string]bool{}
	for _, text := range f.volumes {
		v, err := parseVolume(state, text)
		if err != nil {
			return nil, fmt.Errorf("read -v %s: %w", text, err)
		}
		if seen[v.Destination] {
			return nil, fmt.Errorf("read -v %s: %s is mounted on twice", text, v.Destination)
		}
		seen[v.Destination] = true
		list = append(list, v)
	}
	for target := range r.Config().Volumes {
		target = path.Clean(target)
		if path.IsAbs(target) && target != "/" && !seen[target] {
			list = append(list, named(state, engine.NewAnonymous(), target, []string{"rbind"}))
		}
	}
	for _, v := range list {
		if v.volume != nil && v.volume.Anonymous && f.remove {
			v.volume.Owner = f.id
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		return strings.Count(list[i].Destination, "/") < strings.Count(list[j].Destination, "/")
	})
	return list, nil
}

// parseVolume reads [SRC:]DST[:ro|rw], where SRC is a path or the name of a volume.
func parseVolume(state, text string) (volumeFlag, error) {
	parts := strings.Split(text, ":")
	if len(parts) == 1 {
		parts = []string{engine.NewAnonymous().Name, text}
	}
	if len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return volumeFlag{}, fmt.Errorf("it has the form [SRC:]DST or SRC:DST:ro")
	}
	options := []string{"rbind"}
	if len(parts) == 3 {
		switch parts[2] {
		case "ro":
			options = append(options, "rro")
		case "rw":
		default:
			return volumeFlag{}, fmt.Errorf("unknown option %q; ro and rw are known", parts[2])
		}
	}
	target := path.Clean(parts[1])
	if !path.IsAbs(target) || target == "/" {
		return volumeFlag{}, fmt.Errorf("the destination must be an absolute path below /")
	}
	if !isDirectory(parts[0]) {
		v := volume.Volume{Name: parts[0], Anonymous: !strings.Contains(text, ":")}
		return named(state, v, target, options), volume.CheckName(v.Name)
	}
	source, err := filepath.Abs(parts[0])
	return volumeFlag{Mount: specs.Mount{Destination: target, Source: source, Options: options}}, err
}

func named(state string, v volume.Volume, target string, options []string) volumeFlag {
	source := engine.New(state).Volumes().Data(v.Name)
	return volumeFlag{specs.Mount{Destination: target, Source: source, Options: options}, &v}
}

// makeSources makes the directories and the volumes of -v that are not there. It comes last, when nothing
// else can be wrong with the command line. The volumes stay, whoever prunes, until release is called.
func makeSources(e *engine.Engine, list []volumeFlag, r Root) (release func(), err error) {
	release = func() {}
	if slices.ContainsFunc(list, func(v volumeFlag) bool { return v.volume != nil }) {
		hold, err := e.HoldVolumes()
		if err != nil {
			return nil, err
		}
		release = func() { hold.Close() }
	}
	for _, v := range list {
		if err := makeSource(e, v, r); err != nil {
			release()
			return nil, err
		}
	}
	return release, nil
}

func makeSource(e *engine.Engine, v volumeFlag, r Root) error {
	if v.volume != nil {
		return e.UseVolume(context.Background(), *v.volume, v.Destination, r.image)
	}
	if _, err := os.Stat(v.Source); !os.IsNotExist(err) {
		return nil
	}
	if err := os.MkdirAll(v.Source, 0o755); err != nil {
		return fmt.Errorf("make the source of a volume: %w", err)
	}
	return nil
}
