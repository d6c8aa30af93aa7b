// Configurations of images: where one begins, and the words in it that have a form.

package build

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// defaultPath is where programs are looked for in an image that does not say.
const defaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// emptyConfig is what FROM scratch begins with.
func emptyConfig() dockerspec.DockerOCIImage {
	var c dockerspec.DockerOCIImage
	c.OS, c.Architecture = "linux", runtime.GOARCH
	c.Config.WorkingDir = "/"
	c.Config.Env = []string{defaultPath}
	return c
}

// cloneConfig is a configuration that shares nothing with the first, as configurations are JSON and nothing else.
func cloneConfig(c dockerspec.DockerOCIImage) dockerspec.DockerOCIImage {
	var clone dockerspec.DockerOCIImage
	text, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(text, &clone)
	}
	if err != nil {
		panic(err) // it was read from JSON, or made here
	}
	if _, has := variables(clone.Config.Env).Get("PATH"); !has {
		clone.Config.Env = append(clone.Config.Env, defaultPath)
	}
	return clone
}

// Causes of errors about ports and signals.
var (
	ErrPort   = errors.New("it is a port or a range, as 80, 80/udp or 8000-8010/tcp")
	ErrSignal = errors.New("no such signal")
)

// expose writes down ports. Its words are split after the variables are replaced, as one may hold several.
func (s *staging) expose(c *instructions.ExposeCommand) (createdBy string, err error) {
	var ports []string
	for _, word := range c.Ports {
		words, err := s.lex.ProcessWords(word, s.scope())
		if err != nil {
			return "", err
		}
		for _, w := range words {
			list, err := parsePorts(w)
			if err != nil {
				return "", fmt.Errorf("%s: %w", w, err)
			}
			ports = append(ports, list...)
		}
	}
	for _, port := range ports {
		put(&s.config.Config.ExposedPorts, port, struct{}{})
	}
	return "EXPOSE " + strings.Join(ports, " "), nil
}

// parsePorts reads PORT[-PORT][/PROTOCOL]. What stands before a colon would be the host's port, which is none of an
// image's business.
func parsePorts(text string) ([]string, error) {
	ports, protocol, has := strings.Cut(strings.ToLower(text), "/")
	if !has {
		protocol = "tcp"
	}
	ports = ports[strings.LastIndexByte(ports, ':')+1:]
	first, last, isRange := strings.Cut(ports, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.ParseUint(first, 10, 16)
	to, err2 := strconv.ParseUint(last, 10, 16)
	if err1 != nil || err2 != nil || from > to || !slices.Contains([]string{"tcp", "udp", "sctp"}, protocol) {
		return nil, ErrPort
	}
	var list []string
	for n := from; n <= to; n++ {
		list = append(list, fmt.Sprintf("%d/%s", n, protocol))
	}
	return list, nil
}

func (s *staging) stopSignal(c *instructions.StopSignalCommand) (createdBy string, err error) {
	if syscalls.ParseSignal(c.Signal) == 0 {
		return "", fmt.Errorf("%s: %w", c.Signal, ErrSignal)
	}
	s.config.Config.StopSignal = c.Signal
	return "STOPSIGNAL " + c.Signal, nil
}

// sortedKeys is the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
