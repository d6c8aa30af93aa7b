// How much a container has written.

package engine

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Written is how many bytes the files have that a container has written, or has changed and so copied. What it writes into
// memory (--rm), or into a directory that is its root, counts nothing; a copied root counts what is more than its image.
func (e *Engine) Written(r record.Record) int64 {
	switch {
	case r.Scratch == nil || !r.Scratch.Keep:
		return 0
	case r.Scratch.Copy:
		return max(0, filesIn(r.Scratch.Root())-e.SizeOf(r))
	}
	return filesIn(r.Scratch.Upper())
}

// SizeOf is the size of the image that a container was made of, in bytes; 0 if it has none.
func (e *Engine) SizeOf(r record.Record) int64 {
	i, err := e.ImageOf(r)
	if err != nil {
		return 0
	}
	return e.Unpacked().ImageSize(i)
}

// filesIn adds up the sizes of the files below a directory; what cannot be read counts nothing.
func filesIn(dir string) (sum int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { //nolint:errcheck // see above
		var info os.FileInfo
		if err == nil && d.Type().IsRegular() {
			info, err = d.Info()
		}
		if err == nil && info != nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
