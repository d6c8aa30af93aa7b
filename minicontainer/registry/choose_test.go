package registry

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

func indexOf(platforms ...string) v1.Index {
	var index v1.Index
	for _, text := range platforms {
		d := v1.Descriptor{MediaType: v1.MediaTypeImageManifest}
		if text != "" {
			os, rest, _ := strings.Cut(text, "/")
			arch, variant, _ := strings.Cut(rest, "/")
			d.Platform = &Platform{OS: os, Architecture: arch, Variant: variant} // as it stands, not as ParsePlatform would have it
		}
		index.Manifests = append(index.Manifests, d)
	}
	return index
}

func TestTheBestManifestForAPlatformIsChosen(t *testing.T) {
	for _, c := range []struct {
		want string
		have []string
		best int
	}{
		{"linux/amd64", []string{"linux/arm64", "linux/amd64"}, 1},
		{"linux/amd64", []string{"windows/amd64", "linux/amd64"}, 1},
		{"linux/amd64", []string{"linux/amd64/v3", "linux/amd64"}, 1},
		{"linux/amd64/v4", []string{"linux/amd64", "linux/amd64/v3", "linux/amd64/v2"}, 1},
		{"linux/arm/v7", []string{"linux/arm/v5", "linux/arm/v6", "linux/arm/v8"}, 1},
		{"linux/arm", []string{"linux/arm/v6", "linux/arm/v7"}, 1},
		{"linux/arm/v6", []string{"linux/arm/v7", "linux/arm/v5"}, 1},
		{"linux/arm64", []string{"linux/arm/v7", "linux/arm64/v8"}, 1},
		{"linux/arm64/v8", []string{"linux/arm64"}, 0},
		{"aarch64", []string{"linux/amd64", "linux/arm64"}, 1},
		{"amd64", []string{""}, 0},
		{"amd64", []string{"unknown/unknown", "linux/amd64"}, 1},
		{"linux/s390x", []string{"linux/s390x", "linux/s390x"}, 0},
	} {
		want, err := ParsePlatform(c.want)
		if err != nil {
			t.Fatal(err)
		}
		index := indexOf(c.have...)
		for i := range index.Manifests {
			index.Manifests[i].Size = int64(i)
		}
		got, err := Choose(index, want)
		if err != nil || got.Size != int64(c.best) {
			t.Errorf("%s of %q is number %d, %v; want %d", c.want, c.have, got.Size, err, c.best)
		}
	}
}

func TestAPlatformThatIsMissingIsToldWithThoseThereAre(t *testing.T) {
	_, err := Choose(indexOf("windows/amd64", "linux/arm64", "linux/arm64", "unknown/unknown"), Platform{Architecture: "riscv64"})
	if !errors.Is(err, ErrPlatform) || err.Error() != "it is not made for linux/riscv64, but for linux/arm64, windows/amd64" {
		t.Error(err)
	}
	many := []string{"linux/\x1b[2J"}
	for range 1000 {
		many = append(many, fmt.Sprintf("linux/%d", len(many)))
	}
	if _, err := Choose(indexOf(many...), Platform{Architecture: "amd64"}); err == nil || strings.Contains(err.Error(), "\x1b") || len(err.Error()) > 300 {
		t.Errorf("names that a stranger has given: %q", err)
	}
	if _, err := Choose(indexOf("linux/arm/v7"), Platform{Architecture: "arm", Variant: "v6"}); !errors.Is(err, ErrPlatform) {
		t.Errorf("an older processor is given what it cannot run: %v", err)
	}
	if _, err := Choose(indexOf("", ""), Platform{}); !errors.Is(err, ErrPlatform) {
		t.Errorf("one of two that say nothing: %v", err)
	}
	if _, err := Choose(indexOf(), Platform{Architecture: "amd64"}); err == nil || err.Error() != "it is not made for linux/amd64, and for no other platform" {
		t.Error(err)
	}
}

func TestPlatformsAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"linux/amd64": "linux/amd64", "amd64": "linux/amd64", "x86_64": "linux/amd64", "linux/arm": "linux/arm/v7", "armhf": "linux/arm/v7",
		"linux/arm/v6": "linux/arm/v6", "linux/arm/6": "linux/arm/v6", "LINUX/ARM64/v8": "linux/arm64", "linux/amd64/v1": "linux/amd64", "windows/amd64": "windows/amd64", "arm/v6": "linux/arm/v6",
	} {
		if p, err := ParsePlatform(text); err != nil || PlatformString(p) != want {
			t.Errorf("%s is %s, %v; want %s", text, PlatformString(p), err, want)
		}
	}
	for _, text := range []string{"", "linux/", "/amd64", "a/b/c/d", "linux//v7"} {
		if p, err := ParsePlatform(text); err == nil {
			t.Errorf("%q is read as %s", text, PlatformString(p))
		}
	}
}
