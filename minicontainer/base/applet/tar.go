package applet

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

var tarCommand = command{
	name: "tar", usage: "{c|x|t}[zvf] [FILE] [-C DIR] [NAME]...", short: "make, unpack or list archives",
	options: "cxtzvf:C:pOk", long: "create=c extract=x list=t gzip=z gunzip=z verbose=v file=f directory=C exclude: strip-components: no-same-owner",
	raw: true, run: runTar,
}

func runTar(c *call) error {
	args := c.operands
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		args = append([]string{"-" + args[0]}, args[1:]...) // tar cf, without a dash
	}
	var err error
	if c.options, err = parseOptions(args, c.command); err != nil {
		return err
	}
	name, ok := c.value("f")
	if !ok {
		name = "-"
	}
	switch c.last("c", "x", "t") {
	case "c":
		return c.createArchive(name)
	case "x", "t":
		return c.readArchive(name)
	}
	return usagef("one of c, x and t is needed")
}

func (c *call) changeDirectory() error {
	if directory, ok := c.value("C"); ok {
		return os.Chdir(directory)
	}
	return nil
}

func (c *call) createArchive(name string) error {
	if len(c.operands) == 0 {
		return usagef("nothing to put into the archive given")
	}
	var w io.Writer = c.out
	if name != "-" {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		defer file.Close()
		w = file
	}
	if err := c.changeDirectory(); err != nil {
		return err
	}
	closers := []io.Closer{}
	if c.has("z") {
		zipped := gzip.NewWriter(w)
		w, closers = zipped, append(closers, zipped)
	}
	a := &archiver{call: c, Writer: tar.NewWriter(w), accounts: loadAccounts(), linked: map[fileID]string{}}
	for _, root := range c.operands {
		a.addTree(root)
	}
	err := a.Close()
	for _, closer := range closers {
		err = errors.Join(err, closer.Close())
	}
	return err
}

func (c *call) readArchive(name string) error {
	file, err := open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := gunzipped(file)
	if err != nil {
		return err
	}
	if err := c.changeDirectory(); err != nil {
		return err
	}
	x := &extractor{call: c, directories: map[string]*tar.Header{}}
	if x.strip, err = c.count("strip-components", 0); err != nil {
		return err
	}
	archive := tar.NewReader(r)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			x.finishDirectories()
			return nil
		}
		if err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		if !c.wanted(header.Name) {
			continue
		}
		if err := x.entry(header, archive); err != nil {
			c.warn(err)
		}
	}
}

// wanted tells whether a member was named, by itself or by a directory above.
func (c *call) wanted(name string) bool {
	clean := filepath.Clean(name)
	for _, pattern := range c.all("exclude") {
		if matched, _ := filepath.Match(pattern, clean); matched {
			return false
		}
	}
	for _, operand := range c.operands {
		operand = filepath.Clean(operand)
		if clean == operand || strings.HasPrefix(clean, operand+"/") {
			return true
		}
	}
	return len(c.operands) == 0
}

// gunzipped puts a decompressor in front of what begins with gzip's two bytes,
// so that z may be left out. Source: RFC 1952.
func gunzipped(r io.Reader) (io.Reader, error) {
	reader := bufio.NewReaderSize(r, 32<<10)
	magic, _ := reader.Peek(2)
	if string(magic) != "\x1f\x8b" {
		return reader, nil
	}
	zipped, err := gzip.NewReader(reader)
	if err != nil {
		return nil, fmt.Errorf("read gzip: %w", err)
	}
	return zipped, nil
}
