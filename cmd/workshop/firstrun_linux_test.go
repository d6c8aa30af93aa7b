package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// containersPossible skips where this user can make no container.
func containersPossible(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 && exec.Command("unshare", "--user", "--map-root-user", "true").Run() != nil {
		testenv.Root(t)
	}
	testenv.Kernel(t)
	dir := t.TempDir()
	testenv.Passable(t, dir) // a container in a user namespace has to get there
	t.Setenv(cli.StateEnv, filepath.Join(dir, "state"))
}

func TestTheMainJobShowsBothViewsWithoutAskingOrReading(t *testing.T) {
	containersPossible(t)
	hostname, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	in, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if _, err := io.WriteString(w, "not to be read"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	var out, errOut strings.Builder
	status := run([]string{"--lang", "en"}, in, &out, &errOut)
	if status != 0 || errOut.String() != "" {
		t.Fatalf("status %d: %s%s", status, out.String(), errOut.String())
	}
	for _, want := range []string{"this machine   " + hostname, "the first: sh -c hostname", "bin dev etc", "run --rm -it base sh"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
	if left, _ := io.ReadAll(in); string(left) != "not to be read" { //nolint:errcheck // compared
		t.Errorf("standard input was read: %q is left", left)
	}
}

func TestTheMainJobFailsIfTheContainerDoes(t *testing.T) {
	containersPossible(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(cli.StateEnv, file) // no directory: the image cannot be unpacked
	status, out, errOut := typed(t, "--lang", "en")
	if status != 1 || !strings.Contains(out, "doctor") || errOut == "" {
		t.Errorf("status %d, output %q, errors %q", status, out, errOut)
	}
}

func TestCleanRemovesWhatIsOursAndOnlyThat(t *testing.T) {
	containersPossible(t)
	state := os.Getenv(cli.StateEnv)
	if status, _, errOut := typed(t, "--lang", "en"); status != 0 {
		t.Fatal(errOut)
	}
	foreign := filepath.Join(state, "foreign")
	if err := os.WriteFile(foreign, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := typed(t, "clean", "--lang", "en"); status != 1 || !strings.Contains(out, "not ours") {
		t.Errorf("with a foreign file: status %d, %q", status, out)
	}
	if entries, _ := os.ReadDir(state); len(entries) != 1 || entries[0].Name() != "foreign" { //nolint:errcheck // compared
		t.Errorf("the state directory holds %v, want only the foreign file", entries)
	}
	if err := os.Remove(foreign); err != nil {
		t.Fatal(err)
	}
	if status, out, errOut := typed(t, "clean", "--lang", "ko"); status != 0 || !strings.Contains(out, "깨끗해요") {
		t.Errorf("status %d, %q, %q", status, out, errOut)
	}
	if _, err := os.Stat(state); !os.IsNotExist(err) {
		t.Errorf("the state directory is still there: %v", err)
	}
	if status, out, errOut := typed(t, "clean", "--lang", "en"); status != 0 || !strings.Contains(out, "nothing to remove") {
		t.Errorf("cleaning what is clean: status %d, %q, %q", status, out, errOut)
	}
}

func TestCleanLeavesContainersThatSomebodyKeepsAndSaysHowToRemoveThem(t *testing.T) {
	containersPossible(t)
	minicontainer := func(args ...string) {
		t.Helper()
		p := &cli.Program{Name: "minicontainer", Stdout: os.Stdout, Stderr: os.Stderr}
		if status := p.Run(args); status != 0 {
			t.Fatalf("%v: status %d", args, status)
		}
	}
	minicontainer("run", "--name", "kept", "base", "true")
	minicontainer("run", "--rm", "--userns", "base", "true")
	state := os.Getenv(cli.StateEnv)
	before := must(filepath.Glob(filepath.Join(state, "base", "*")))
	status, out, _ := typed(t, "clean", "--lang", "en")
	if status != 1 || !strings.Contains(out, "minicontainer rm -f kept") {
		t.Errorf("with a container: status %d, %q", status, out)
	}
	if after := must(filepath.Glob(filepath.Join(state, "base", "*"))); len(after) != len(before) || len(after) == 0 {
		t.Errorf("the image below it was %v and is %v", before, after)
	}
	minicontainer("rm", "kept")
	if status, out, errOut := typed(t, "clean", "--lang", "en"); status != 0 {
		t.Errorf("status %d, %q, %q", status, out, errOut)
	}
	if _, err := os.Stat(state); !os.IsNotExist(err) {
		t.Errorf("the state directory is still there: %v", err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestConfirmUnderstandsBothKeyboardsAndAsksThreeTimesAtMost(t *testing.T) {
	for keys, want := range map[string]struct{ yes, no bool }{ // by default yes, by default no
		"\n": {true, false}, "Y\n": {true, true}, "ㅛ\n": {true, true}, "네\n": {true, true}, "응\n": {true, true},
		"n\n": {false, false}, "ㅜ\n": {false, false}, "아니요\n": {false, false},
		"what\nㅛ\n": {true, true}, "1\n2\n\n": {true, false}, "1\n2\n3\ny\n": {false, false}, "": {false, false},
	} {
		for byDefault, want := range map[bool]bool{true: want.yes, false: want.no} {
			p := &say.Printer{Out: io.Discard, Lang: say.Korean}
			if got := confirm(p, strings.NewReader(keys), "?", byDefault); got != want {
				t.Errorf("%q, by default %v: got %v", keys, byDefault, got)
			}
		}
	}
}

func TestAWrongSubcommandOfBenchIsAnError(t *testing.T) {
	status, _, errOut := typed(t, "bench", "nosuch")
	if status != 1 || !strings.Contains(errOut, `unknown command "nosuch"`) {
		t.Errorf("status %d, %q", status, errOut)
	}
}
