//go:build linux

// From an image and flags to a machine.

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// guestOf is what the flags and the image ask for together.
func (p *Program) guestOf(f vmFlags, args []string) (g vm.Guest, err error) {
	state, err := StateDir()
	if err != nil {
		return g, err
	}
	from, err := openForMachine(state, args[0])
	if err != nil {
		return g, err
	}
	g = vm.Guest{
		Image: from.key, Layers: from.layers, Hostname: f.run.hostname,
		Accel: vm.Accel(f.accel), Placement: vm.Placement(f.root), CPUs: f.cpus, Memory: int(f.memory.bytes >> 20), DiskSize: f.diskSize.bytes,
		Cache: vm.CacheIn(state),
	}
	if !isHostname(g.Hostname) {
		return g, fmt.Errorf("read -h %q: a host name has letters, digits, dots and inner dashes only", g.Hostname)
	}
	if g.Copies, err = readCopies(f.copies); err != nil {
		return g, err
	}
	g.Command, err = f.command(p, from.config, args[1:])
	return g, err
}

// command is what runs in the machine, as it would in a container of the image.
func (f vmFlags) command(p *Program, config dockerspec.DockerOCIImageConfig, words []string) (guest.Command, error) {
	w, err := f.run.words(Root{image: &engine.Files{Config: &config}}, words)
	if err != nil {
		return guest.Command{}, err
	}
	c := guest.Command{
		Args: w.all(), Dir: Or(f.run.workdir, config.WorkingDir, "/"), User: Or(f.run.user, config.User),
		Input: f.run.Interactive,
	}
	if !path.IsAbs(c.Dir) {
		return c, fmt.Errorf("read -w %s: the working directory must be an absolute path", c.Dir)
	}
	if f.run.TTY {
		size := p.guestSize()
		c.Terminal = &size
	}
	c.Env, err = f.run.environment(config.Env, "", f.run.hostname)
	c.Env = slices.DeleteFunc(c.Env, func(kv string) bool { return kv == "HOME=" }) // the guest knows
	return c, err
}

// readCopies reads --copy FILE:PATH.
func readCopies(list []string) ([]vm.Copy, error) {
	var copies []vm.Copy
	for _, text := range list {
		from, to, ok := strings.Cut(text, ":")
		if !ok || from == "" || !path.IsAbs(to) {
			return nil, fmt.Errorf("read --copy %q: FILE:PATH, the path absolute", text)
		}
		if _, err := os.Stat(from); err != nil {
			return nil, fmt.Errorf("read --copy: %w", err)
		}
		copies = append(copies, vm.Copy{From: from, To: to})
	}
	return copies, nil
}

// machineImage is an image of which a machine can be made.
type machineImage struct {
	key    string // the same key, the same files
	layers []tree.Layer
	config dockerspec.DockerOCIImageConfig
}

func openForMachine(state, name string) (machineImage, error) {
	if engine.IsBase(name) {
		return openBaseForMachine(state)
	}
	store, i, err := FindImage(name)
	return machineImage{i.ID.String(), layersOf(store, i), i.Config.Config}, err
}

// openBaseForMachine takes the built-in image from where containers of it have it: from the directory that this very program has
// unpacked. It stays as long as the program runs.
func openBaseForMachine(state string) (machineImage, error) {
	b, err := base.Open(state)
	if err != nil {
		return machineImage{}, err
	}
	pack := func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		asRoot := func(uint32, uint32) (uint32, uint32, error) { return 0, 0, nil }
		go func() { w.CloseWithError(layer.Pack(w, b.Root, layer.PackOptions{Owner: asRoot})) }()
		return r, nil
	}
	config := dockerspec.DockerOCIImageConfig{}
	config.Env, config.Cmd = []string{"PATH=" + rootfs.Path}, []string{"sh"}
	return machineImage{b.Root, []tree.Layer{pack}, config}, nil
}

// layersOf are an image's archives, unpacked as they are read.
func layersOf(store *image.Store, i image.Image) []tree.Layer {
	var layers []tree.Layer
	for _, l := range i.Layers() {
		layers = append(layers, func() (io.ReadCloser, error) {
			blob, err := store.Open(l.Blob.Digest)
			if err != nil {
				return nil, err
			}
			archive, _, err := layer.Decompress(blob)
			if err != nil {
				return nil, errors.Join(err, blob.Close())
			}
			return both{archive, blob}, nil
		})
	}
	return layers
}

// both closes the blob with the archive that is read from it.
type both struct {
	io.ReadCloser
	blob io.Closer
}

func (b both) Close() error { return errors.Join(b.ReadCloser.Close(), b.blob.Close()) }
