// A layer without an overlay: where none can be mounted, two whole trees are compared, and the
// differences packed. What is a mark in an upper directory is a Deleted change here.

package layer

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// PackChanges writes the archive of the layer that these changes make, as Compare has told them, with the files of the
// tree root as it is now. It begins with "./", the root itself.
func PackChanges(archive io.Writer, root string, changes []Change, o PackOptions) error {
	o.Form = Plain
	p, err := newPacker(archive, root, o)
	if err != nil {
		return err
	}
	defer p.root.close()
	if err := p.entry(place{p.root.parent, "."}, ".", false); err != nil {
		return err
	}
	for _, c := range changes {
		if err := p.change(c.Kind, strings.TrimPrefix(path.Clean("/"+c.Path), "/")); err != nil {
			return err
		}
	}
	return p.end()
}

func (p *packer) change(kind Kind, name string) error {
	if kind == Deleted {
		return p.whiteout(name)
	}
	dir, err := p.root.directory(path.Dir(name))
	if err != nil {
		return fmt.Errorf("pack %s: %w", shown(name), err)
	}
	return p.entry(in(dir, name), name, false)
}
