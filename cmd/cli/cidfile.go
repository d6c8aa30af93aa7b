//go:build linux

// --cidfile: the container's id, for programs that start one.

package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// writeCID writes the id into the file, which must not be there yet: another container's id would be lost.
func (f runFlags) writeCID() error {
	if f.cidFile == "" {
		return nil
	}
	file, err := os.OpenFile(f.cidFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write --cidfile %s: it is there already, perhaps of a container that runs", f.cidFile)
	}
	if err == nil {
		_, err = file.WriteString(f.id)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("write --cidfile %s: %w", f.cidFile, syscalls.Cause(err))
	}
	return nil
}

// dropCID takes the file away after an error, if it speaks of a container that there is not.
func (f runFlags) dropCID(e *engine.Engine, failed error) {
	if f.cidFile == "" || failed == nil {
		return
	}
	if _, err := e.Inspect(f.id); errors.Is(err, record.ErrNotFound) {
		os.Remove(f.cidFile) //nolint:errcheck // it is in nobody's way
	}
}
