package confine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"
)

func TestAUlimitIsReadAsDockerReadsIt(t *testing.T) {
	for text, want := range map[string]specs.POSIXRlimit{
		"nofile=1024:2048": {Type: "RLIMIT_NOFILE", Soft: 1024, Hard: 2048},
		"nofile=1024":      {Type: "RLIMIT_NOFILE", Soft: 1024, Hard: 1024},
		"core=0":           {Type: "RLIMIT_CORE"},
		"core=-1":          {Type: "RLIMIT_CORE", Soft: Unlimited, Hard: Unlimited},
		"stack=8:-1":       {Type: "RLIMIT_STACK", Soft: 8, Hard: Unlimited},
	} {
		got, err := ParseUlimit(text)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestAUlimitThatMeansNothingIsRefused(t *testing.T) {
	for text, why := range map[string]string{
		"nofile":        "KIND=SOFT",
		"nofile=":       "KIND=SOFT",
		"nofile=1:":     "KIND=SOFT",
		"nofile=1:2:3":  "KIND=SOFT",
		"nofile=1k":     "KIND=SOFT",
		"nofile=-2":     "KIND=SOFT",
		"nofile=2:1":    "above the hard",
		"nofile=-1:1":   "above the hard",
		"files=1":       "no kind of limit",
		"NOFILE=1":      "no kind of limit",
		"rlimit_cpu=10": "no kind of limit",
	} {
		if r, err := ParseUlimit(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %+v, %v; want an error with %q", text, r, err, why)
		}
	}
}

func TestOfSeveralUlimitsOfAKindTheLastCounts(t *testing.T) {
	got, err := ParseUlimits([]string{"nofile=1", "core=0", "nofile=2"})
	want := []specs.POSIXRlimit{{Type: "RLIMIT_CORE"}, {Type: "RLIMIT_NOFILE", Soft: 2, Hard: 2}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
