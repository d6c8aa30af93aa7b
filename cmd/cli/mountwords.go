//go:build linux

// --mount, --tmpfs and --volumes-from.

package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// mountWords are what --mount says, by its keys.
type mountWords struct {
	kind, source, target string
	readOnly             bool
	options              []string // of the mount
	empty                bool
	labels               map[string]string
	of                   string // the type that a key was for, which has one in its name
}

// parseMount reads KEY=VALUE,…: one line of CSV, so that a value with a comma can stand in quotation marks. Source:
// docker-run(1), --mount.
func parseMount(e *engine.Engine, text string) (v volumeFlag, err error) {
	fields, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return v, errors.New("it is not KEY=VALUE,KEY=VALUE")
	}
	w := mountWords{kind: "volume"}
	for _, field := range fields {
		key, value, given := strings.Cut(strings.TrimSpace(field), "=")
		if err := w.set(strings.ToLower(key), value, given); err != nil {
			return v, err
		}
	}
	if w.of != "" && w.of != w.kind {
		return v, fmt.Errorf("a %s- key does not go with type %s", w.of, w.kind)
	}
	if w.target == "" {
		return v, errors.New("there is no target")
	}
	if w.target, err = placeOf(w.target); err != nil {
		return v, err
	}
	return w.mount(e)
}

// set takes one field.
func (w *mountWords) set(key, value string, given bool) error {
	if !given && key != "readonly" && key != "ro" && key != "volume-nocopy" && key != "bind-nonrecursive" {
		return fmt.Errorf("%q is not KEY=VALUE", key)
	}
	if kind, _, prefixed := strings.Cut(key, "-"); prefixed && (kind == "bind" || kind == "volume" || kind == "tmpfs") {
		w.of = kind
	}
	var err error
	switch key {
	case "type":
		w.kind = strings.ToLower(value)
	case "source", "src":
		w.source = value
	case "target", "destination", "dst":
		w.target = value
	case "readonly", "ro":
		w.readOnly, err = truthOf(key, value, given)
	case "consistency": // for other machines
	case "bind-propagation":
		if !strings.HasSuffix(value, "private") && !strings.HasSuffix(value, "slave") && !strings.HasSuffix(value, "shared") {
			err = fmt.Errorf("%q is no propagation", value)
		}
		w.options = append(w.options, value)
	case "volume-nocopy":
		w.empty, err = truthOf(key, value, given)
	case "volume-label":
		name, word, _ := strings.Cut(value, "=")
		w.labels = map[string]string{name: word}
	case "volume-driver":
		if value != "local" {
			err = fmt.Errorf("there is no volume driver %q", value)
		}
	case "tmpfs-size":
		_, err = ParseBytes(value)
		w.options = append(w.options, "size="+value)
	case "tmpfs-mode":
		_, err = strconv.ParseUint(value, 8, 32)
		w.options = append(w.options, "mode="+value)
	default:
		err = fmt.Errorf("unknown key %q", key)
	}
	return err
}

// truthOf reads a key that may stand alone, or has a value that is true or false.
func truthOf(key, value string, given bool) (bool, error) {
	if !given {
		return true, nil
	}
	b, err := strconv.ParseBool(value)
	if err != nil {
		return false, fmt.Errorf("%s is true or false", key)
	}
	return b, nil
}

// mount is what the words ask for.
func (w mountWords) mount(e *engine.Engine) (v volumeFlag, err error) {
	switch w.kind {
	case "bind":
		if w.source == "" {
			return v, errors.New("there is no source")
		}
		v = volumeFlag{Mount: specs.Mount{Destination: w.target, Options: append([]string{"rbind"}, w.options...)}, mustExist: true}
		v.Source, err = filepath.Abs(w.source)
		if _, statErr := os.Stat(v.Source); err == nil && statErr != nil {
			err = fmt.Errorf("the source %s: %w", v.Source, errors.Unwrap(statErr))
		}
	case "volume":
		wanted := volume.Volume{Name: w.source, Labels: w.labels}
		if w.source == "" {
			wanted = engine.NewAnonymous()
			wanted.Labels = w.labels
		}
		v, err = named(e, wanted, w.target, []string{"rbind"}), volume.CheckName(wanted.Name)
		v.empty = w.empty
	case "tmpfs":
		if w.source != "" {
			return v, errors.New("a tmpfs has no source")
		}
		v = memoryOn(w.target, w.options)
		if w.readOnly {
			v.Options = append(v.Options, "ro")
		}
		return v, nil
	default:
		return v, fmt.Errorf("type %q is not bind, volume or tmpfs", w.kind)
	}
	if w.readOnly {
		v.Options = append(v.Options, "rro")
	}
	return v, err
}

