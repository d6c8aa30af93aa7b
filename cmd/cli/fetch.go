//go:build linux

// The image of a container to be: here already, or fetched first.

package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// openOrPull opens the root, and fetches the image first if it is not here, as Docker does. What is said of that goes to
// stderr: stdout is the container's.
func (p *Program) openOrPull(state, name string, f runFlags) (Root, error) {
	if f.pull != "always" || isDirectory(name) || engine.IsBase(name) {
		r, err := openFor(state, name, f)
		if !errors.Is(err, image.ErrNoImage) || f.pull == "never" || engine.IsBase(name) {
			return r, err
		}
		if !f.quiet {
			fmt.Fprintf(p.Stderr, "Unable to find image '%s' locally\n", name)
		}
	}
	aside := *p
	if aside.Stdout = p.Stderr; f.quiet {
		nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return Root{}, err
		}
		defer nowhere.Close()
		aside.Stdout = nowhere
	}
	if err := aside.pull(name, pullFlags{registryFlags: registryFlags{quiet: f.quiet}, platform: f.platform}); err != nil {
		return Root{}, err
	}
	return openFor(state, name, f)
}

// openFor opens a root. An image that is for another platform than the one that is wanted is as good as none.
func openFor(state, name string, f runFlags) (Root, error) {
	r, err := OpenRootFor(state, name, f.Users())
	if err != nil || f.platform == "" || isDirectory(name) {
		return r, err
	}
	want, err := registry.ParsePlatform(f.platform)
	is := registry.Platform{OS: "linux", Architecture: runtime.GOARCH}
	if !engine.IsBase(name) && err == nil {
		var i image.Image
		if i, err = image.Open(state).Find(name); err == nil {
			is = registry.Platform{OS: i.Config.OS, Architecture: i.Config.Architecture, Variant: i.Config.Variant}
		}
	}
	if err == nil && (want.OS != is.OS || want.Architecture != is.Architecture || want.Variant != "" && want.Variant != is.Variant) {
		err = fmt.Errorf("use image %s: it is for %s/%s, not for %s: %w", name, is.OS, is.Architecture, f.platform, image.ErrNoImage)
	}
	if err != nil {
		r.Close()
		return Root{}, err
	}
	return r, nil
}
