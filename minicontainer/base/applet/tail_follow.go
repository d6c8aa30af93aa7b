package applet

import (
	"io"
	"os"
	"time"
)

// follow prints what is appended to the files from now on, until a signal ends
// us. It asks every second, as tail does on file systems without notification.
func (t *tailer) follow() error {
	pause, err := t.duration("s", time.Second)
	if err != nil {
		return err
	}
	var followed []*followedFile
	for _, name := range t.inputs() {
		f, err := openFollowed(name)
		if err != nil && !t.has("F") {
			continue // reported already
		}
		followed = append(followed, f)
	}
	for len(followed) > 0 {
		if err := t.out.Flush(); err != nil {
			return err
		}
		time.Sleep(pause)
		for _, f := range followed {
			if err := f.copyNew(t.out, t.has("F")); err != nil {
				t.warn(err)
			}
		}
	}
	return nil
}

type followedFile struct {
	name   string
	file   *os.File
	offset int64
}

func openFollowed(name string) (*followedFile, error) {
	f := &followedFile{name: name}
	if name == "-" {
		f.file = os.Stdin
		return f, nil
	}
	var err error
	if f.file, err = os.Open(name); err == nil {
		f.offset, err = f.file.Seek(0, io.SeekEnd)
	}
	return f, err
}

// copyNew starts over in a file that has become shorter, and with -F in a new
// file of the same name.
func (f *followedFile) copyNew(w io.Writer, byName bool) error {
	if byName {
		f.reopen()
	}
	if f.file == nil {
		return nil
	}
	if info, err := f.file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() < f.offset {
		f.offset, _ = f.file.Seek(0, io.SeekStart)
	}
	n, err := io.Copy(w, f.file)
	f.offset += n
	return err
}

func (f *followedFile) reopen() {
	now, err := os.Stat(f.name)
	if err != nil {
		return
	}
	if f.file != nil {
		if was, err := f.file.Stat(); err == nil && os.SameFile(was, now) {
			return
		}
		f.file.Close()
	}
	f.file, _ = os.Open(f.name)
	f.offset = 0
}
