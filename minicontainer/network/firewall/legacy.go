// iptables-legacy: the firewall of the kernel before nftables, which both can be used at once. It has no netlink; its own program
// is the only way, so this is the one place where we run one.

package firewall

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// legacyFamily is where the kernel lists the tables that are in use, and what the program is called.
type legacyFamily struct{ word, names, program string }

var legacyFamilies = []legacyFamily{
	{"ip", "/proc/thread-self/net/ip_tables_names", "iptables"},
	{"ip6", "/proc/thread-self/net/ip6_tables_names", "ip6tables"},
}

// used tells whether there is a table of filters. To ask the program would make one.
func (f legacyFamily) used() bool {
	text, err := os.ReadFile(f.names)
	return err == nil && slices.Contains(strings.Fields(string(text)), "filter")
}

// find is the program, empty if it is not here. Which of the two iptables is, its version says.
func (f legacyFamily) find() string {
	if path, err := exec.LookPath(f.program + "-legacy"); err == nil {
		return path
	}
	path, err := exec.LookPath(f.program)
	if err != nil {
		return ""
	}
	if version, err := exec.Command(path, "--version").Output(); err != nil || !strings.Contains(string(version), "legacy") {
		return ""
	}
	return path
}

// list is the rules, as words, by chain. The policy of a chain is a rule of one word.
func (f legacyFamily) list(program string) (map[string][][]string, error) {
	out, err := exec.Command(program, "-w", "-S").Output()
	chains := map[string][][]string{}
	for _, line := range strings.Split(string(out), "\n") {
		if words := strings.Fields(line); len(words) >= 3 {
			chains[words[1]] = append(chains[words[1]], words[2:])
		} else if len(words) == 2 {
			chains[words[1]] = nil // -N: a chain without a policy
		}
	}
	return chains, err
}

func legacyOthers() (list []Other) {
	for _, f := range legacyFamilies {
		if !f.used() {
			continue
		}
		o := Other{Family: f.word, Table: "filter", Chain: "FORWARD", Legacy: true, into: "FORWARD"}
		program := f.find()
		chains, err := map[string][][]string(nil), error(nil)
		if program != "" {
			chains, err = f.list(program)
		}
		if program == "" || err != nil {
			o.Unreadable, o.Why = true, "cannot be read without "+f.program+"-legacy"
			list = append(list, o)
			continue
		}
		if o.Why = legacyDrops(chains); o.Why == "" {
			continue
		}
		if _, docker := chains[dockerUser]; docker {
			o.into = dockerUser
		}
		list = append(list, o)
	}
	return list
}

// legacyDrops says how FORWARD drops what no rule of it accepts; empty if it does not.
func legacyDrops(chains map[string][][]string) string {
	switch legacyFate(chains, "FORWARD", map[string]bool{}) {
	case droppedAlways:
		return "rejects what it does not know"
	case open:
		if rules := chains["FORWARD"]; len(rules) > 0 && slices.Equal(rules[0], []string{"DROP"}) {
			return "policy drop"
		}
	}
	return ""
}

// legacyFate is fate, of a list of words: a rule without a condition begins with -j or -g.
func legacyFate(chains map[string][][]string, name string, seen map[string]bool) end {
	if seen[name] {
		return open
	}
	seen[name] = true
	for _, words := range chains[name] {
		if len(words) < 2 || words[0] != "-j" && words[0] != "-g" {
			continue
		}
		switch words[1] {
		case "DROP", "REJECT":
			return droppedAlways
		case "ACCEPT":
			return acceptedAlways
		case "RETURN":
			return open
		}
		if there := legacyFate(chains, words[1], seen); there != open || words[0] == "-g" {
			return there
		}
	}
	return open
}

// legacyGuest inserts a rule by iptables' own program.
type legacyGuest struct {
	guest
	chain string
}

func (s legacyGuest) Name() string { return s.guest.Name() + " in " + s.chain + " of iptables-legacy" }

func (s legacyGuest) Line() string {
	return iptablesLine(s.kind().program+"-legacy", s.chain, s.guest)
}

func (s legacyGuest) kind() legacyFamily {
	return legacyFamilies[slices.IndexFunc(legacyFamilies, func(f legacyFamily) bool { return f.word == s.family })]
}

// Do inserts it unless it is there.
func (s legacyGuest) Do() error {
	program := s.kind().find()
	words := append([]string{s.chain}, strings.Fields(s.iptables())...)
	if exec.Command(program, append([]string{"-w", "-C"}, words...)...).Run() == nil {
		return nil
	}
	if out, err := exec.Command(program, append([]string{"-w", "-I"}, words...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %.200s", s.Name(), err, out)
	}
	return nil
}

func legacyTakeBack(marker string, bridges []string) (steps []plan.Step) {
	for _, f := range legacyFamilies {
		program := ""
		if f.used() {
			program = f.find()
		}
		if program == "" {
			continue
		}
		chains, err := f.list(program)
		if err != nil {
			continue
		}
		for name, rules := range chains {
			for _, words := range rules {
				if isGuest(words, marker, bridges) {
					steps = append(steps, legacyDismiss{f, name, words})
				}
			}
		}
	}
	return steps
}

// isGuest recognises a rule by its comment, and by the bridge behind -i or -o.
func isGuest(words []string, marker string, bridges []string) bool {
	comment := slices.Index(words, "--comment")
	return comment >= 0 && comment+1 < len(words) && words[comment+1] == marker &&
		(len(bridges) == 0 || len(words) > 1 && slices.Contains(bridges, words[1]))
}

type legacyDismiss struct {
	family legacyFamily
	chain  string
	words  []string
}

func (s legacyDismiss) Name() string {
	return "take back a rule from " + s.chain + " of iptables-legacy"
}

func (s legacyDismiss) Line() string {
	return plan.Quote(append([]string{s.family.program + "-legacy", "-D", s.chain}, s.words...)...)
}

// Do removes it. One that has gone meanwhile is fine.
func (s legacyDismiss) Do() error {
	program := s.family.find()
	words := append([]string{s.chain}, s.words...)
	if exec.Command(program, append([]string{"-w", "-C"}, words...)...).Run() != nil {
		return nil
	}
	if out, err := exec.Command(program, append([]string{"-w", "-D"}, words...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %.200s", s.Name(), err, out)
	}
	return nil
}
