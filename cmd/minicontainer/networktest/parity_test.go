//go:build linux

// What a person who knows Docker types does here what it does there: the proof.

package networktest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

const parityFile = "../testdata/parity.txt"

// parityLine is a command line, and in what the two are known to differ.
type parityLine struct {
	number  int
	command string
	differs []string // of stdout, stderr, status
}

// readParity reads the file; its first lines say how.
func readParity(t *testing.T) (lines []parityLine) {
	t.Helper()
	f, err := os.Open(parityFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := bufio.NewScanner(f)
	for number := 1; text.Scan(); number++ {
		mark, rest, _ := strings.Cut(text.Text(), " ")
		switch mark {
		case "$":
			lines = append(lines, parityLine{number: number, command: rest})
		case "!":
			aspects, why, _ := strings.Cut(rest, ": ")
			if why == "" || len(lines) == 0 {
				t.Fatalf("%s:%d: a difference needs a command line above it, and a reason", parityFile, number)
			}
			lines[len(lines)-1].differs = strings.Split(aspects, " ")
		case "", "#", "##":
		default:
			t.Fatalf("%s:%d: %q begins with none of $ ! #", parityFile, number, text.Text())
		}
	}
	const fewest = 60
	if err := text.Err(); err != nil || len(lines) < fewest {
		t.Fatalf("%d command lines, %v; at least %d were promised", len(lines), err, fewest)
	}
	return lines
}

func TestDockersCommandLinesDoWhatTheyDoInDocker(t *testing.T) {
	needRoot(t)
	lines := readParity(t)
	t.Setenv(cli.StateEnv, filepath.Join(t.TempDir(), "state"))
	t.Cleanup(func() { // in this state
		if ids := strings.Fields(mc(t, "ps", "-aq")); len(ids) > 0 {
			mc(t, append([]string{"rm", "-f"}, ids...)...)
		}
		mc(t, "network", "prune", "-f")
	})
	archive := whaleImage(t)
	theirs := newPlayer(t, dockerApart(t))
	program := filepath.Join(t.TempDir(), "minicontainer")
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, program)
	}
	if err != nil {
		t.Fatal(err)
	}
	ours := newPlayer(t, "exec "+program+` "$@"`)
	for _, p := range []player{theirs, ours} {
		if got := p.play(t, "docker load -q -i "+archive); got.status != 0 {
			t.Fatalf("load the image: %+v", got)
		}
	}
	docker, mine := make([]played, len(lines)), make([]played, len(lines))
	ended := make(chan struct{})
	go func() { defer close(ended); theirs.playAll(t, lines, docker) }()
	ours.playAll(t, lines, mine)
	<-ended
	for i, line := range lines {
		if diff := cmp.Diff(line.differs, docker[i].differs(mine[i])); diff != "" {
			t.Errorf("%s:%d: %s\nin what they differ (-said +found): %s\nDocker: %s\nminicontainer: %s", parityFile, line.number, line.command, diff, docker[i], mine[i])
		}
	}
}

// playAll plays the lines one after the other.
func (p player) playAll(t *testing.T, lines []parityLine, results []played) {
	t.Helper()
	for i, line := range lines {
		results[i] = p.play(t, line.command)
	}
}

// whaleImage is an archive with the image whale:1.
func whaleImage(t *testing.T) string {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "whale.tar")
	mc(t, "run", "--network", "none", "--name", "seed", "base", "true")
	mc(t, "commit", "-c", `CMD ["sh"]`, "-c", "ENV DEEP=yes", "-c", "EXPOSE 91", "-c", "LABEL kind=fish", "seed", "whale:1")
	mc(t, "save", "-o", archive, "whale:1")
	mc(t, "rmi", "whale:1")
	mc(t, "rm", "seed")
	return archive
}

