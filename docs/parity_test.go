//go:build linux

// The table of Docker's commands is made of the command line itself, so that it says what is there. go test ./docs -update writes it
// again.
package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// dockers are Docker's commands in the order of the page.
var dockers = strings.Fields(`run create start attach stop kill restart pause unpause wait rm rename ps logs inspect exec top stats port diff cp commit export
	update images pull push rmi tag save load import history build login logout info version events`)

var dockersBelow = []string{
	"image inspect", "image prune", "container prune", "volume create", "volume ls", "volume inspect", "volume rm", "volume prune",
	"network create", "network ls", "network inspect", "network rm", "network prune", "network connect", "network disconnect", "system df", "system prune",
}

const (
	tableBegins = "<!-- parity: begin -->\n"
	tableEnds   = "<!-- parity: end -->\n"
)

func TestThePageOfDockersCommandsSaysWhatThereIs(t *testing.T) {
	root := cli.Tree("minicontainer")
	for file, reason := range map[string]func(string) string{
		"parity.md":    func(why string) string { return why },
		"parity.ko.md": inKorean(t),
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, begins := strings.Cut(string(text), tableBegins)
		_, tail, ends := strings.Cut(rest, tableEnds)
		if !begins || !ends {
			t.Fatalf("%s has no place for the table", file)
		}
		now := head + tableBegins + parityTable(t, root, reason) + tableEnds + tail
		if now == string(text) {
			continue
		}
		if !*update {
			t.Errorf("%s does not say what there is: go test ./docs -update writes it again", file)
		} else if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// inKorean reads the reasons' translations: an English line, a Korean one, and an empty one.
func inKorean(t *testing.T) func(string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/parity.ko.txt")
	if err != nil {
		t.Fatal(err)
	}
	korean := map[string]string{}
	for _, pair := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
		english, other, _ := strings.Cut(pair, "\n")
		korean[english] = other
	}
	return func(why string) string {
		if korean[why] == "" {
			t.Errorf("testdata/parity.ko.txt has no Korean for %q", why)
		}
		return korean[why]
	}
}

func parityTable(t *testing.T, root *cobra.Command, reason func(string) string) string {
	t.Helper()
	lines := []string{"| docker | minicontainer | |", "|---|---|---|"}
	for _, name := range append(slices.Clone(dockers), dockersBelow...) {
		cmd, rest, err := root.Find(strings.Fields(name))
		if err != nil || len(rest) > 0 {
			t.Fatalf("there is no command %s", name)
		}
		state, why := "✓", refusedOf(cmd, reason)
		if why != "" {
			state = "◐"
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s |", name, state, why))
	}
	return strings.Join(lines, "\n") + "\n"
}

// refusedOf are the flags that a command refuses, those with the same reason together.
func refusedOf(cmd *cobra.Command, reason func(string) string) string {
	var order []string
	flags := map[string][]string{}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if why := cli.Refused(f); why != "" {
			if flags[why] == nil {
				order = append(order, why)
			}
			flags[why] = append(flags[why], "`--"+f.Name+"`")
		}
	})
	var parts []string
	for _, why := range order {
		parts = append(parts, strings.Join(flags[why], " ")+": "+reason(why))
	}
	return strings.Join(parts, "<br>")
}

// TestDockersFlagsAreThereOrRefused asks the docker that is installed what there is.
func TestDockersFlagsAreThereOrRefused(t *testing.T) {
	docker := testenv.Peer(t, "docker")
	root := cli.Tree("minicontainer")
	seen := 0
	for _, name := range append(slices.Clone(dockers), dockersBelow...) {
		cmd, _, err := root.Find(strings.Fields(name))
		if err != nil {
			t.Fatal(err)
		}
		help, err := exec.Command(docker, append(strings.Fields(name), "--help")...).Output()
		if err != nil {
			t.Fatalf("docker %s --help: %v", name, err)
		}
		for _, m := range flagOfHelp.FindAllStringSubmatch(string(help), -1) {
			if seen++; m[1] != "help" && cmd.Flags().Lookup(m[1]) == nil {
				t.Errorf("docker %s has --%s", name, m[1])
			}
		}
	}
	const fewest = 300
	if seen < fewest {
		t.Errorf("%d flags: this shows nothing", seen)
	}
}

var flagOfHelp = regexp.MustCompile(`(?m)^ +(?:-[A-Za-z], )?--([a-z][a-z0-9-]*)`)
