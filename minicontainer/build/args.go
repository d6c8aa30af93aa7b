// Variables: which ones an instruction sees, and from where.
//
//	ARG before FROM        seen by FROM lines; by a stage only after its own ARG NAME
//	ARG in a stage         seen from there to the end of the stage, by instructions and by RUN; not in the image
//	ENV                    the same, and in the image; wins over an ARG of its name
//	--build-arg            the value of an ARG, in place of its default
//	HTTP_PROXY and such    seen by RUN without ARG, if given; they change nothing about the result, so no key has them
//	TARGETPLATFORM and such  as if there were an ARG before FROM
//
// Source: https://docs.docker.com/reference/dockerfile/#arg

package build

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// variables is a list of NAME=VALUE, no name twice.
type variables []string

func (v variables) index(name string) int {
	return slices.IndexFunc(v, func(pair string) bool { return strings.HasPrefix(pair, name+"=") })
}

func (v variables) Get(name string) (string, bool) {
	i := v.index(name)
	if i < 0 {
		return "", false
	}
	return v[i][len(name)+1:], true
}

// Keys is the names, as the shell package asks for.
func (v variables) Keys() []string {
	names := make([]string, len(v))
	for i, pair := range v {
		names[i], _, _ = strings.Cut(pair, "=")
	}
	return names
}

// with is the list with a variable set. The old list stays as it is.
func (v variables) with(name, value string) variables {
	next := slices.Clone(v)
	if i := next.index(name); i >= 0 {
		next[i] = name + "=" + value
		return next
	}
	return append(next, name+"="+value)
}

// under is the list with those of another one that it has not.
func (v variables) under(env variables) variables {
	all := slices.Clone(env)
	for _, pair := range v {
		name, value, _ := strings.Cut(pair, "=")
		if _, has := env.Get(name); !has {
			all = all.with(name, value)
		}
	}
	return all
}

// ourPlatform is this machine's, as the field writes it. No other one can be built for.
const ourPlatform = "linux/" + runtime.GOARCH

// platformArgs are there before the first line.
func platformArgs(target string) variables {
	if target == "" {
		target = "default"
	}
	return variables{
		"BUILDPLATFORM=" + ourPlatform, "BUILDOS=linux", "BUILDARCH=" + runtime.GOARCH, "BUILDVARIANT=",
		"TARGETPLATFORM=" + ourPlatform, "TARGETOS=linux", "TARGETARCH=" + runtime.GOARCH, "TARGETVARIANT=",
		"TARGETSTAGE=" + target,
	}
}

// isProxy tells whether a variable is for those on the way to the network.
func isProxy(name string) bool {
	switch strings.ToUpper(name) {
	case "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY":
		return true
	}
	return false
}

// globalArgs is the ARGs before the first FROM, with the values that were given, or else their defaults.
func globalArgs(f *File, o Options) (variables, error) {
	args := platformArgs(o.Target)
	for name, value := range o.BuildArgs {
		if _, known := args.Get(name); known {
			args = args.with(name, value)
		}
	}
	lex := shell.NewLex(f.Escape)
	for _, command := range f.Args {
		for _, arg := range command.Args {
			value, has, err := argValue(arg, o.BuildArgs, nil, args, lex)
			if err != nil {
				return nil, &LineError{lineOf(command.Location()), fmt.Errorf("ARG %s: %w", arg.Key, err)}
			}
			if has {
				args = args.with(arg.Key, value)
			}
		}
	}
	return args, nil
}

// argValue is the value of an ARG: given, or its default, or that of the ARG before FROM of the same name.
func argValue(arg instructions.KeyValuePairOptional, given map[string]string, global, scope variables, lex *shell.Lex) (string, bool, error) {
	if value, ok := given[arg.Key]; ok {
		return value, true, nil
	}
	if arg.Value != nil {
		value, err := expander(lex, scope)(*arg.Value)
		return value, true, err
	}
	value, ok := global.Get(arg.Key)
	return value, ok, nil
}
