//go:build linux

package cli

import (
	"slices"
	"testing"
)

func TestOnlyTheCommandThatIsAskedForIsMade(t *testing.T) {
	p := New("minicontainer")
	for _, c := range commands {
		if made := p.commandsFor([]string{c.name, "--help"}); len(made) != 1 || made[0].Name() != c.name {
			t.Errorf("for %s there are %d commands", c.name, len(made))
		}
	}
	for _, args := range [][]string{nil, {"--help"}, {"help", "run"}, {"rnu"}, {"completion", "bash"}, {"__complete", ""}} {
		var names []string
		for _, c := range p.commandsFor(args) {
			names = append(names, c.Name())
		}
		slices.Sort(names)
		if len(slices.Compact(names)) != len(commands) {
			t.Errorf("for %q there are %v", args, names)
		}
	}
}
