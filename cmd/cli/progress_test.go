//go:build linux

package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

func TestABarHasTheRoomThatItsLineHas(t *testing.T) {
	r := &transfer{id: "0123456789ab", state: "Downloading", moving: true, done: 30_000_000, total: 40_000_000}
	for width, want := range map[int]string{
		60:  "0123456789ab: Downloading [===============>      ] 30MB/40MB",
		200: "0123456789ab: Downloading [====================================>             ] 30MB/40MB",
		36:  "0123456789ab: Downloading 30MB/40MB",
		20:  "0123456789ab: Downlo",
	} {
		if got := r.line(width); got != want {
			t.Errorf("%d columns:\n%q\n%q", width, got, want)
		}
	}
	r.state = "내려받는 중" // two columns each
	for width := 1; width < 80; width++ {
		if n := cells.Of(r.line(width)); n > width {
			t.Errorf("%q has %d columns, and %d were there", r.line(width), n, width)
		}
	}
	for _, r := range []*transfer{{moving: true, total: 0, done: 5}, {moving: true, total: 5, done: 9}, {moving: true, total: 5}} {
		if line := r.line(80); strings.Count(line, "=") > 50 {
			t.Errorf("%+v: %q", r, line)
		}
	}
}

// screen is as much of a terminal as the bars need: it has lines, and a cursor that goes up and down.
type screen struct {
	t     *testing.T
	lines []string
	row   int
	width int
}

var control = regexp.MustCompile(`\x1b\[(\d*)([AJK])|\r|\n|[^\x1b\r\n]+`)

func (s *screen) Write(b []byte) (int, error) {
	for _, m := range control.FindAllStringSubmatch(string(b), -1) {
		for len(s.lines) <= s.row {
			s.lines = append(s.lines, "")
		}
		switch {
		case m[2] == "A":
			n, _ := strconv.Atoi(m[1])
			if s.row -= n; s.row < 0 {
				s.t.Fatal("the cursor leaves the screen")
			}
		case m[2] == "J":
			s.lines = s.lines[:s.row]
		case m[2] == "K" || m[0] == "\r":
		case m[0] == "\n":
			s.row++
		default:
			s.lines[s.row] = m[0]
			if cells.Of(m[0]) >= s.width {
				s.t.Errorf("%q would wrap", m[0])
			}
		}
	}
	return len(b), nil
}

func layersFor(n int) (list []v1.Descriptor) {
	for i := range n {
		list = append(list, v1.Descriptor{Digest: digest.FromString(fmt.Sprint(i)), Size: 100})
	}
	return list
}

func TestLinesAreDrawnInTheirPlaceAndStayAtTheEnd(t *testing.T) {
	for _, n := range []int{1, 5, 40} {
		s := &screen{t: t, width: 50, lines: []string{"before"}, row: 1}
		layers := layersFor(n)
		shown := &transfers{out: s, words: pullWords, of: map[digest.Digest]*transfer{}, screen: func() (int, int) { return 50, 10 }}
		for _, d := range layers {
			shown.of[d.Digest] = &transfer{id: d.Digest.Encoded()[:12], total: d.Size}
		}
		for _, d := range layers {
			shown.Begin(d)
		}
		shown.Begin(v1.Descriptor{Digest: digest.FromString("a configuration")})
		if len(s.lines) > 10 {
			t.Errorf("%d layers: %d lines of a screen of 10", n, len(s.lines))
		}
		for i, d := range layers {
			shown.Add(d.Digest, 50)
			how := registry.Moved
			if i == 0 {
				how = registry.Present
			}
			shown.End(d.Digest, how)
		}
		shown.complete("Pull complete")
		shown.finish()
		if len(s.lines) != n+1 || s.lines[0] != "before" || s.row != n+1 || !strings.HasSuffix(s.lines[1], ": Already exists") {
			t.Fatalf("%d layers: %q, the cursor at %d", n, s.lines, s.row)
		}
		for i, line := range s.lines[2:] {
			if want := layers[i+1].Digest.Encoded()[:12] + ": Pull complete"; line != want {
				t.Errorf("%q; want %q", line, want)
			}
		}
	}
}

func TestALogSaysEachThingOnce(t *testing.T) {
	var out strings.Builder
	layers := layersFor(2)
	shown := &transfers{out: &out, words: pullWords, of: map[digest.Digest]*transfer{
		layers[0].Digest: {id: "here"}, layers[1].Digest: {id: "there"},
	}}
	for _, d := range layers {
		shown.Begin(d)
	}
	shown.End(layers[0].Digest, registry.Present)
	for _, n := range []int64{0, 50, -50, 100} {
		shown.Add(layers[1].Digest, n)
	}
	shown.End(layers[1].Digest, registry.Moved)
	shown.complete("Pull complete")
	shown.finish()
	want := "here: Already exists\nthere: Pulling fs layer\nthere: Download complete\nthere: Pull complete\n"
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}
