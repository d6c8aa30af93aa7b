//go:build linux

package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

func (p *Program) systemDF() *cobra.Command {
	var f formatFlags
	var whole bool
	cmd := &cobra.Command{
		Use:   "df [flags]",
		Short: "Show what takes how much of the disk",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			if whole {
				return p.diskUsageOfEach(e, f)
			}
			return p.diskUsage(e, f)
		}),
	}
	f.addTemplate(cmd)
	cmd.Flags().BoolVarP(&whole, "verbose", "v", false, "show each image, container and volume")
	return cmd
}

// usage is one line of system df.
type usage struct {
	what          string
	total, active int
	bytes, free   int64
}

// usageRow is a line, with Docker's names.
type usageRow struct{ Active, Reclaimable, Size, TotalCount, Type string }

var usageList = listing{
	columns: []column{{"Type", "TYPE"}, {"TotalCount", "TOTAL"}, {"Active", "ACTIVE"}, {"Size", "SIZE"}, {"Reclaimable", "RECLAIMABLE"}},
	table:   []string{"Type", "TotalCount", "Active", "Size", "Reclaimable"},
}

func (p *Program) diskUsage(e *engine.Engine, f formatFlags) error {
	var rows []any
	for _, measure := range []func(*engine.Engine) (usage, error){imageUsage, containerUsage, volumeUsage, cacheUsage} {
		u, err := measure(e)
		if err != nil {
			return err
		}
		free := image.Decimal(u.free)
		if u.bytes > 0 {
			free += fmt.Sprintf(" (%d%%)", u.free*100/u.bytes)
		}
		rows = append(rows, usageRow{fmt.Sprint(u.active), free, image.Decimal(u.bytes), fmt.Sprint(u.total), u.what})
	}
	return usageList.show(p.Stdout, f, rows)
}

// imageUsage counts each layer once, however many images have it.
func imageUsage(e *engine.Engine) (u usage, err error) {
	u.what = "Images"
	list, err := e.Images().List()
	if err != nil {
		return u, err
	}
	used, err := e.ImagesInUse()
	if err != nil {
		return u, err
	}
	place := e.Unpacked()
	kept, seen := map[string]bool{}, map[string]bool{}
	for _, i := range list {
		u.total++
		if used[i.ID] {
			u.active++
			for n := range i.Manifest.Layers {
				kept[place.Path(i, n)] = true
			}
		}
	}
	for _, i := range list {
		for n := range i.Manifest.Layers {
			dir := place.Path(i, n)
			if seen[dir] {
				continue
			}
			seen[dir] = true
			u.bytes += place.Size(i, n)
			if !kept[dir] {
				u.free += place.Size(i, n)
			}
		}
	}
	return u, nil
}

func containerUsage(e *engine.Engine) (u usage, err error) {
	u.what = "Containers"
	list, err := e.List()
	for _, r := range list {
		size := onDisk(e.Dir(r.ID))
		u.total++
		u.bytes += size
		if r.State.Up() {
			u.active++
		} else {
			u.free += size
		}
	}
	return u, err
}

func volumeUsage(e *engine.Engine) (u usage, err error) {
	u.what = "Local Volumes"
	list, err := e.Volumes().List()
	if err != nil {
		return u, err
	}
	used, err := e.VolumesInUse()
	for _, name := range volume.Names(list) {
		size := onDisk(e.Volumes().Data(name))
		u.total++
		u.bytes += size
		if used[name] {
			u.active++
		} else {
			u.free += size
		}
	}
	return u, err
}

// cacheUsage counts the layers that are there for the build cache alone.
func cacheUsage(e *engine.Engine) (u usage, err error) {
	u.what = "Build Cache"
	entries, err := e.BuildCache().Entries()
	if err != nil {
		return u, err
	}
	list, err := e.Images().List()
	inImages := map[string]bool{}
	for _, i := range list {
		for _, l := range i.Manifest.Layers {
			inImages[l.Digest.String()] = true
		}
	}
	for _, c := range entries {
		u.total++
		if d := c.Layer.Blob; !inImages[d.Digest.String()] {
			inImages[d.Digest.String()] = true
			u.bytes += d.Size
		}
	}
	u.free = u.bytes
	return u, err
}

// onDisk is what the files below a directory take of the disk, in bytes: a file with holes less than its size, one with
// several names once. What cannot be read counts nothing.
func onDisk(dir string) (sum int64) {
	type inode struct{ dev, ino uint64 }
	seen := map[inode]bool{}
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { //nolint:errcheck // see above
		if err != nil {
			return nil //nolint:nilerr // see above
		}
		info, err := d.Info()
		if err != nil {
			return nil //nolint:nilerr // it is gone
		}
		st := info.Sys().(*syscall.Stat_t)
		if id := (inode{uint64(st.Dev), st.Ino}); !seen[id] { //nolint:unconvert // another type on another machine
			seen[id] = true
			const block = 512
			sum += st.Blocks * block
		}
		return nil
	})
	return sum
}

func (p *Program) systemPrune() *cobra.Command {
	var all, force, volumes bool
	var filter filters
	cmd := &cobra.Command{
		Use:   "prune [-a] [--volumes] [--filter KEY=VALUE]",
		Short: "Remove containers that do not run, images without a name, the build cache",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			wanted, err := filter.pruning(time.Now(), pruneKeys)
			if err != nil {
				return err
			}
			if volumes && len(filter["until"]) > 0 {
				return errors.New("prune with --filter until= and --volumes: the data in a volume may be younger than it is")
			}
			return p.prune(e, all, volumes, wanted)
		}),
	}
	filter.addPruning(cmd, pruneKeys)
	cmd.Flags().BoolVarP(&all, "all", "a", false, "and all images of which no container has been made")
	cmd.Flags().BoolVar(&volumes, "volumes", false, "and volumes without a name that no container uses")
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}

func (p *Program) prune(e *engine.Engine, all, volumes bool, wanted pruned) error {
	list, err := e.List()
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.State.Up() || !wanted(r.Created, r.Labels) {
			continue
		}
		if err := e.Remove(r.ID, false); err != nil {
			Report(p.Stderr, p.Name, err) // it may run by now
			continue
		}
		fmt.Fprintln(p.Stdout, "deleted container:", r.ShortID())
	}
	if volumes {
		removed, err := e.PruneVolumes(func(v volume.Volume) bool { return v.Anonymous && wanted(v.Created, v.Labels) })
		for _, name := range volume.Names(removed) {
			fmt.Fprintln(p.Stdout, "deleted volume:", name)
		}
		if err != nil {
			return err
		}
	}
	if err := e.BuildCache().Clear(); err != nil {
		return err
	}
	state, err := StateDir()
	if err == nil {
		err = vm.CacheIn(state).Clear()
	}
	if err != nil {
		return err
	}
	networks, err := e.PruneNetworks(func(n network.Network) bool { return wanted(n.Created, n.Labels) })
	if err := errors.Join(err, p.tellPruned(networks)); err != nil {
		return err
	}
	return p.pruneImages(e, all, wanted)
}
