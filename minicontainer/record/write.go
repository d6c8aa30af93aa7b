package record

import (
	"errors"
	"os"
	"path/filepath"
)

// writeFile replaces the file wholly or not at all: whoever reads finds the old text or the
// new one, whenever this process dies. The text goes to another file first, which then
// takes the place of the old one in one call.
//
// durable makes it hold against a power cut, too, which costs a disk's time twice: once for
// the text, as the kernel may write a rename to the disk before the text it
// renames, and once for the directory, which holds the name. Source: rename(2), fsync(2).
func writeFile(path string, text []byte, durable bool) error {
	tmp := path + ".new"
	err := writeAndSync(tmp, text, durable)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp) // the next text for this file goes to the same
		return err
	}
	if !durable {
		return nil
	}
	return syncDir(filepath.Dir(path))
}

func writeAndSync(path string, text []byte, durable bool) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil && durable {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
