// Limits as a person says them: --ulimit nofile=1024:2048.

package confine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// ErrNoUlimit is the cause when a text is not a limit.
var ErrNoUlimit = errors.New("the form is KIND=SOFT[:HARD], a whole number each, or -1 for no limit")

// ParseUlimit reads KIND=SOFT[:HARD]. KIND is the kernel's name in lower case without RLIMIT_ (nofile, nproc, core);
// the values are in the unit of the kind: bytes, seconds, or a number of things. Without HARD it is as SOFT; -1 is
// no limit.
func ParseUlimit(text string) (r specs.POSIXRlimit, err error) {
	kind, values, found := strings.Cut(text, "=")
	if !found || values == "" {
		return r, ulimitError(text, ErrNoUlimit)
	}
	r.Type = "RLIMIT_" + strings.ToUpper(kind)
	if RlimitNumber(r.Type) < 0 || kind != strings.ToLower(kind) {
		return r, ulimitError(text, fmt.Errorf("%.20q is no kind of limit; they are %s", kind, strings.Join(ulimitKinds(), " ")))
	}
	soft, hard, both := strings.Cut(values, ":")
	if !both {
		hard = soft
	}
	if r.Soft, err = ulimitValue(soft); err == nil {
		r.Hard, err = ulimitValue(hard)
	}
	if err == nil && r.Soft > r.Hard {
		err = errors.New("the soft limit is above the hard one")
	}
	if err != nil {
		return r, ulimitError(text, err)
	}
	return r, nil
}

func ulimitError(text string, err error) error {
	return fmt.Errorf("read --ulimit %.60s: %w", text, err)
}

// ulimitValue reads a number; -1 is no limit.
func ulimitValue(word string) (uint64, error) {
	if word == "-1" {
		return Unlimited, nil
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 0 {
		return 0, ErrNoUlimit
	}
	return uint64(n), nil
}

// ParseUlimits reads several; of one kind the last counts. They are in the order of their kinds.
func ParseUlimits(texts []string) ([]specs.POSIXRlimit, error) {
	byKind := map[string]specs.POSIXRlimit{}
	for _, text := range texts {
		r, err := ParseUlimit(text)
		if err != nil {
			return nil, err
		}
		byKind[r.Type] = r
	}
	var list []specs.POSIXRlimit
	for _, r := range rlimits {
		if limit, set := byKind[r.name]; set {
			list = append(list, limit)
		}
	}
	return list, nil
}

// ulimitKinds are the kinds as --ulimit has them, sorted.
func ulimitKinds() (kinds []string) {
	for _, r := range rlimits {
		kinds = append(kinds, r.option)
	}
	slices.Sort(kinds)
	return kinds
}
