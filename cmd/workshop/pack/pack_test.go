package pack

import (
	"context"
	"crypto/sha256"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// tiny is a checkout with one command, quick to build.
func tiny(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":           "module example.org/tiny\n\ngo 1.23.0\n",
		"cmd/tiny/main.go": "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"tiny\") }\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestPackBuildsStaticProgramsForBothArchitectures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	files, err := Pack(context.Background(), tiny(t), dir, []string{"tiny"})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "SHA256SUMS linux-amd64 linux-arm64" {
		t.Errorf("DIR holds %s", got)
	}
	machines := map[string]elf.Machine{"linux-amd64/tiny": elf.EM_X86_64, "linux-arm64/tiny": elf.EM_AARCH64}
	if len(files) != len(machines) {
		t.Fatalf("files are %+v", files)
	}
	var sums strings.Builder
	for _, f := range files {
		checkProgram(t, filepath.Join(dir, f.Name), machines[f.Name])
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil || int64(len(data)) != f.Size {
			t.Errorf("%s has %d bytes, reported %d, %v", f.Name, len(data), f.Size, err)
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), f.Name)
	}
	if out, err := exec.Command(filepath.Join(dir, "linux-"+runtime.GOARCH, "tiny")).Output(); err != nil || string(out) != "tiny" {
		t.Errorf("the program says %q, %v", out, err)
	}
	if list, err := os.ReadFile(filepath.Join(dir, SumsFile)); err != nil || string(list) != sums.String() {
		t.Errorf("%s is %q, %v, want %q", SumsFile, list, err, sums.String())
	}
}

// checkProgram wants an ELF file of the machine that asks for no program loader,
// which is what static means.
func checkProgram(t *testing.T, path string, machine elf.Machine) {
	t.Helper()
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.Machine != machine {
		t.Errorf("%s is for %v, want %v", path, file.Machine, machine)
	}
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			t.Errorf("%s asks for a loader", path)
		}
	}
}

func TestPackThatFailsLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, SumsFile), []byte("old\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Pack(context.Background(), tiny(t), dir, []string{"no-such-command"})
	if err == nil || !strings.Contains(err.Error(), "build no-such-command for amd64") {
		t.Errorf("got %v", err)
	}
	if got := names(t, dir); got != SumsFile {
		t.Errorf("DIR holds %s", got)
	}
	if data, err := os.ReadFile(filepath.Join(dir, SumsFile)); err != nil || string(data) != "old\n" {
		t.Errorf("list is %q, %v", data, err)
	}
}

func TestPackWithoutGoSaysSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir := filepath.Join(t.TempDir(), "out")
	_, err := Pack(context.Background(), ".", dir, []string{"tiny"})
	if err == nil || !strings.HasPrefix(err.Error(), "pack: needs Go") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("DIR was made: %v", err)
	}
}