// dockerApart starts a daemon in namespaces of its own that end with the test, as two cannot publish the same port in one, and
// returns the shell line of its client. Docker gives containers a capability that a machine may not have to give.
func dockerApart(t *testing.T) string {
	t.Helper()
	client, daemon := testenv.Peer(t, "docker"), testenv.Peer(t, "dockerd")
	testenv.Peer(t, "iptables-save")
	dir, err := os.MkdirTemp("/tmp", "parity") // its sockets' paths may have 104 characters
	if err != nil {
		t.Fatal(err)
	}
	parents := fmt.Sprintf("minicontainer-parity-%d", os.Getpid())
	t.Cleanup(func() {
		os.RemoveAll(dir)
		removeGroups(t, parents)
	})
	if err := os.WriteFile(dir+"/empty.json", []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(dir + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	const start = `ip link set lo up && exec "$@"`
	cmd := exec.Command("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "sh", "-c", start, "sh",
		daemon, "--data-root", dir+"/data", "--exec-root", dir+"/exec", "--pidfile", dir+"/pid", "--host", "unix://"+dir+"/d.sock",
		"--config-file", dir+"/empty.json", "--cgroup-parent", "/"+parents)
	cmd.Env = append(os.Environ(), "TMPDIR="+dir) // a slow containerd writes its stacks there
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()          //nolint:errcheck // how it ends does not matter
	t.Cleanup(func() { cmd.Process.Kill(); <-ended }) //nolint:errcheck // it may have ended
	call := client + " -H unix://" + dir + "/d.sock"
	for deadline := time.Now().Add(time.Minute); exec.Command("sh", "-c", call+" version").Run() != nil; {
		select {
		case <-ended:
		case <-time.After(50 * time.Millisecond):
			if time.Now().Before(deadline) {
				continue
			}
		}
		text, _ := os.ReadFile(log.Name()) //nolint:errcheck // then it has said nothing
		t.Fatalf("dockerd does not answer:\n%s", text)
	}
	return `case "$1" in run|create) verb=$1; shift; exec ` + call + ` "$verb" --cap-drop SYS_RESOURCE "$@";; esac; exec ` + call + ` "$@"`
}

// player plays command lines with one of the two as docker.
type player struct {
	dir string // in which the lines are run
	env []string
}

// newPlayer makes one in whose shell docker is a script of these words.
func newPlayer(t *testing.T, docker string) player {
	t.Helper()
	p := player{dir: t.TempDir()}
	bin := t.TempDir()
	if err := os.WriteFile(bin+"/docker", []byte("#!/bin/sh\n"+docker+"\n"), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	p.env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), cli.NetworkEnv+"=", "OUTSIDE=passed", "DOCKER_CONFIG="+p.dir+"/.docker")
	return p
}

// played is what a line did.
type played struct {
	stdout, stderr string // the first is normalised
	status         int
}

func (p player) play(t *testing.T, line string) played {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Dir, cmd.Env = p.dir, p.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil || ctx.Err() != nil {
		t.Errorf("%s: %v: %s", line, err, stderr.String())
		return played{status: -1}
	}
	said := runHelp.ReplaceAllString(stderr.String(), "")
	return played{normal(strings.ReplaceAll(stdout.String(), p.dir, "<dir>")), said, cmd.ProcessState.ExitCode()}
}

// runHelp follows every error of Docker's run.
var runHelp = regexp.MustCompile(`\n*Run 'docker run --help' for more information\n*`)

func (p played) String() string {
	return fmt.Sprintf("status %d (%s)\n%s%s", p.status, kindOf(p.stderr), p.stdout, p.stderr)
}

// differs tells in what two plays differ.
func (p played) differs(other played) (aspects []string) {
	if p.stdout != other.stdout {
		aspects = append(aspects, "stdout")
	}
	if kindOf(p.stderr) != kindOf(other.stderr) {
		aspects = append(aspects, "stderr")
	}
	if p.status != other.status {
		aspects = append(aspects, "status")
	}
	return aspects
}

// holes are what is another each time, in the order in which they are looked for.
var holes = []struct {
	pattern *regexp.Regexp
	hole    string
}{
	{regexp.MustCompile(`[0-9a-f]{64}`), "<id>"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "<id>"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?[-+Z]\S*)?( UTC)?`), "<time>"},
	{regexp.MustCompile(`(Less than a second|About a minute|\d+ seconds?|\d+ minutes?)( ago)?`), "<duration>"},
	{regexp.MustCompile(`\b(172\.17|10\.88)\.\d+\.\d+`), "<address>"},
	{regexp.MustCompile(`[ \t]+`), " "}, // columns are as wide as what is in them
	{regexp.MustCompile(`(?m) $`), ""},
}

func normal(text string) string {
	for _, h := range holes {
		text = h.pattern.ReplaceAllString(text, h.hole)
	}
	return text
}

// kinds are what an error can be about, by words that one of the two uses for it. The first that fits counts.
var kinds = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"template", regexp.MustCompile(`(?i)template`)},
	{"not there", regexp.MustCompile(`(?i)source .*(does not exist|no such file)`)},
	{"usage", regexp.MustCompile(`(?i)usage:|--help|requires|no such (key|capability)|unknown (flag|shorthand|command|capability|type)|` +
		`invalid (argument|filter|value|ipc mode)|conflicting options|^minicontainer: read (-|name)`)},
	{"in use", regexp.MustCompile(`(?i)in use|already|conflict|is using|made of it|one of this name|active endpoints|connected to it|ID file found`)},
	{"state", regexp.MustCompile(`(?i)is not running|is running|is not paused|is paused|running container|exec on a`)},
	{"not there", regexp.MustCompile(`(?i)no such|not found|unable to find|could not find|does not exist|no public port|not published`)},
	{"refused", regexp.MustCompile(`(?i)not permitted|denied|read-only|operation not|is a directory`)},
	{"usage", regexp.MustCompile(`(?i)invalid|range|minimum|^minicontainer: (use name|name an)`)},
}

// kindOf is what the error says, roughly: the words are each one's own.
func kindOf(stderr string) string {
	if strings.TrimSpace(stderr) == "" {
		return "nothing said"
	}
	i := slices.IndexFunc(kinds, func(k struct {
		name    string
		pattern *regexp.Regexp
	}) bool {
		return k.pattern.MatchString(stderr)
	})
	if i < 0 {
		return "something said"
	}
	return kinds[i].name
}
