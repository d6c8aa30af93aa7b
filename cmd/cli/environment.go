//go:build linux

package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// environment is Docker's: a PATH, the host name and home, what the image says, and what -e adds. Of
// the caller's environment nothing passes that was not named.
func (f runFlags) environment(image []string, home, hostname string) ([]string, error) {
	env := newVariables("PATH="+rootfs.Path, "HOSTNAME="+hostname)
	if f.TTY {
		env.set("TERM", "TERM=xterm")
	}
	env.set("HOME", "HOME="+home)
	for _, kv := range image {
		key, _, _ := strings.Cut(kv, "=")
		env.set(key, kv)
	}
	err := env.add(f.env)
	return env.list, err
}

// listVariables are those of the files, and after them those of -e.
func listVariables(files, more []string) (list []string, err error) {
	for _, file := range files {
		lines, err := readPairs(file)
		if err != nil {
			return nil, err
		}
		list = append(list, lines...)
	}
	return append(list, more...), nil
}

// kept is the part of the environment that an image made of the container keeps: not what is of this container alone.
func (f runFlags) kept(r Root) ([]string, error) {
	env := newVariables(append([]string{"PATH=" + rootfs.Path}, r.Config().Env...)...)
	err := env.add(f.env)
	return env.list, err
}

// variables are KEY=VALUE in the order in which the keys came first, each once.
type variables struct {
	list []string
	at   map[string]int
}

func newVariables(list ...string) *variables {
	v := &variables{at: map[string]int{}}
	for _, kv := range list {
		key, _, _ := strings.Cut(kv, "=")
		v.set(key, kv)
	}
	return v
}

// add sets what -e names: KEY=VALUE, or KEY alone, whose value is the caller's.
func (v *variables) add(list []string) error {
	for _, kv := range list {
		key, _, hasValue := strings.Cut(kv, "=")
		if key == "" {
			return fmt.Errorf("read -e %q: the variable has no name", kv)
		}
		if !hasValue {
			value, set := os.LookupEnv(key)
			if !set {
				continue
			}
			kv = key + "=" + value
		}
		v.set(key, kv)
	}
	return nil
}

func (v *variables) set(key, kv string) {
	if i, there := v.at[key]; there {
		v.list[i] = kv
		return
	}
	v.at[key] = len(v.list)
	v.list = append(v.list, kv)
}
