package confine

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// without is the default list but for some.
func without(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(defaults), func(d string) bool { return slices.Contains(names, d) })
}

func byNumber(names []string) []string {
	names = slices.Clone(names)
	slices.SortFunc(names, func(a, b string) int { return Number(a) - Number(b) })
	return names
}

// The rules are Docker's, moby oci/caps/utils.go.
func TestCapabilitiesFollowDockersRules(t *testing.T) {
	known := Known()
	for name, c := range map[string]struct {
		choice Choice
		want   []string
	}{
		"nothing said":                   {Choice{}, defaults},
		"one more":                       {Choice{Add: []string{"SYS_TIME"}}, append(without(), "CAP_SYS_TIME")},
		"lower case and with the prefix": {Choice{Add: []string{"sys_time", "Cap_Sys_Nice"}}, append(without(), "CAP_SYS_TIME", "CAP_SYS_NICE")},
		"one that is there already":      {Choice{Add: []string{"CHOWN"}}, defaults},
		"one less":                       {Choice{Drop: []string{"chown"}}, without("CAP_CHOWN")},
		"added and dropped is there":     {Choice{Add: []string{"CHOWN"}, Drop: []string{"CHOWN"}}, defaults},
		"none":                           {Choice{Drop: []string{"ALL"}}, nil},
		"none but one":                   {Choice{Drop: []string{"all"}, Add: []string{"NET_ADMIN"}}, []string{"CAP_NET_ADMIN"}},
		"all":                            {Choice{Add: []string{"ALL"}}, known},
		"all but one":                    {Choice{Add: []string{"ALL"}, Drop: []string{"SYS_ADMIN"}}, slices.DeleteFunc(slices.Clone(known), func(n string) bool { return n == "CAP_SYS_ADMIN" })},
		"all and none":                   {Choice{Add: []string{"ALL"}, Drop: []string{"ALL"}}, known},
		"privileged, whatever is said":   {Choice{Privileged: true, Drop: []string{"ALL"}}, known},
	} {
		got, err := c.choice.Capabilities(0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(byNumber(c.want), got.Bounding); diff != "" && len(c.want)+len(got.Bounding) > 0 {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !slices.Equal(got.Bounding, got.Permitted) || !slices.Equal(got.Bounding, got.Effective) {
			t.Errorf("%s: root has %v of the bounding set", name, got.Effective)
		}
		if len(got.Inheritable)+len(got.Ambient) > 0 {
			t.Errorf("%s: inheritable %v, ambient %v", name, got.Inheritable, got.Ambient)
		}
	}
}

func TestWhoIsNotRootHasCapabilitiesInTheBoundingSetOnly(t *testing.T) {
	got, err := Choice{}.Capabilities(1000)
	if err != nil || len(got.Bounding) != len(defaults) || len(got.Effective)+len(got.Permitted) > 0 {
		t.Errorf("user 1000: %+v, %v", got, err)
	}
}

func TestACapabilityThatNobodyKnowsIsRefusedByItsFlagAndName(t *testing.T) {
	for flag, c := range map[string]Choice{
		"--cap-add":  {Add: []string{"FLY"}},
		"--cap-drop": {Drop: []string{"CHOWN", ""}},
	} {
		_, err := c.Capabilities(0)
		if !errors.Is(err, ErrUnknownCapability) || !strings.Contains(err.Error(), flag) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestEveryCapabilityOfTheDefaultsHasANumber(t *testing.T) {
	for _, name := range defaults {
		if Number(name) < 0 {
			t.Errorf("%s has none", name)
		}
	}
	if len(defaults) != 14 {
		t.Errorf("Docker has fourteen, here are %d", len(defaults))
	}
}
