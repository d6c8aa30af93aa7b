package vm

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bzImage wraps a payload as the kernel's build does: one sector of setup after the first.
func bzImage(payload []byte, size int) []byte {
	const sectors, offset = 1, 100
	image := make([]byte, (sectors+1)*512+offset)
	image[0x1f1] = sectors
	copy(image[0x202:], "HdrS")
	binary.LittleEndian.PutUint32(image[0x248:], offset)
	binary.LittleEndian.PutUint32(image[0x24c:], uint32(len(payload)+4))
	image = append(image, payload...)
	image = binary.LittleEndian.AppendUint32(image, uint32(size))
	return append(image, "what follows is none of the payload"...)
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text)) //nolint:errcheck // into memory
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lz4Blocks wraps blocks in the legacy format.
func lz4Blocks(blocks ...string) []byte {
	data := []byte(lz4Magic)
	for _, b := range blocks {
		data = binary.LittleEndian.AppendUint32(data, uint32(len(b)))
		data = append(data, b...)
	}
	return data
}

func TestTheKernelIsUnwrapped(t *testing.T) {
	const kernel = "\x7fELF and the rest of a kernel"
	for name, image := range map[string][]byte{
		"as it is": []byte(kernel),
		"gzip":     bzImage(gzipped(t, kernel), len(kernel)),
		"LZ4":      bzImage(lz4Blocks("\xf0\x0d"+kernel[:28], "\x10"+kernel[28:]), len(kernel)),
	} {
		file := filepath.Join(t.TempDir(), "vmlinuz-1")
		if err := os.WriteFile(file, image, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Kernel{Image: file}.Vmlinux()
		if err != nil || string(got) != kernel {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestWhatCannotBeUnwrappedIsRefusedByName(t *testing.T) {
	cut := bzImage(gzipped(t, "\x7fELF"), 4)
	for why, image := range map[string][]byte{
		"not a bzImage":                             []byte(strings.Repeat("x", 4096)),
		"the payload is cut off":                    cut[:len(cut)-60],
		"zstd is a compression that we cannot undo": bzImage([]byte("\x28\xb5\x2f\xfdrest"), 4),
		"xz is a compression that we cannot undo":   bzImage([]byte("\xfd7zXZ\x00rest"), 4),
		"compressed by an unknown method":           bzImage([]byte("rest"), 4),
		"it says to be":                             bzImage(lz4Blocks(), 1<<31),
		"that are no ELF file":                      bzImage(gzipped(t, "text"), 4),
		"4 bytes came out":                          bzImage(gzipped(t, "\x7fELF"), 5),
	} {
		if _, err := vmlinux(image); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func TestLZ4(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct{ name, block, want string }{
		{"literals", "\x30abc", "abc"},
		{"a match", "\x30abc\x03\x00" + "\x10!", "abcabca!"},
		{"a match that overlaps itself", "\x1fa\x01\x00\x05" + "\x10!", "a" + strings.Repeat("a", 15+5+4) + "!"},
		{"a long run of literals", "\xf0\xff\x1e" + long, long},
	} {
		got, err := unlz4(lz4Blocks(c.block), len(c.want))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestDamagedLZ4IsAnErrorAndNoCrash(t *testing.T) {
	good := lz4Blocks("\x30abc", "\x10d")
	for i := range good {
		if _, err := unlz4(good[:i], 4); err == nil {
			t.Errorf("cut to %d bytes it is still whole", i)
		}
	}
	for _, block := range []string{
		"\x40abc",                         // more literals than there are
		"\x30abc\x04\x00\x00",             // from before the beginning
		"\x30abc\x00\x00\x00",             // from itself
		"\x30abc\x01",                     // half a distance
		"\xf0\xff\xff",                    // a length without an end
		"\x3fabc\x01\x00\xff\xff\xff\x00", // more than the whole is to be
	} {
		if out, err := unlz4(lz4Blocks(block), 16); err == nil {
			t.Errorf("%q became %q", block, out)
		}
	}
	for i := range good { // whatever one byte is
		for _, b := range []byte{0, 1, 0x7f, 0xff} {
			damaged := bytes.Clone(good)
			damaged[i] = b
			unlz4(damaged, 4) //nolint:errcheck // it does not crash
		}
	}
}
