package base

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Directories of the image with the modes that programs expect of them.
var directories = []struct {
	path string
	mode uint32
}{
	{"bin", 0o755}, {"dev", 0o755}, {"etc", 0o755}, {"home", 0o755}, {"mnt", 0o755}, {"proc", 0o755},
	{"root", 0o700}, {"run", 0o755}, {"sys", 0o755}, {"tmp", 0o1777}, {"usr", 0o755}, {"usr/local", 0o755},
	{"var", 0o755}, {"var/tmp", 0o1777},
}

// Links for programs that look in the other usual places.
var links = map[string]string{"sbin": "bin", "usr/bin": "../bin", "usr/sbin": "../bin"}

var files = map[string]string{
	"etc/passwd":        "root:x:0:0:root:/root:/bin/sh\nguest:x:1000:1000:guest:/home:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
	"etc/group":         "root:x:0:\nguest:x:1000:\nnogroup:x:65534:\n",
	"etc/hosts":         "127.0.0.1\tlocalhost\n::1\tlocalhost\n",
	"etc/hostname":      "base\n",
	"etc/shells":        "/bin/sh\n",
	"etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
	"etc/profile":       "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n",
	"etc/os-release":    "NAME=\"minicontainer base\"\nID=minicontainer\nPRETTY_NAME=\"minicontainer base image\"\nHOME_URL=\"https://github.com/minicontainer/minicontainer\"\n",
	"etc/motd":          "A small Linux in one file. The commands are in /bin.\n",
}

// writeFiles fills the directory root with the image.
func writeFiles(root string) error {
	if err := unix.Chmod(root, 0o755); err != nil { // whatever the umask
		return err
	}
	for _, d := range directories {
		path := filepath.Join(root, d.path)
		// Chmod apart: mkdir(2) takes the umask off and drops the sticky bit.
		if err := errors.Join(os.Mkdir(path, 0o755), unix.Chmod(path, d.mode)); err != nil {
			return err
		}
	}
	for path, text := range files {
		if err := writeFile(filepath.Join(root, path), strings.NewReader(text), 0o644); err != nil {
			return err
		}
	}
	for path, to := range links {
		if err := os.Symlink(to, filepath.Join(root, path)); err != nil {
			return err
		}
	}
	return writeBinary(root)
}

// writeBinary copies this program and links every applet to the copy.
func writeBinary(root string) error {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer self.Close()
	if err := writeFile(filepath.Join(root, "bin", binaryName), self, 0o755); err != nil {
		return err
	}
	for _, name := range Commands() {
		if err := os.Symlink(binaryName, filepath.Join(root, "bin", name)); err != nil {
			return err
		}
	}
	return copyLibraries(root)
}

// Libraries are the files that a dynamically linked build of this program needs; a static one needs none. Go links
// statically, unless a C compiler is installed and a package prefers the C library's
// resolver; then the binary has a loader, and the kernel's list of this process's
// mappings names it and every library it loaded.
func Libraries() ([]string, error) {
	exe, err := elf.Open("/proc/self/exe")
	if err != nil {
		return nil, err
	}
	defer exe.Close() //nolint:errcheck // only read from
	if exe.Section(".interp") == nil {
		return nil, nil
	}
	interp, err := exe.Section(".interp").Data()
	if err != nil {
		return nil, err
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil, err
	}
	return append(mappedLibraries(string(maps)), strings.TrimRight(string(interp), "\x00")), nil
}

// copyLibraries brings them along.
func copyLibraries(root string) error {
	libs, err := Libraries()
	if err != nil {
		return err
	}
	for _, lib := range libs {
		if err := copyLibrary(root, lib); err != nil {
			return fmt.Errorf("copy library: %w", err)
		}
	}
	return nil
}

// mappedLibraries are the shared objects in the text of /proc/PID/maps.
// Source: proc_pid_maps(5).
func mappedLibraries(maps string) []string {
	seen := map[string]bool{}
	for _, line := range strings.Split(maps, "\n") {
		if i := strings.IndexByte(line, '/'); i >= 0 && strings.Contains(line[i:], ".so") {
			seen[line[i:]] = true
		}
	}
	var libs []string
	for lib := range seen {
		libs = append(libs, lib)
	}
	sort.Strings(libs)
	return libs
}

// copyLibrary copies a file to the same path in root. The directory may be one that
// the image has as a symlink on the host (/lib64); here it becomes a plain one.
func copyLibrary(root, lib string) error {
	to := filepath.Join(root, lib)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	from, err := os.Open(lib)
	if err != nil {
		return err
	}
	defer from.Close()
	return writeFile(to, from, 0o755)
}

func writeFile(path string, from io.Reader, mode uint32) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, unix.Fchmod(int(f.Fd()), mode), f.Close())
}

// binaryHash identifies this build. The Go linker writes a hash of the program
// into every program, as an ELF note; reading it takes microseconds where
// hashing the file again would take longer than starting a container.
func binaryHash() (string, error) {
	exe, err := elf.Open("/proc/self/exe")
	if err != nil {
		return "", err
	}
	defer exe.Close() //nolint:errcheck // only read from
	if note := exe.Section(".note.go.buildid"); note != nil {
		data, err := note.Data()
		if err != nil {
			return "", err
		}
		if key, err := contentHash(data); err == nil {
			return key, nil
		}
	}
	return hashFile("/proc/self/exe")
}

// contentHash takes the hash of the content out of the note. After a header of 16
// bytes it holds four hashes in URL-safe base64 with slashes between, the last of
// which is that of the file. Source: elf(5) "Notes", cmd/go/internal/work/buildid.go.
func contentHash(note []byte) (string, error) {
	const header = 16
	if len(note) <= header {
		return "", errors.New("the Go build id of this program is empty")
	}
	id := strings.TrimRight(string(note[header:]), "\x00")
	key := id[strings.LastIndexByte(id, '/')+1:]
	if !keyForm.MatchString(key) {
		return "", fmt.Errorf("read the Go build id of this program: %q is not of its form", id)
	}
	return key, nil
}

// hashFile is the slow way, for a program linked without a build id.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))[:keyLength], nil
}

const keyLength = 20

// keyForm is that of a hash in a Go build id, and so of an image's name.
var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{20}$`)

// removeUnused removes an image, complete or not, and its lock, if nobody holds it.
func removeUnused(root string) {
	lock, err := syscalls.LockFile(root+".lock", unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return
	}
	defer lock.Close()
	// The lock file goes last: while it stands, nobody else can be in here.
	if errors.Join(os.RemoveAll(root+halfMade), os.RemoveAll(root)) == nil {
		os.Remove(root + ".lock") //nolint:errcheck // an empty file is left, removed next time
	}
}
