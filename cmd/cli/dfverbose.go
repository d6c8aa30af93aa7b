//go:build linux

// system df -v: a table for each kind of thing.

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// diskUsageOfEach shows each thing. A format of one's own has all of them in one value: {{range .Volumes}}.
func (p *Program) diskUsageOfEach(e *engine.Engine, f formatFlags) error {
	all, err := usageOfEach(e)
	if err != nil {
		return err
	}
	if !f.asTable() {
		if f.format == "json" {
			return jsonLines(p.Stdout, []any{all})
		}
		return listing{}.template(p.Stdout, f.format, []any{all})
	}
	for _, part := range []struct {
		title string
		list  listing
		table []string
		rows  []any
	}{
		{"Images", imagesList, strings.Fields("Repository Tag ID CreatedSince Size SharedSize UniqueSize Containers"), anys(all.Images)},
		{"Containers", psList, strings.Fields("ID Image Command LocalVolumes Size RunningFor Status Names"), anys(all.Containers)},
		{"Local Volumes", volumesList, strings.Fields("Name Links Size"), anys(all.Volumes)},
	} {
		part.list.table = part.table
		fmt.Fprintf(p.Stdout, "%s space usage:\n\n", part.title) //nolint:errcheck // the table's error tells
		if err := part.list.show(p.Stdout, formatFlags{}, part.rows); err != nil {
			return err
		}
		fmt.Fprintln(p.Stdout) //nolint:errcheck // as above
	}
	return nil
}

// usages are all things that take some of the disk, with Docker's names.
type usages struct {
	Images     []imageRow
	Containers []psRow
	Volumes    []volumeRow
}

func anys[T any](list []T) (all []any) {
	for _, v := range list {
		all = append(all, v)
	}
	return all
}

func usageOfEach(e *engine.Engine) (all usages, err error) {
	containers, containersErr := e.List()
	for _, r := range containers {
		row := newPsRow(e, r, psFlags{})
		row.Size = image.Decimal(e.Written(r))
		all.Containers = append(all.Containers, row)
	}
	images, imagesErr := imagesWithShares(e, containers)
	volumes, volumesErr := volumesWithSizes(e, containers)
	all.Images, all.Volumes = images, volumes
	return all, errors.Join(containersErr, imagesErr, volumesErr)
}

// imagesWithShares tells of each image how much of it others have as well.
func imagesWithShares(e *engine.Engine, containers []record.Record) (rows []imageRow, err error) {
	list, err := e.Images().List()
	place, owners := e.Unpacked(), map[string]int{}
	for _, i := range list {
		for n := range i.Manifest.Layers {
			owners[place.Path(i, n)]++
		}
	}
	for _, i := range list {
		shared := int64(0)
		for n := range i.Manifest.Layers {
			if owners[place.Path(i, n)] > 1 {
				shared += place.Size(i, n)
			}
		}
		size, users := place.ImageSize(i), 0
		for _, r := range containers {
			if r.ImageID == i.ID.String() {
				users++
			}
		}
		for _, row := range imageRows(i, size, false) {
			row.SharedSize, row.UniqueSize, row.Containers = image.Decimal(shared), image.Decimal(size-shared), strconv.Itoa(users)
			rows = append(rows, row)
		}
	}
	return rows, err
}

// volumesWithSizes tells of each volume how large it is, and how many containers have it.
func volumesWithSizes(e *engine.Engine, containers []record.Record) (rows []volumeRow, err error) {
	list, err := e.Volumes().List()
	slices.SortFunc(list, func(a, b volume.Volume) int { return strings.Compare(a.Name, b.Name) })
	for _, v := range list {
		row, users := newVolumeRow(e, v), 0
		for _, r := range containers {
			if slices.Contains(volumesAmong(mountsOf(e, r)), v.Name) {
				users++
			}
		}
		row.Links, row.Size = strconv.Itoa(users), image.Decimal(onDisk(e.Volumes().Data(v.Name)))
		rows = append(rows, row)
	}
	return rows, err
}
