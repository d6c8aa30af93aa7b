package deck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/slides"
)

func parse(t *testing.T, source string) []Slide {
	t.Helper()
	parsed, err := Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestLineSeparatesSlidesButNotWithinFencesAndNotes(t *testing.T) {
	got := parse(t, "# One `a`\n\n```\na\n\n---\n\nb\n```\n\n<!-- note:\nx\n\n---\n\ny\n-->\n\n---\n\n## Two\n\ntext\n\n---\n\n## Three\n")
	if len(got) != 3 {
		t.Fatalf("%d slides, want 3", len(got))
	}
	for i, want := range []string{"One a", "Two", "Three"} {
		if got[i].Title != want {
			t.Errorf("slide %d is %q, want %q", i+1, got[i].Title, want)
		}
	}
	if !strings.Contains(string(got[0].HTML), "a\n\n---\n\nb\n</code>") {
		t.Errorf("the fence lost its lines: %s", got[0].HTML)
	}
	if !strings.Contains(string(got[0].Notes), "x") || !strings.Contains(string(got[0].Notes), "y") {
		t.Errorf("the note was cut: %s", got[0].Notes)
	}
}

func TestNotesAreForTheSpeakerOnly(t *testing.T) {
	got := parse(t, "# A\n\nseen\n\n<!-- note: said **loudly** -->\n\n<!-- code: a.go F -->\n```go\nfunc F()\n```\n\n<!-- en: 0123456789abcdef -->\n")[0]
	if html := string(got.HTML); strings.Contains(html, "said") || strings.Contains(html, "<!--") || !strings.Contains(html, "seen") {
		t.Errorf("on the slide: %s", html)
	}
	if want := "<p>said <strong>loudly</strong></p>\n"; string(got.Notes) != want {
		t.Errorf("notes are %q, want %q", got.Notes, want)
	}
}

func TestSlideThatIsNoneIsRefusedByNumber(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"no heading":            {"# A\n\n---\n\ntext\n", "read slide 2: want one heading, and that first: block 1"},
		"separator under text":  {"# A\n\ntext\n---\n\n## B\n", "read slide 1: want one heading, and that first: block 2"},
		"nothing":               {"# A\n\n---\n\n---\n\n## B\n", "read slide 2: nothing between two separators"},
		"script":                {"# A\n\n<script>alert(1)</script>\n", "read slide 1: HTML that is neither a comment nor a drawing"},
		"division":              {"# A\n\n<div>\n\nx\n\n</div>\n", "neither a comment nor a drawing"},
		"HTML in a line":        {"# A\n\ntext <b>bold</b>\n", "HTML within a line: <b>"},
		"picture":               {"# A\n\n![x](https://example.org/x.png)\n", "picture https://example.org/x.png"},
		"script in a drawing":   {"# A\n\n<svg role=\"img\">\n<script>alert(1)</script>\n</svg>\n", "element <script> may not"},
		"handler in a drawing":  {"# A\n\n<svg role=\"img\">\n<rect onclick=\"x()\"/>\n</svg>\n", "attribute onclick of <rect> may not"},
		"link out of a drawing": {"# A\n\n<svg role=\"img\">\n<image href=\"https://example.org/x\"/>\n</svg>\n", "element <image> may not"},
		"HTML after a drawing":  {"# A\n\n<svg role=\"img\">\n</svg>\n<iframe src=\"x\"></iframe>\n", "element <iframe> may not"},
		"HTML after a comment":  {"# A\n\n<!-- x --><script>alert(1)</script>\n", "neither a comment nor a drawing"},
		"comment in a drawing":  {"# A\n\n<svg role=\"img\">\n<!-- x -->\n</svg>\n", "only elements and text"},
		"drawing without end":   {"# A\n\n<svg role=\"img\">\n<rect/>\n", "read drawing"},
	} {
		if _, err := Parse([]byte(c.source)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestDrawingReachesThePageAndNoMarkupHidesInIt(t *testing.T) {
	got := string(parse(t, "# A\n\n<svg viewBox=\"0 0 9 9\">\n<text x=\"1\"><![CDATA[<script>]]>&lt;b&gt;</text>\n</svg>\n")[0].HTML)
	if !strings.Contains(got, `<svg viewBox="0 0 9 9">`) || strings.Contains(got, "<script>") || strings.Contains(got, "<b>") {
		t.Errorf("got %s", got)
	}
}

func TestCodeKeepsItsSpacesAndMarksWhatWasTyped(t *testing.T) {
	got := string(parse(t, "# A\n\n```console\n$ echo '<a>  b'\n<a>  b\n\n\tend\n```\n\n```go\n// why\n\tx := 1 // here\n```\n")[0].HTML)
	for _, want := range []string{
		`<pre class="console"><code><span class="typed">$ echo &#39;&lt;a&gt;  b&#39;</span>` + "\n&lt;a&gt;  b\n\n\tend\n</code></pre>",
		`<pre class="go"><code><span class="comment">// why</span>` + "\n\tx := 1 // here\n</code></pre>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestLinkThatRunsAScriptIsDropped(t *testing.T) {
	if got := string(parse(t, "# A\n\n[x](javascript:alert(1))\n")[0].HTML); strings.Contains(got, "javascript") {
		t.Errorf("got %s", got)
	}
}

func TestFindTakesTheDeckOfTheLanguage(t *testing.T) {
	decks := fstest.MapFS{
		"01-a.md": {Data: []byte("en 1")}, "01-a.ko.md": {Data: []byte("ko 1")},
		"11-b.md": {Data: []byte("en 11")},
	}
	for _, c := range []struct {
		lesson int
		lang   say.Lang
		want   string
	}{{1, say.English, "en 1"}, {1, say.Korean, "ko 1"}, {1, say.Unknown, "en 1"}, {11, say.English, "en 11"}} {
		if got, err := Find(decks, c.lesson, c.lang); err != nil || string(got) != c.want {
			t.Errorf("lesson %d in %q: %q, %v", c.lesson, c.lang, got, err)
		}
	}
	for _, lesson := range []int{0, 2, -1} {
		if _, err := Find(decks, lesson, say.English); err == nil || !strings.Contains(err.Error(), "there are none") {
			t.Errorf("lesson %d: %v", lesson, err)
		}
	}
}

func TestRenderWithoutSlidesIsAnError(t *testing.T) {
	if _, err := Render(nil, Options{}); err == nil {
		t.Error("no error")
	}
}

func TestTitleCannotLeaveItsElement(t *testing.T) {
	page, err := Render([]Slide{{Title: "x"}}, Options{Lang: say.Korean, Title: "</title><script>"})
	if err != nil || strings.Contains(string(page), "</title><script>") || !strings.Contains(string(page), `<html lang="ko">`) {
		t.Errorf("%v\n%s", err, page)
	}
}

// deckSource reads the decks in the program.
func deckSource(t *testing.T, name string) string {
	t.Helper()
	source, err := fs.ReadFile(slides.Decks, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// What a browser acts on are the tags, the styles and the scripts. An address between them is text.
var (
	actedOn   = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<[^>]*>`)
	elsewhere = regexp.MustCompile(`(?i)\b(https?:|src=|@import|url\()`)
)

func TestOurDecksAreCompleteInThemselvesAndHaveNotes(t *testing.T) {
	names, err := fs.Glob(slides.Decks, "*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d decks, %v", len(names), err)
	}
	for _, name := range names {
		parsed := parse(t, deckSource(t, name))
		if len(parsed) < 15 || len(parsed) > 25 {
			t.Errorf("%s has %d slides, want 15 to 25", name, len(parsed))
		}
		for i, s := range parsed {
			if level := s.HTML[:3]; (level == "<h1") != (i == 0) || len(s.Notes) < 150 {
				t.Errorf("%s: slide %d, %q, begins with %s and has notes of %d bytes", name, i+1, s.Title, level, len(s.Notes))
			}
		}
		page, err := Render(parsed, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := elsewhere.FindString(strings.Join(actedOn.FindAllString(string(page), -1), "\n")); found != "" {
			t.Errorf("%s: the page asks for something elsewhere: %s", name, found)
		}
	}
}

var fence = regexp.MustCompile("(?ms)^```.*?^```$")

func TestBothLanguagesShowTheSame(t *testing.T) {
	names, err := fs.Glob(slides.Decks, "*.ko.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d decks, %v", len(names), err)
	}
	for _, name := range names {
		korean, english := deckSource(t, name), deckSource(t, strings.Replace(name, ".ko.md", ".md", 1))
		if k, e := len(parse(t, korean)), len(parse(t, english)); k != e {
			t.Errorf("%s: %d slides, %d in English", name, k, e)
		}
		if k, e := fence.FindAllString(korean, -1), fence.FindAllString(english, -1); len(k) == 0 || strings.Join(k, "\n") != strings.Join(e, "\n") {
			t.Errorf("%s: its fences are not the English ones", name)
		}
		if k, e := strings.Count(korean, "<svg"), strings.Count(english, "<svg"); k != e {
			t.Errorf("%s: %d drawings, %d in English", name, k, e)
		}
	}
}

func TestServeAnswersUntilItIsToldToStop(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	broken := false
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		ended <- Serve(ctx, listener, func() ([]byte, error) {
			if broken {
				return nil, errors.New("read slide 3: no")
			}
			return []byte("page"), nil
		})
	}()
	get := func(path string) string {
		answer, err := http.Get("http://" + listener.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(answer.StatusCode, " ", strings.TrimSpace(string(body)))
	}
	if got := get("/"); got != "200 page" {
		t.Errorf("got %s", got)
	}
	if got := get("/etc/passwd"); !strings.HasPrefix(got, "404") {
		t.Errorf("got %s", got)
	}
	broken = true
	if got := get("/"); got != "500 read slide 3: no" {
		t.Errorf("got %s", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("somebody still listens")
	}
}

var colour = regexp.MustCompile(`--(paper|panel|ink|faint|accent|bad): #([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})`)

// TestTextCanBeReadInTheLightAndInTheDark computes the contrast of every text colour on
// both grounds in each of the style's palettes. Source: WCAG 2.2, 1.4.3, AA.
func TestTextCanBeReadInTheLightAndInTheDark(t *testing.T) {
	palettes := strings.SplitAfter(pageCSS, "--bad: ")
	palettes = palettes[:len(palettes)-1]
	if len(palettes) != 3 {
		t.Fatalf("%d palettes, want light, dark and paper", len(palettes))
	}
	for i := range palettes {
		_, rest, _ := strings.Cut(pageCSS, strings.Join(palettes[:i+1], ""))
		values := map[string]float64{}
		for _, m := range colour.FindAllStringSubmatch(palettes[i]+rest[:len("#000000")], -1) {
			values[m[1]] = luminance(t, m[2:])
		}
		for _, text := range []string{"ink", "faint", "accent", "bad"} {
			for _, ground := range []string{"paper", "panel"} {
				light, dark := max(values[text], values[ground]), min(values[text], values[ground])
				if contrast := (light + 0.05) / (dark + 0.05); contrast < 4.5 {
					t.Errorf("palette %d: %s on %s has contrast %.1f", i+1, text, ground, contrast)
				}
			}
		}
	}
}

// luminance is WCAG's relative luminance of red, green and blue in hexadecimal.
func luminance(t *testing.T, rgb []string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(rgb[i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		linear := float64(value) / 255
		if linear <= 0.04045 {
			linear /= 12.92
		} else {
			linear = math.Pow((linear+0.055)/1.055, 2.4)
		}
		sum += weight * linear
	}
	return sum
}
