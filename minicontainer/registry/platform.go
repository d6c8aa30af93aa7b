// Platforms: operating system, architecture, and its variant.

package registry

import (
	"fmt"
	"runtime"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Platform is what an image is made for. Empty fields are this machine's.
type Platform = v1.Platform

// HostPlatform is the one of this machine's containers.
func HostPlatform() Platform {
	return normal(Platform{OS: "linux", Architecture: runtime.GOARCH})
}

// ParsePlatform reads linux/arm64, linux/arm/v7, or both without the operating system.
func ParsePlatform(text string) (Platform, error) {
	parts := strings.Split(strings.ToLower(text), "/")
	for _, part := range parts {
		if part == "" || len(parts) > 3 {
			return Platform{}, fmt.Errorf("read platform %q: the form is OS/ARCHITECTURE[/VARIANT], as linux/arm64", text)
		}
	}
	if len(parts) == 1 || len(parts) == 2 && architectures[parts[0]] {
		parts = append([]string{"linux"}, parts...)
	}
	p := Platform{OS: parts[0], Architecture: parts[1]}
	if len(parts) == 3 {
		p.Variant = parts[2]
	}
	return normal(p), nil
}

// PlatformString is the platform as ParsePlatform reads it.
func PlatformString(p Platform) string {
	s := p.OS + "/" + p.Architecture
	if p.Variant != "" {
		s += "/" + p.Variant
	}
	return s
}

// architectures are those that Linux images are made for, in Go's names.
var architectures = map[string]bool{"386": true, "amd64": true, "arm": true, "arm64": true, "loong64": true, "mips64le": true,
	"ppc64le": true, "riscv64": true, "s390x": true, "armhf": true, "aarch64": true}

var otherNames = map[string]Platform{
	"x86_64":  {Architecture: "amd64"},
	"x86-64":  {Architecture: "amd64"},
	"i386":    {Architecture: "386"},
	"i686":    {Architecture: "386"},
	"aarch64": {Architecture: "arm64"},
	"armhf":   {Architecture: "arm", Variant: "v7"},
	"armel":   {Architecture: "arm", Variant: "v6"},
}

// normal fills in what is left out, and writes what has several names in one way.
func normal(p Platform) Platform {
	if p.OS == "" {
		p.OS = "linux"
	}
	if p.Architecture == "" {
		p.Architecture = runtime.GOARCH
	}
	if other, found := otherNames[p.Architecture]; found {
		p.Architecture = other.Architecture
		if p.Variant == "" {
			p.Variant = other.Variant
		}
	}
	switch {
	case p.Architecture == "arm" && p.Variant == "":
		p.Variant = "v7"
	case p.Architecture == "arm" && len(p.Variant) == 1:
		p.Variant = "v" + p.Variant
	case p.Architecture == "arm64" && (p.Variant == "v8" || p.Variant == "8"),
		p.Architecture == "amd64" && p.Variant == "v1":
		p.Variant = "" // the only one, or the lowest, which everybody leaves out
	}
	return p
}

// suits tells whether a machine that is want runs programs made for have, and how well: 0 is exactly what it is, and
// more is worse. A processor runs what was made for an earlier variant of it.
func suits(want, have Platform) (distance int, ok bool) {
	want, have = normal(want), normal(have)
	if want.OS != have.OS || want.Architecture != have.Architecture {
		return 0, false
	}
	distance = level(want) - level(have)
	return distance, distance >= 0
}

// level is the number in a variant: arm's v5, v6 and v7, amd64's "" (v1), v2, v3 and v4. Of others, only the same suits.
func level(p Platform) int {
	if p.Variant == "" {
		return 1
	}
	n := 0
	if _, err := fmt.Sscanf(p.Variant, "v%d", &n); err != nil || n < 0 {
		return 1 << 16
	}
	return n
}
