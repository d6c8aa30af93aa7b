package layer_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// realTree is what this machine has of manuals, headers and Python: some ten thousand small files. With GNU tar and umoci in the
// same run:
//
//	TMPDIR=/dev/shm go test -run='^$' -bench=. -benchtime=1x ./minicontainer/layer
//
// in memory, as the disk would be measured otherwise.
func realTree(b *testing.B) (dir string, size int64) {
	b.Helper()
	testenv.RealRoot(b)
	dir = b.TempDir()
	for _, name := range []string{"/usr/share/man", "/usr/include", "/usr/lib/python3"} {
		if _, err := os.Stat(name); err == nil {
			run(b, "cp", "-a", name, dir)
		}
	}
	w, err := layer.Write(io.Discard, layer.None, func(w io.Writer) error { return layer.Pack(w, dir, layer.PackOptions{}) })
	if err != nil {
		b.Fatal(err)
	}
	return dir, w.Unpacked
}

func packInto(b *testing.B, name string, c layer.Compression, tree string) {
	b.Helper()
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	_, err = layer.Write(f, c, func(w io.Writer) error { return layer.Pack(w, tree, layer.PackOptions{}) })
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkPack(b *testing.B) {
	tree, size := realTree(b)
	out := filepath.Join(b.TempDir(), "blob")
	for _, c := range []layer.Compression{layer.None, layer.Gzip, layer.Zstd} {
		b.Run(c.String(), func(b *testing.B) {
			b.SetBytes(size)
			for i := 0; i < b.N; i++ {
				packInto(b, out, c, tree)
			}
		})
	}
	b.Run("umoci-gzip", func(b *testing.B) {
		b.SetBytes(size)
		for i := 0; i < b.N; i++ {
			b.StopTimer()
			dir := layout(b)
			b.StartTimer()
			run(b, "umoci", "insert", "--image", dir+":x", tree, "/")
		}
	})
	b.Run("tar-gzip", func(b *testing.B) {
		b.SetBytes(size)
		for i := 0; i < b.N; i++ {
			run(b, "tar", "-C", tree, "--xattrs", "-czf", out, ".")
		}
	})
}

func BenchmarkUnpack(b *testing.B) {
	tree, size := realTree(b)
	blob := filepath.Join(b.TempDir(), "blob")
	for _, c := range []layer.Compression{layer.None, layer.Gzip, layer.Zstd} {
		packInto(b, blob, c, tree)
		each(b, c.String(), size, func(root string) { unpackFile(b, blob, root) })
	}
	packInto(b, blob, layer.None, tree)
	dir := layout(b, blob)
	each(b, "umoci-gzip", size, func(root string) { run(b, "umoci", "raw", "unpack", "--image", dir+":x", root) })
	packInto(b, blob, layer.Gzip, tree)
	each(b, "tar-gzip", size, func(root string) {
		run(b, "tar", "-C", root, "--xattrs", "--xattrs-include=*", "-xpf", blob)
	})
}

// each measures f with a new directory each time.
func each(b *testing.B, name string, size int64, f func(root string)) {
	b.Run(name, func(b *testing.B) {
		b.SetBytes(size)
		for i := 0; i < b.N; i++ {
			b.StopTimer()
			root := filepath.Join(b.TempDir(), "root")
			if err := os.Mkdir(root, 0o755); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			f(root)
			b.StopTimer()
			if err := os.RemoveAll(root); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}
