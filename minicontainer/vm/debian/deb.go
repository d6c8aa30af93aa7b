package debian

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ulikunitz/xz"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

// unpackDeb unpacks the files of a package into dir, which is there and empty.
func unpackDeb(deb []byte, dir string) error {
	name, data, err := member(deb, "data.tar")
	if err != nil {
		return err
	}
	archive := io.Reader(bytes.NewReader(data))
	switch strings.TrimPrefix(name, "data.tar") {
	case "":
	case ".xz":
		if archive, err = xz.NewReader(archive); err != nil {
			return fmt.Errorf("open %s: %w", name, err)
		}
	default: // gzip, zstd
		r, _, err := layer.Decompress(archive)
		if err != nil {
			return fmt.Errorf("open %s: %w", name, err)
		}
		defer r.Close()
		archive = r
	}
	// Nobody but us will have these files, whoever we are.
	_, err = layer.Unpack(archive, dir, layer.UnpackOptions{Form: layer.Plain, Rootless: true, Devices: layer.RefuseDevices})
	return err
}

// member finds the member of an ar archive whose name begins so.
//
//	"!<arch>\n", then for each: name 16, time 12, uid 6, gid 6, mode 8, size 10, "`\n", content, pad to 2
//
// Source: ar(5).
func member(archive []byte, begins string) (name string, content []byte, err error) {
	const magic, header = "!<arch>\n", 60
	rest, ok := bytes.CutPrefix(archive, []byte(magic))
	if !ok {
		return "", nil, errors.New("not a Debian package")
	}
	for len(rest) >= header {
		name := strings.TrimRight(string(rest[:16]), " /")
		size, err := strconv.Atoi(strings.TrimSpace(string(rest[48:58])))
		if err != nil || size < 0 || header+size > len(rest) {
			return "", nil, fmt.Errorf("member %.16q of the package is cut off", name)
		}
		if strings.HasPrefix(name, begins) {
			return name, rest[header : header+size], nil
		}
		rest = rest[min(header+size+size%2, len(rest)):]
	}
	return "", nil, fmt.Errorf("the package has no %s", begins)
}
