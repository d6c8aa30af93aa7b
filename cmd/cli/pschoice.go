//go:build linux

// Which containers ps shows.

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/opencontainers/go-digest"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// psKeys are the keys of ps --filter, which mean what Docker's mean.
var psKeys = []string{
	"ancestor", "before", "exited", "expose", "health", "id", "label", "name", "network", "publish", "since", "status", "volume",
}

// chosen are the containers that the flags ask for. The list is all, the youngest first, and so is what is returned.
func (f psFlags) chosen(e *engine.Engine, all []record.Record) ([]record.Record, error) {
	match, err := f.matcher(e)
	if err != nil {
		return nil, err
	}
	ended := f.all || f.last > 0 || len(f.filter["status"]) > 0
	var list []record.Record
	for _, r := range all {
		if f.last > 0 && len(list) == f.last {
			break
		}
		if (ended || r.State.Up()) && match(r) {
			list = append(list, r)
		}
	}
	return list, nil
}

// matcher reads the filters, and returns what tells whether a container passes them all.
func (f psFlags) matcher(e *engine.Engine) (func(record.Record) bool, error) {
	w := f.filter
	codes, codesErr := w.exitCodes()
	inTime, timeErr := w.inTime(e)
	images, imagesErr := w.ancestors(e)
	published, publishErr := w.ports("publish")
	exposed, exposeErr := w.ports("expose")
	err := errors.Join(w.check(psKeys), codesErr, timeErr, imagesErr, publishErr, exposeErr,
		w.oneOf("status", "created", "restarting", "running", "removing", "paused", "exited", "dead"),
		w.oneOf("health", "starting", "healthy", "unhealthy", "none"))
	if err != nil {
		return nil, err
	}
	return func(r record.Record) bool {
		return w.any("id", func(id string) bool { return strings.HasPrefix(r.ID, id) }) &&
			w.text("name", r.Name, "/"+r.Name) && w.labels(r.Labels) && w.word("status", stateWord(r.State)) &&
			(codes == nil || r.State.Status == record.Exited && slices.Contains(codes, r.State.ExitCode)) &&
			inTime(r) && images(r) && w.any("network", func(n string) bool { return inNetwork(e, r, n) }) &&
			w.any("volume", func(v string) bool { return hasMount(e, r, v) }) &&
			(published == nil || slices.ContainsFunc(hostPorts(e, r), published)) &&
			(exposed == nil || slices.ContainsFunc(containerPorts(e, r), exposed)) && w.word("health", healthWord(e, r))
	}, nil
}

func (f filters) exitCodes() (codes []int, err error) {
	for _, value := range f["exited"] {
		code, err := strconv.Atoi(value)
		if err != nil {
			return nil, f.wrong("exited", value, errors.New("it is an exit status, a number"))
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// inTime is for before=CONTAINER and since=CONTAINER: made before it, or after it.
func (f filters) inTime(e *engine.Engine) (func(record.Record) bool, error) {
	var before, since []record.Record
	for key, list := range map[string]*[]record.Record{"before": &before, "since": &since} {
		for _, name := range f[key] {
			r, err := e.Inspect(name)
			if err != nil {
				return nil, f.wrong(key, name, err)
			}
			*list = append(*list, r)
		}
	}
	return func(r record.Record) bool {
		return (len(before) == 0 || slices.ContainsFunc(before, func(o record.Record) bool { return r.Created.Before(o.Created) })) &&
			(len(since) == 0 || slices.ContainsFunc(since, func(o record.Record) bool { return r.Created.After(o.Created) }))
	}, nil
}

// ancestors is for ancestor=IMAGE: made of it, or of an image that was built on it, whose first layers are
// its layers. Of an image that is not here nothing is made, as far as anybody knows.
func (f filters) ancestors(e *engine.Engine) (func(record.Record) bool, error) {
	var chains [][]digest.Digest
	for _, name := range f["ancestor"] {
		if i, err := e.FindImage(name); err == nil {
			chains = append(chains, i.Config.RootFS.DiffIDs)
		}
	}
	wanted := len(f["ancestor"]) > 0
	return func(r record.Record) bool {
		if !wanted {
			return true
		}
		i, err := e.ImageOf(r)
		return err == nil && slices.ContainsFunc(chains, func(chain []digest.Digest) bool {
			have := i.Config.RootFS.DiffIDs
			return len(chain) <= len(have) && slices.Equal(chain, have[:len(chain)])
		})
	}, nil
}

// ports reads PORT[-PORT][/PROTOCOL] of a key; nil if nothing is said.
func (f filters) ports(key string) (func(port) bool, error) {
	type span struct{ first, last port }
	var spans []span
	for _, value := range f[key] {
		numbers, proto, named := strings.Cut(value, "/")
		if !named {
			proto = "tcp"
		}
		first, last, isRange := strings.Cut(numbers, "-")
		if !isRange {
			last = first
		}
		low, err := strconv.ParseUint(first, 10, 16)
		high, highErr := strconv.ParseUint(last, 10, 16)
		if err != nil || highErr != nil || low > high || proto != "tcp" && proto != "udp" && proto != "sctp" {
			return nil, f.wrong(key, value, errors.New("the form is PORT[-PORT][/tcp|udp|sctp]"))
		}
		spans = append(spans, span{port{uint16(low), proto}, port{uint16(high), proto}})
	}
	if spans == nil {
		return nil, nil
	}
	return func(p port) bool {
		return slices.ContainsFunc(spans, func(s span) bool {
			return s.first.proto == p.proto && s.first.number <= p.number && p.number <= s.last.number
		})
	}, nil
}

// port is a port of one protocol.
type port struct {
	number uint16
	proto  string
}

func (p port) String() string { return fmt.Sprintf("%d/%s", p.number, p.proto) }

// readPort reads "80/tcp"; without a protocol it is tcp.
func readPort(text string) (port, bool) {
	number, proto, _ := strings.Cut(text, "/")
	n, err := strconv.ParseUint(number, 10, 16)
	return port{uint16(n), Or(proto, "tcp")}, err == nil
}

// hostPorts are the ports of this machine that lead to a container.
func hostPorts(e *engine.Engine, r record.Record) (list []port) {
	for _, b := range boundPorts(e, r.ID) {
		list = append(list, port{b.HostPort, b.Proto})
	}
	return list
}

// containerPorts are the ports of a container that lead somewhere, or that somebody has named.
func containerPorts(e *engine.Engine, r record.Record) (list []port) {
	for _, b := range boundPorts(e, r.ID) {
		list = append(list, port{b.Port, b.Proto})
	}
	for _, text := range r.Exposed {
		if p, ok := readPort(text); ok {
			list = append(list, p)
		}
	}
	return list
}

// inNetwork tells whether a container is to be in a network, by its name or the beginning of its id.
func inNetwork(e *engine.Engine, r record.Record, wanted string) bool {
	for _, name := range networksOf(r) {
		n, err := e.Networks().Get(name)
		if name == wanted || err == nil && wanted != "" && strings.HasPrefix(n.ID, wanted) {
			return true
		}
	}
	return false
}

// hasMount tells whether something is mounted from, or at, a place: a volume's name, a path of the host or in the container.
func hasMount(e *engine.Engine, r record.Record, wanted string) bool {
	return slices.ContainsFunc(mountsOf(e, r), func(m mountView) bool {
		return m.Destination == wanted || m.Name == wanted || m.Name == "" && m.Source == wanted
	})
}
