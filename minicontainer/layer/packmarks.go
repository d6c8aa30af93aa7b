// What an overlay's upper directory says by marks, an archive says by names.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
)

// reserved refuses a file whose name would make it a whiteout in the archive.
func (p *packer) reserved(name string) error {
	if strings.HasPrefix(path.Base(name), whiteoutPrefix) {
		return errors.New("in an archive this name means that a file is gone")
	}
	return nil
}

// whiteout says that name is gone.
func (p *packer) whiteout(name string) error {
	return p.empty(path.Join(path.Dir(name), whiteoutPrefix+path.Base(name)))
}

// whiteoutAll says that all that lower layers have in a directory is gone.
func (p *packer) whiteoutAll(dir string) error { return p.empty(path.Join(dir, opaqueName)) }

func (p *packer) empty(name string) error {
	return p.to.WriteHeader(&tar.Header{
		Format: tar.FormatPAX, Typeflag: tar.TypeReg, Name: name, Mode: 0o600, ModTime: time.Unix(0, 0),
	})
}

// attributes adds the extended attributes to a header. The overlay's own stay here: opaque is said by a whiteout. An overlay
// mounted with redirect_dir or metacopy has directories whose content, and files whose bytes, are elsewhere.
func (p *packer) attributes(h *tar.Header, all map[string]string) (opaque bool, err error) {
	for name, value := range all {
		if !ofOverlay(name) {
			if h.PAXRecords == nil {
				h.PAXRecords = map[string]string{}
			}
			h.PAXRecords[paxPrefix+escape.Replace(name)] = value
			continue
		}
		if p.Form == Plain {
			continue
		}
		if name == p.Form.opaqueMark() {
			opaque = value == "y"
		}
		if strings.HasSuffix(name, ".redirect") || strings.HasSuffix(name, ".metacopy") {
			return false, fmt.Errorf("attribute %s: a part of it is in a lower layer", name)
		}
	}
	return opaque, nil
}
