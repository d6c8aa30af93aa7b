//go:build linux

// Answers that were compiled elsewhere, for a machine that has no go command: the virtual machine
// that tests run in. A directory holds each under a name that its text decides, so that
// no answer is ever taken for another:
//
//	DIR/DIGEST        the program
//	DIR/DIGEST.said   what the compiler said, and there is no program

package grade

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// PrebuiltEnv names the directory. Where it is set nothing is compiled.
const PrebuiltEnv = "MINICONTAINER_PREBUILT"

const saidSuffix = ".said"

// Prebuild compiles an answer into the directory; one that is not compiled needs nothing.
func Prebuild(ctx context.Context, at Place, x Exercise, s Submission, dir string) error {
	if !x.isProgram() {
		return nil
	}
	file := filepath.Join(dir, digest(x, s))
	complaint, err := build(ctx, at.Module, x, s, file)
	if err == nil && complaint != "" {
		err = os.WriteFile(file+saidSuffix, []byte(complaint), 0o644)
	}
	return err
}

// prebuilt is build where everything has been compiled already.
func prebuilt(dir string, x Exercise, s Submission, out string) (complaint string, err error) {
	file := filepath.Join(dir, digest(x, s))
	said, err := os.ReadFile(file + saidSuffix)
	if err == nil {
		return string(said), nil
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("take answer from %s: it was not compiled beforehand", dir)
	}
	return "", os.Symlink(file, out)
}

// digest is the name of what an answer becomes: it depends on all the text that is compiled.
func digest(x Exercise, s Submission) string {
	files := x.given()
	for name, text := range s {
		files[name] = text
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00", x.ID)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, ".go") {
			fmt.Fprintf(h, "%s\x00%d\x00%s", name, len(files[name]), files[name])
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
