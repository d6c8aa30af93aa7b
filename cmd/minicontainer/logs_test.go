//go:build linux

package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// 100 MB go through a container while one who follows its log and one who is attached stand still: not a byte is lost, and nobody is
// held up.
func TestAHundredMegabytesGoThroughAContainer(t *testing.T) {
	state(t)
	dir := t.TempDir()
	printed := sha256.New()
	writeLines(t, filepath.Join(dir, "data"), printed, 100<<20)
	must(t, container("run", "-di", "--name", "web", "-v", dir+":/in:ro", "base", "sh", "-c", "read go; cat /in/data"))
	follower, _ := talk(t, nil, "logs", "-f", "web")
	viewer, _ := talk(t, nil, "attach", "--no-stdin", "web")
	awaitClients(t, "web", 2)
	for _, stopped := range []*os.Process{follower.Process, viewer.Process} {
		if err := stopped.Signal(unix.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	typist := container("attach", "web")
	r, w := io.Pipe()
	typist.Stdin = r
	seen := sha256.New()
	typist.Stdout = seen
	if err := typist.Start(); err != nil {
		t.Fatal(err)
	}
	awaitClients(t, "web", 3)
	io.WriteString(w, "go\n") //nolint:errcheck // somebody reads
	w.Close()                 //nolint:errcheck // a pipe's end
	if got := output(t, container("wait", "web")); got != "0\n" {
		t.Errorf("it ended with %s", got)
	}
	typist.Wait() //nolint:errcheck // it may have been too slow, which costs it only
	kept := sha256.New()
	logs := container("logs", "web")
	logs.Stdout = kept
	if err := logs.Run(); err != nil {
		t.Error(err)
	}
	if string(kept.Sum(nil)) != string(printed.Sum(nil)) {
		t.Error("the log is not what was printed")
	}
	if typist.ProcessState.ExitCode() == 0 && string(seen.Sum(nil)) != string(printed.Sum(nil)) {
		t.Error("who was attached to the end has not seen all")
	}
}

// writeLines makes a file of lines of many lengths, and the sum of it.
func writeLines(t *testing.T, path string, sum io.Writer, size int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(io.MultiWriter(f, sum))
	random := rand.New(rand.NewSource(1))
	raw := make([]byte, 4096)
	for n := 0; n < size; {
		part := raw[:1+random.Intn(len(raw)-1)]
		random.Read(part) //nolint:errcheck // it always fills
		line := base64.StdEncoding.EncodeToString(part) + "\n"
		n += len(line)
		if _, err := out.WriteString(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}
