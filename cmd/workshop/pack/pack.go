// Package pack builds the programs for a machine that has no Go: a bare Alpine, a
// cloud shell, a laptop on a train.
//
// Without cgo a Go program is static: it asks nothing of the system's C library,
// so one file runs under musl and glibc alike. All programs are built before the
// first is moved into place, and a move within one directory tree is a rename,
// so DIR never holds half a program, nor a new one beside an old checksum list
// longer than a few renames take.
package pack

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// SumsFile is the list that sha256sum -c reads, in DIR.
const SumsFile = "SHA256SUMS"

// Architectures are the GOARCH values we build for.
var Architectures = []string{"amd64", "arm64"}

// File is one program in DIR. Name is relative to it: linux-amd64/workshop.
type File struct {
	Name string
	Size int64
	Sum  [sha256.Size]byte
}

// Pack builds cmd/NAME of the checkout at root for every architecture into
// dir/linux-ARCH/NAME and writes dir/SHA256SUMS. When a build fails dir holds what
// it held before. It needs the go command.
func Pack(ctx context.Context, root, dir string, names []string) ([]File, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return nil, errors.New("pack: needs Go to build the programs; workshop doctor says how to get it")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	building, err := os.MkdirTemp(dir, ".building-")
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	defer os.RemoveAll(building)
	files, err := buildAll(ctx, root, building, names)
	if err != nil {
		return nil, err
	}
	if err := writeSums(building, files); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return files, publish(building, dir, files)
}

func buildAll(ctx context.Context, root, building string, names []string) ([]File, error) {
	absolute, err := filepath.Abs(building)
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	var files []File
	for _, arch := range Architectures {
		for _, name := range names {
			file := filepath.Join("linux-"+arch, name)
			if err := build(ctx, root, filepath.Join(absolute, file), arch, name); err != nil {
				return nil, err
			}
			f, err := measure(building, file)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// build leaves out the paths of this machine (-trimpath) and the symbols (-s -w).
func build(ctx context.Context, root, out, arch, name string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./cmd/"+name)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pack: build %s for %s: %w\n%s", name, arch, err, strings.TrimSpace(string(output)))
	}
	return nil
}

func measure(dir, name string) (File, error) {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return File{}, fmt.Errorf("pack: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err != nil {
		return File{}, fmt.Errorf("pack: %w", err)
	}
	f := File{Name: filepath.ToSlash(name), Size: size}
	hash.Sum(f.Sum[:0])
	return f, nil
}

func writeSums(dir string, files []File) error {
	var text strings.Builder
	for _, f := range files {
		fmt.Fprintf(&text, "%x  %s\n", f.Sum, f.Name)
	}
	return os.WriteFile(filepath.Join(dir, SumsFile), []byte(text.String()), 0o644)
}

// publish renames the programs into place, the list last.
func publish(building, dir string, files []File) error {
	for _, f := range files {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(f.Name)), 0o755); err != nil {
			return fmt.Errorf("pack: %w", err)
		}
		if err := os.Rename(filepath.Join(building, f.Name), filepath.Join(dir, f.Name)); err != nil {
			return fmt.Errorf("pack: %w", err)
		}
	}
	if err := os.Rename(filepath.Join(building, SumsFile), filepath.Join(dir, SumsFile)); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	return nil
}
