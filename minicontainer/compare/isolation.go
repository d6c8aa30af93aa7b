package compare

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// Isolation is what the probe sees inside, and who sees whom. Nothing of it is known in advance: all is looked for.
type Isolation struct {
	Look             probe.Look `json:"look"`
	OwnKernel        bool       `json:"own_kernel"`        // its boot id is not the host's
	HostSeesIt       bool       `json:"host_sees_it"`      // the program's token is in the host's /proc/*/cmdline
	SeesHost         bool       `json:"sees_host"`         // it sees the token of a process on the host
	SeesSiblings     bool       `json:"sees_siblings"`     // it sees the token of another instance of its kind
	DifferentSysctls []string   `json:"different_sysctls"` // whose value is not the host's, and so cannot be the host's own
	ClockSeconds     float64    `json:"clock_seconds"`     // how far its clock is from the host's; 0 if closer than can be told
}

// isolations asks each kind to look around while a process on the host and another instance are there to be seen.
func (c *comparison) isolations(ctx context.Context) {
	host := &Result{Kind: Kind{Name: "witness", Probe: c.Probe}}
	witness, err := c.ready(ctx, host, probe.OrderReady, c.mark())
	if err != nil {
		c.each(ctx, 0, "isolation", func(*Result) error { return err })
		return
	}
	defer witness.end()
	c.each(ctx, 0, "isolation", func(r *Result) error {
		c.Progress(r.Name, "isolation", 1, 1)
		if err := c.isolation(ctx, r, witness.token()); err != nil {
			return err
		}
		if len(r.Command) == 0 {
			return nil // the host's files are not the image's
		}
		r.Tree = &probe.Tree{}
		return c.ask(ctx, r, r.Tree, probe.OrderTree)
	})
}

// token is what it was started with: the last of its arguments.
func (i *instance) token() string { return i.argv[len(i.argv)-1] }

func (c *comparison) isolation(ctx context.Context, r *Result, hostToken string) error {
	sibling, err := c.ready(ctx, r, probe.OrderReady, c.mark())
	if err != nil {
		return err
	}
	defer sibling.end()
	found := &Isolation{HostSeesIt: slices.Contains(tokens(), sibling.token()), DifferentSysctls: []string{}}
	before := float64(time.Now().UnixMilli()) / 1000
	if err := c.ask(ctx, r, &found.Look, probe.OrderLook, c.mark()); err != nil {
		return err
	}
	host, err := probe.LookAround()
	if err != nil {
		return err
	}
	found.OwnKernel = found.Look.BootID != host.BootID
	found.SeesHost = slices.Contains(found.Look.Tokens, hostToken)
	found.SeesSiblings = slices.Contains(found.Look.Tokens, sibling.token())
	found.ClockSeconds = outside(found.Look.UnixSeconds, before, host.UnixSeconds)
	for _, name := range probe.Sysctls() {
		if found.Look.Sysctls[name] != host.Sysctls[name] {
			found.DifferentSysctls = append(found.DifferentSysctls, name)
		}
	}
	r.Isolation = found
	return nil
}

// outside is how far a time is from a span of time: 0 inside of it, negative before.
func outside(at, begin, end float64) float64 {
	return min(at-begin, 0) + max(at-end, 0)
}

// tokens are those of all probes that this process sees.
func tokens() []string {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline") //nolint:errcheck // the pattern is good
	var found []string
	for _, file := range files {
		cmdline, _ := os.ReadFile(file) //nolint:errcheck // it has ended
		if token := probe.TokenOf(cmdline); token != "" {
			found = append(found, token)
		}
	}
	return found
}

// SameTree tells whether all kinds that run the image have the same root file system, and whether there were two to compare.
func (r *Report) SameTree() (same, compared bool) {
	var digests []string
	for _, result := range r.Kinds {
		if result.Tree != nil && result.Tree.Digest != "" {
			digests = append(digests, result.Tree.Digest)
		}
	}
	return len(slices.Compact(slices.Clone(digests))) == 1, len(digests) > 1
}

// tree is the first digest that there is.
func (r *Report) tree() probe.Tree {
	for _, result := range r.Kinds {
		if result.Tree != nil {
			return *result.Tree
		}
	}
	return probe.Tree{}
}
