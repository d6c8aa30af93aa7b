//go:build linux

// prune --filter: which of the things that nobody uses are removed.

package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// The keys of the prune commands, as Docker has them.
var (
	pruneKeys       = []string{"label", "label!", "until"}
	imagePruneKeys  = []string{"dangling", "label", "label!", "until"}
	volumePruneKeys = []string{"all", "label", "label!"}
)

// pruned tells whether a thing that was made then, and has these labels, is to go.
type pruned func(created time.Time, labels map[string]string) bool

// addPruning adds the flag to a command, and says in its help which keys there are.
func (f *filters) addPruning(cmd *cobra.Command, keys []string) {
	cmd.Flags().Var(f, "filter", "remove those only for which `KEY=VALUE`; keys:\n"+strings.Join(keys, " "))
}

// pruning reads the filters: those go that have the labels, have not the others, and were made before a moment.
func (f filters) pruning(now time.Time, keys []string) (pruned, error) {
	if err := f.check(keys); err != nil {
		return nil, err
	}
	until, err := f.until(now)
	if err != nil {
		return nil, err
	}
	without := filters{"label": f["label!"]}
	return func(created time.Time, labels map[string]string) bool {
		return (until == nil || created.Before(*until)) && f.labels(labels) && (len(f["label!"]) == 0 || !without.labels(labels))
	}, nil
}
