// Which of an index's manifests is the one for a platform.

package registry

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// ErrPlatform means that an image is not made for the platform that was asked for.
var ErrPlatform = errors.New("not made for this platform")

// PlatformError is an ErrPlatform, with what there is instead.
type PlatformError struct {
	Want Platform
	Have []Platform
}

func (e *PlatformError) Error() string {
	var have []string
	for _, p := range e.Have {
		have = append(have, PlatformString(p))
	}
	slices.Sort(have)
	if have = slices.Compact(have); len(have) == 0 {
		return fmt.Sprintf("it is not made for %s, and for no other platform", PlatformString(normal(e.Want)))
	}
	return fmt.Sprintf("it is not made for %s, but for %s", PlatformString(normal(e.Want)), clean(strings.Join(have, ", ")))
}

// Is makes every PlatformError an ErrPlatform.
func (e *PlatformError) Is(target error) bool { return target == ErrPlatform }

// Choose finds the manifest for a platform: the one for exactly that, else the best that runs there. The
// error tells what platforms there are. An index of a single manifest needs not name a platform.
func Choose(index v1.Index, want Platform) (v1.Descriptor, error) {
	failure := &PlatformError{Want: want}
	var best *v1.Descriptor
	least := 0
	for i, d := range index.Manifests {
		if d.Platform == nil || isAttestation(d) {
			continue
		}
		failure.Have = append(failure.Have, *d.Platform)
		if distance, ok := suits(want, *d.Platform); ok && (best == nil || distance < least) {
			best, least = &index.Manifests[i], distance
		}
	}
	if best == nil && len(index.Manifests) == 1 && index.Manifests[0].Platform == nil {
		best = &index.Manifests[0]
	}
	if best == nil {
		return v1.Descriptor{}, failure
	}
	return *best, nil
}

// isAttestation finds what buildkit puts beside an image's manifests: statements about how it was built.
func isAttestation(d v1.Descriptor) bool {
	return d.Annotations["vnd.docker.reference.type"] != "" || d.Platform.OS == "unknown"
}
