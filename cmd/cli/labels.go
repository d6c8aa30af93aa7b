//go:build linux

// Labels: words of the owner's own on containers, images, volumes and networks.

package cli

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// labelFlags are --label, and --label-file where there is one.
type labelFlags struct {
	labels pairs
	files  []string
}

func (l *labelFlags) addLabels(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.VarP(&l.labels, "label", "l", "a label: `KEY=VALUE`; KEY alone has no value")
	flags.StringArrayVar(&l.files, "label-file", nil, "read labels from `FILE`, one a line")
}

// over are the labels: those that are there already (an image's), over them those of files, over them the flags'.
func (l labelFlags) over(base map[string]string) (map[string]string, error) {
	all := map[string]string{}
	maps.Copy(all, base)
	for _, file := range l.files {
		lines, err := readPairs(file)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			key, value, _ := strings.Cut(line, "=")
			all[key] = value
		}
	}
	maps.Copy(all, l.labels.values())
	return all, nil
}

// pairs are KEY=VALUE or KEY, each with a key. It is a pflag.Value.
type pairs []string

func (p *pairs) String() string { return "" }
func (p *pairs) Type() string   { return "pair" }

func (p *pairs) Set(text string) error {
	if key, _, _ := strings.Cut(text, "="); key == "" {
		return errors.New("the form is KEY=VALUE")
	}
	*p = append(*p, text)
	return nil
}

func (p pairs) values() map[string]string {
	values := map[string]string{}
	for _, text := range p {
		key, value, _ := strings.Cut(text, "=")
		values[key] = value
	}
	return values
}

// labelsColumn is how lists show labels, in the order of their names.
func labelsColumn(labels map[string]string) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		words = append(words, key+"="+labels[key])
	}
	return strings.Join(words, ",")
}
