//go:build linux

package grade

import (
	"fmt"
	"strings"
)

// wantedArguments are those of the probe.
var wantedArguments = []string{"one", "two"}

// Arguments has a learner's program start a script inside root that shows its arguments: "" if
// they are those that were asked for or if none are shown, else the evidence. A script's
// first argument is filled in by the kernel, so it starts under any.
func (b *Bench) Arguments(root string) string {
	const probe = "/bin/show-arguments"
	b.Write(root+probe, "#!/bin/sh\necho shown: \"$@\"\n", 0o755)
	r := b.Run(append([]string{Program, root, probe}, wantedArguments...)...)
	shown, found := strings.CutPrefix(r.Stdout(), "shown:")
	if shown = strings.TrimSpace(shown); !found || shown == strings.Join(wantedArguments, " ") {
		return ""
	}
	return fmt.Sprintf("%s %s has got the arguments: %s", probe, strings.Join(wantedArguments, " "), shown)
}