// memoryOn is a tmpfs with the options; no program in it runs, unless they say exec.
func memoryOn(target string, options []string) volumeFlag {
	options = append([]string{"nosuid", "nodev", "noexec"}, options...)
	return volumeFlag{Mount: specs.Mount{Destination: target, Type: "tmpfs", Source: "tmpfs", Options: options}}
}

// tmpfsWords are the options of --tmpfs, as far as they have no value; others are KEY=VALUE. Source: tmpfs(5), mount(8).
var (
	tmpfsWords = []string{
		"ro", "rw", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync", "async", "atime", "noatime", "diratime", "nodiratime",
		"relatime", "norelatime", "strictatime", "nostrictatime",
	}
	tmpfsKeys = []string{"size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"}
)

// parseTmpfs reads DST[:OPTIONS].
func parseTmpfs(_ *engine.Engine, text string) (v volumeFlag, err error) {
	place, rest, _ := strings.Cut(text, ":")
	target, err := placeOf(place)
	if err != nil {
		return v, err
	}
	var options []string
	for _, word := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' }) {
		key, value, valued := strings.Cut(word, "=")
		if !valued && !slices.Contains(tmpfsWords, word) || valued && (!slices.Contains(tmpfsKeys, key) || value == "") {
			return v, fmt.Errorf("%q is no option of a tmpfs", word)
		}
		options = append(options, word)
	}
	return memoryOn(target, options), nil
}

// tmpfsOptions are what --tmpfs asked for, by the place, as inspect shows it.
func (m mountFlags) tmpfsOptions() map[string]string {
	var all map[string]string
	for _, text := range m.tmpfs {
		place, options, _ := strings.Cut(text, ":")
		if all == nil {
			all = map[string]string{}
		}
		all[filepath.Clean(place)] = options
	}
	return all
}

// fromOthers are the mounts of the containers that --volumes-from names.
func (m mountFlags) fromOthers(e *engine.Engine) (list []volumeFlag, err error) {
	for _, text := range m.volumesFrom {
		name, mode, _ := strings.Cut(text, ":")
		if mode != "" && mode != "ro" && mode != "rw" && mode != "z" {
			return nil, fmt.Errorf("read --volumes-from %s: it is CONTAINER, with :ro or :rw", text)
		}
		r, err := e.Inspect(name)
		if err != nil {
			return nil, fmt.Errorf("read --volumes-from %s: %w", text, err)
		}
		for _, m := range mountsOf(e, r) {
			if m.Type == "tmpfs" {
				continue // which is its own
			}
			v := volumeFlag{Mount: specs.Mount{Destination: m.Destination, Source: m.Source, Options: []string{"rbind"}}}
			if m.Type == "volume" {
				v.volume = &volume.Volume{Name: m.Name}
			}
			if mode == "ro" || !m.RW && mode != "rw" {
				v.Options = append(v.Options, "rro")
			}
			list = append(list, v)
		}
	}
	return list, nil
}

// rootPropagation is how the container's root is tied to the host's mounts, as the mounts in it ask for: to pass
// mounts on, it must itself.
func rootPropagation(list []volumeFlag) string {
	word := ""
	for _, v := range list {
		switch p := propagation(v.Mount); {
		case strings.HasSuffix(p, "shared"):
			return "rshared"
		case strings.HasSuffix(p, "slave"):
			word = "rslave"
		}
	}
	return word
}
