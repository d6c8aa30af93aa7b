//go:build linux

// --filter: which things of a list are shown. Of one key, any of the values will do; of different keys, all must.

package cli

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// filters are the values that were given for each key. It is a pflag.Value.
type filters map[string][]string

func (f *filters) String() string { return "" }
func (f *filters) Type() string   { return "filter" }

func (f *filters) Set(text string) error {
	key, value, found := strings.Cut(text, "=")
	key = strings.ToLower(strings.TrimSpace(key))
	if !found || key == "" {
		return errors.New("the form is KEY=VALUE")
	}
	if *f == nil {
		*f = filters{}
	}
	(*f)[key] = append((*f)[key], strings.TrimSpace(value))
	return nil
}

// addTo adds the flag to a command, and says in its help which keys there are.
func (f *filters) addTo(cmd *cobra.Command, keys []string) {
	cmd.Flags().VarP(f, "filter", "f", "show those only for which `KEY=VALUE`; keys:\n"+strings.Join(keys, " "))
}

// check refuses keys that this list does not know.
func (f filters) check(keys []string) error {
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if !slices.Contains(keys, key) {
			return fmt.Errorf("read --filter %.40q: no such key; there are %s", key, strings.Join(keys, ", "))
		}
	}
	return nil
}

// wrong is the error about a value.
func (f filters) wrong(key, value string, why error) error {
	return fmt.Errorf("read --filter %s=%.40q: %w", key, value, why)
}

// any tells whether one of the key's values will do; if there are none, anything will.
func (f filters) any(key string, match func(value string) bool) bool {
	return len(f[key]) == 0 || slices.ContainsFunc(f[key], match)
}

// labels tells whether the labels are there, all of them: KEY, or KEY=VALUE.
func (f filters) labels(labels map[string]string) bool {
	for _, wanted := range f["label"] {
		key, value, withValue := strings.Cut(wanted, "=")
		if has, there := labels[key]; !there || withValue && has != value {
			return false
		}
	}
	return true
}

// text tells whether the text is a value of the key, or matches one that is a regular expression.
func (f filters) text(key string, texts ...string) bool {
	return f.any(key, func(value string) bool {
		pattern, err := regexp.Compile(value)
		return slices.ContainsFunc(texts, func(text string) bool {
			return text == value || err == nil && pattern.MatchString(text)
		})
	})
}

// word tells whether the text is one of the key's values.
func (f filters) word(key, text string) bool {
	return f.any(key, func(value string) bool { return value == text })
}

// oneOf refuses values that are not among some words.
func (f filters) oneOf(key string, words ...string) error {
	for _, value := range f[key] {
		if !slices.Contains(words, value) {
			return f.wrong(key, value, fmt.Errorf("it is %s", strings.Join(words, ", ")))
		}
	}
	return nil
}

// truth is the value of a key that is true or false; nil if there is none.
func (f filters) truth(key string) (*bool, error) {
	var found *bool
	for _, value := range f[key] {
		b, err := strconv.ParseBool(value)
		if err != nil || found != nil && *found != b {
			return nil, f.wrong(key, value, errors.New("it is either true or false"))
		}
		found = &b
	}
	return found, nil
}
