//go:build linux

package lessons_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/cmd/workshop/stage"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestTerminalTextIsWhatTheStagesPrint plays the transcripts of the lessons. A demo and
// a tour are for everybody; those whose names begin with root are for root.
func TestTerminalTextIsWhatTheStagesPrint(t *testing.T) {
	containersPossible(t)
	testenv.Peer(t, "ldd")
	programs, env := buildPrograms(t), goHere(t)
	files, err := filepath.Glob("*/testdata/*.transcript")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			if strings.HasPrefix(filepath.Base(file), "root") {
				testenv.RealRoot(t)
				testenv.Peer(t, "setpriv")
			}
			need, within := unmet(t, file), withState
			if need == "network" {
				testenv.Peer(t, "ip")
				testenv.Peer(t, "nft")
				need, within = "", withHost
			}
			if need == "vm" || need == "kvm" {
				testenv.Missing(t, need, "the transcript is played where it is there")
			}
			if need != "" {
				t.Skip("the transcript needs: " + need)
			}
			dir := placeForAll(t)
			if err := within(func() error {
				return transcript.Play(context.Background(), file, transcript.Home(dir, programs, env...), *update)
			}); err != nil {
				t.Error(err)
			}
			nothingLeft(t, dir)
		})
	}
}

func unmet(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := transcript.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return stage.Unmet(script)
}

// placeForAll is a temporary directory that other users can get to as well.
func placeForAll(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// withState gives root an empty /var/lib in a mount namespace, so that the state directory
// has the path a reader's has and is not this machine's; an ordinary user's is at home. The network is not this
// machine's either: containers of root's are connected to it, and leave a bridge there.
func withState(play func() error) error {
	if os.Geteuid() != 0 {
		return play()
	}
	return withHost(func() error {
		if err := exec.Command("ip", "link", "set", "lo", "up").Run(); err != nil {
			return fmt.Errorf("bring up lo: %w", err)
		}
		return play()
	})
}

// withHost is the host to throw away that a reader makes for lesson 5: its state and its network are new, so that loopback
// is down, and in /run ip(8) keeps the names of network namespaces.
func withHost(play func() error) error {
	var played error
	err := testenv.OwnMounts(func() {
		for _, dir := range []string{"/var/lib", "/run"} {
			if played = unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=755"); played != nil {
				return
			}
		}
		if played = unix.Unshare(unix.CLONE_NEWNET); played == nil {
			played = play()
		}
	})
	return errors.Join(err, played)
}

// goHere are the variables that the go command needs in a place with a home of its own.
func goHere(t *testing.T) []string {
	t.Helper()
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"GOCACHE=" + strings.TrimSpace(string(cache)), "GOTOOLCHAIN=local", "GOTELEMETRY=off"}
}

// nothingLeft finds what a transcript has left in its place, besides hidden files.
func nothingLeft(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("left behind: %s", entry.Name())
		}
	}
}
