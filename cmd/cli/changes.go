//go:build linux

package cli

import (
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/build"
)

// readChanges reads the --change flags of commit and import. They are tried on an empty configuration, so that a wrong
// one is told before any work is done.
func readChanges(lines []string) (func(*dockerspec.DockerOCIImageConfig), error) {
	if err := build.Change(&dockerspec.DockerOCIImageConfig{}, lines); err != nil {
		return nil, err
	}
	return func(c *dockerspec.DockerOCIImageConfig) {
		build.Change(c, lines) //nolint:errcheck // it was tried before
	}, nil
}
