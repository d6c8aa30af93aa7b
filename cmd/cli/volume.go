//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// volumeFlag is one mount that was asked for: by -v, --mount, --tmpfs, --volumes-from, or by the image.
type volumeFlag struct {
	specs.Mount
	volume    *volume.Volume // nil: a path of the host, or a tmpfs
	empty     bool           // a new volume gets nothing of what the image has there
	mustExist bool           // the host's path is not made if it is missing
}

// mountFlags are the flags that mount something.
type mountFlags struct{ volumes, mounts, tmpfs, volumesFrom []string }

func (m *mountFlags) addMounts(cmd *cobra.Command) {
	flags := cmd.Flags()
	const volumeHelp = "show a directory or file of the host, or a volume\nby its name: `SRC:DST[:ro]`; DST alone: a new volume"
	flags.StringArrayVarP(&m.volumes, "volume", "v", nil, volumeHelp)
	const mountHelp = "the same in words: `KEY=VALUE,…`, as in\ntype=bind,source=DIR,target=DIR,readonly; or type=volume\nor tmpfs"
	flags.StringArrayVar(&m.mounts, "mount", nil, mountHelp)
	flags.StringArrayVar(&m.tmpfs, "tmpfs", nil, "a directory in memory: `DST[:OPTIONS]`, as in\n/run:size=64m,mode=1777")
	flags.StringArrayVar(&m.volumesFrom, "volumes-from", nil, "all that is mounted in another `CONTAINER[:ro]`")
}

// readVolumes reads the flags, and what the image wants: a volume without a name for each of its VOLUMEs where
// nothing else is mounted. Mounts are made from the root downwards, so that
// /a/b is not hidden by a later /a.
func (f runFlags) readVolumes(e *engine.Engine, r Root) ([]volumeFlag, error) {
	list, err := f.explicit(e)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, v := range list {
		if seen[v.Destination] {
			return nil, fmt.Errorf("mount on %s: it is mounted on twice", v.Destination)
		}
		seen[v.Destination] = true
	}
	others, err := f.fromOthers(e)
	if err != nil {
		return nil, err
	}
	for target := range r.Config().Volumes {
		if target = path.Clean(target); path.IsAbs(target) && target != "/" {
			others = append(others, named(e, engine.NewAnonymous(), target, []string{"rbind"}))
		}
	}
	for _, v := range others {
		if !seen[v.Destination] {
			seen[v.Destination], list = true, append(list, v)
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

// explicit are those that flags speak of by their place.
func (m mountFlags) explicit(e *engine.Engine) (list []volumeFlag, err error) {
	for _, kind := range []struct {
		flag  string
		texts []string
		parse func(e *engine.Engine, text string) (volumeFlag, error)
	}{{"-v", m.volumes, parseVolume}, {"--mount", m.mounts, parseMount}, {"--tmpfs", m.tmpfs, parseTmpfs}} {
		for _, text := range kind.texts {
			v, err := kind.parse(e, text)
			if err != nil {
				return nil, fmt.Errorf("read %s %s: %w", kind.flag, text, err)
			}
			list = append(list, v)
		}
	}
	return list, nil
}

// parseVolume reads [SRC:]DST[:OPTIONS], where SRC is a path or the name of a volume.
func parseVolume(e *engine.Engine, text string) (v volumeFlag, err error) {
	parts := strings.Split(text, ":")
	if len(parts) == 1 {
		parts = []string{engine.NewAnonymous().Name, text}
	}
	if len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return v, errors.New("it has the form [SRC:]DST or SRC:DST:ro")
	}
	target, err := placeOf(parts[1])
	if err != nil {
		return v, err
	}
	if isDirectory(parts[0]) {
		v = volumeFlag{Mount: specs.Mount{Destination: target, Options: []string{"rbind"}}}
		v.Source, err = filepath.Abs(parts[0])
	} else {
		wanted := volume.Volume{Name: parts[0], Anonymous: !strings.Contains(text, ":")}
		v, err = named(e, wanted, target, []string{"rbind"}), volume.CheckName(wanted.Name)
	}
	if err == nil && len(parts) == 3 {
		err = v.setMode(parts[2])
	}
	return v, err
}

// setMode reads the options after the second colon. Those for SELinux and for caches of other machines do nothing here, as
// on most of Docker's.
func (v *volumeFlag) setMode(text string) error {
	for _, word := range strings.Split(text, ",") {
		switch word {
		case "ro":
			v.Options = append(v.Options, "rro")
		case "nocopy":
			v.empty = true
		case "rw", "z", "Z", "consistent", "cached", "delegated":
		case "private", "rprivate", "slave", "rslave", "shared", "rshared":
			if v.volume != nil {
				return fmt.Errorf("option %q is for directories of the host", word)
			}
			v.Options = append(v.Options, word)
		default:
			return fmt.Errorf("unknown option %q; ro and rw are known", word)
		}
	}
	return nil
}

// placeOf is a destination in a container.
func placeOf(text string) (string, error) {
	target := path.Clean(text)
	if !path.IsAbs(target) || target == "/" {
		return "", errors.New("the destination must be an absolute path below /")
	}
	return target, nil
}

func named(e *engine.Engine, v volume.Volume, target string, options []string) volumeFlag {
	source := e.Volumes().Data(v.Name)
	return volumeFlag{Mount: specs.Mount{Destination: target, Source: source, Options: options}, volume: &v}
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
	files := r.image
	if v.empty {
		files = nil
	}
	if v.volume != nil {
		return e.UseVolume(context.Background(), *v.volume, v.Destination, files)
	}
	if _, err := os.Stat(v.Source); !os.IsNotExist(err) || v.Type == "tmpfs" {
		return nil
	}
	if v.mustExist {
		return fmt.Errorf("mount %s: %w", v.Source, fs.ErrNotExist)
	}
	if err := os.MkdirAll(v.Source, 0o755); err != nil {
		return fmt.Errorf("make the source of a volume: %w", err)
	}
	return nil
}
