package deck

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/slides"
)

// deckPage is a deck of ours as it is shown.
type deckPage struct {
	lang   say.Lang
	slides []Slide
	html   []byte
}

// ours are all decks, in both languages.
func ours(t *testing.T) map[string]deckPage {
	t.Helper()
	names, err := fs.Glob(slides.Decks, "*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d decks, %v", len(names), err)
	}
	pages := map[string]deckPage{}
	for _, name := range names {
		source, err := fs.ReadFile(slides.Decks, name)
		if err != nil {
			t.Fatal(err)
		}
		p := deckPage{lang: say.English}
		if strings.HasSuffix(name, ".ko.md") {
			p.lang = say.Korean
		}
		if p.slides, err = Parse(source); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.html, err = Render(p.slides, Options{Lang: p.lang}); err != nil {
			t.Fatal(err)
		}
		pages[name] = p
	}
	return pages
}

func asFile(t *testing.T, page deckPage) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "slides.html")
	if err := os.WriteFile(path, page.html, 0o644); err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

func served(t *testing.T, page deckPage) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- Serve(ctx, listener, func() ([]byte, error) { return page.html, nil }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String() + "/"
}

// inBrowser runs a check for every deck of ours in one browser.
func inBrowser(t *testing.T, check func(t *testing.T, c *chromium, page deckPage)) {
	t.Helper()
	c := startChromium(t)
	for name, page := range ours(t) {
		t.Run(name, func(t *testing.T) {
			outer := c.t
			c.t = t
			defer func() { c.t = outer }()
			check(t, c, page)
		})
	}
}

// quiet wants no error on the console and no request but for the page itself.
func (w *window) quiet(page string) {
	w.t.Helper()
	for _, e := range w.events(w.session, "Runtime.exceptionThrown") {
		w.t.Errorf("exception: %v", e)
	}
	for _, e := range w.events(w.session, "Runtime.consoleAPICalled") {
		w.t.Errorf("console: %v", e)
	}
	for _, e := range w.events(w.session, "Log.entryAdded") {
		w.t.Errorf("log: %v", e)
	}
	for _, e := range w.events(w.session, "Network.requestWillBeSent") {
		url := e["request"].(map[string]any)["url"].(string)
		if url, _, _ = strings.Cut(url, "?"); url != page && !strings.HasPrefix(url, "data:") {
			w.t.Errorf("request for %s", url)
		}
	}
}

func TestKeysMoveAndTheAddressFollows(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		url := asFile(t, page)
		w := c.open(url, 1280, 720)
		count := len(page.slides)
		for _, step := range []struct {
			key  string
			want int
		}{
			{"ArrowRight", 2}, {" ", 3}, {"PageDown", 4}, {"ArrowLeft", 3}, {"PageUp", 2},
			{"End", count}, {"ArrowRight", count}, {"Home", 1}, {"ArrowLeft", 1},
		} {
			w.press(step.key)
			var got struct{ Hash, Title string }
			w.eval(`({Hash: location.hash, Title: document.querySelector(".slide.now h1, .slide.now h2").textContent})`, &got)
			if want := fmt.Sprintf("#%d", step.want); got.Hash != want || got.Title != page.slides[step.want-1].Title {
				t.Errorf("after %q: %s %q, want %s %q", step.key, got.Hash, got.Title, want, page.slides[step.want-1].Title)
			}
		}
		w.eval(`location.hash = "#3"`, nil)
		w.until(`document.querySelectorAll(".slide")[2].classList.contains("now")`)
		w.press("?")
		w.until(`document.getElementById("keys").open`)
		w.press("?")
		w.until(`!document.getElementById("keys").open`)
		w.quiet(url)
	})
}

func TestSpeakersWindowShowsNotesAndFollows(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		for _, url := range []string{asFile(t, page), served(t, page)} {
			w := c.open(url+"#2", 1280, 720)
			start := c.here()
			w.call("", "Target.setDiscoverTargets", map[string]any{"discover": true}, nil)
			w.press("s")
			opened, _ := c.await(start, "speaker's window", func(m message) bool {
				return strings.Contains(targetURL(m), "view=speaker")
			})
			target := opened.Params.(map[string]any)["targetInfo"].(map[string]any)["targetId"].(string)
			speaker := c.attach(target)
			speaker.until(`document.querySelector(".slide.now") !== null`)
			speaker.showsNotes(t, 2)
			w.press("ArrowRight")
			speaker.until(`location.hash === "#3"`)
			speaker.showsNotes(t, 3)
			speaker.press("ArrowRight")
			w.until(`location.hash === "#4"`)
			speaker.quiet(url)
			w.quiet(url)
			w.call("", "Target.closeTarget", map[string]any{"targetId": target}, nil)
			w.call("", "Target.setDiscoverTargets", map[string]any{"discover": false}, nil)
		}
	})
}

func targetURL(m message) string {
	params, _ := m.Params.(map[string]any)
	info, _ := params["targetInfo"].(map[string]any)
	url, _ := info["url"].(string)
	return url
}

// showsNotes wants this slide, the next, the notes of this one, and a clock.
func (w *window) showsNotes(t *testing.T, number int) {
	t.Helper()
	var visible []string
	w.eval(`[...document.querySelectorAll(".slide, .note, #clock")].filter((e) => e.checkVisibility({visibilityProperty: true}))
		.map((e) => e.id || e.classList[0] + " " + (1 + [...document.querySelectorAll("." + e.classList[0])].indexOf(e)))`, &visible)
	want := fmt.Sprintf("slide %d,note %d,slide %d,clock", number, number, number+1)
	if got := strings.Join(visible, ","); got != want {
		t.Errorf("the speaker sees %s, want %s", got, want)
	}
}

func TestBlockedWindowSplitsThisOne(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		w := c.open(asFile(t, page), 1280, 720)
		w.eval(`window.open = () => null`, nil)
		w.press("s")
		w.showsNotes(t, 1)
		w.press("s")
		var speaker bool
		if w.eval(`document.documentElement.classList.contains("speaker")`, &speaker); speaker {
			t.Error("a second s leaves the view on")
		}
	})
}

// overflowing lists what is wider or higher than its place: the window, the slides,
// their code, and everything that reaches out of its slide.
const overflowing = `(() => {
	const found = [];
	const tooBig = (e, name) => {
		if (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)
			found.push(name + ": " + e.scrollWidth + "x" + e.scrollHeight + " in " + e.clientWidth + "x" + e.clientHeight);
	};
	tooBig(document.documentElement, "window");
	document.querySelectorAll(".slide").forEach((slide, i) => {
		const name = "slide " + (i + 1);
		tooBig(slide, name);
		tooBig(slide.querySelector(".body"), name + " body");
		slide.querySelectorAll("pre").forEach((pre) => tooBig(pre, name + " code"));
		const outer = slide.getBoundingClientRect();
		slide.querySelectorAll("*").forEach((e) => {
			const r = e.getBoundingClientRect();
			if (r.width > 0 && (r.left < outer.left - 1 || r.right > outer.right + 1 || r.top < outer.top - 1 || r.bottom > outer.bottom + 1))
				found.push(name + ": <" + e.tagName + "> " + e.textContent.slice(0, 30) + " reaches out");
		});
	});
	return found;
})()`

func TestNothingOverflowsASlide(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		w := c.open(asFile(t, page), 1280, 720)
		for _, size := range [][2]int{{1280, 720}, {1024, 768}, {1920, 1080}} {
			w.resize(size[0], size[1])
			w.until(fmt.Sprintf("innerWidth === %d", size[0]))
			var found []string
			w.eval(overflowing, &found)
			for _, f := range found {
				t.Errorf("%dx%d: %s", size[0], size[1], f)
			}
		}
	})
}

func TestPhoneScrollsDownAndNeverSideways(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		w := c.open(asFile(t, page), 390, 844)
		for i := range page.slides {
			var width int
			if w.eval(`document.documentElement.scrollWidth`, &width); width > 390 {
				t.Errorf("slide %d is %d wide on a phone", i+1, width)
			}
			w.press("ArrowRight")
		}
	})
}

// 1280 × 720 pixels of CSS are 960 × 540 points of PDF.
var (
	pdfPage   = regexp.MustCompile(`/Type\s*/Page[^s]`)
	landscape = regexp.MustCompile(`/MediaBox\s*\[0 0 960(?:\.0*)? 540(?:\.0*)?\]`)
)

func TestPrintingGivesOnePageASlide(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		url := asFile(t, page)
		for _, address := range []string{url + "#5", url + "?notes=1"} {
			w := c.open(address, 1280, 720)
			var printed struct{ Data string }
			w.call(w.session, "Page.printToPDF", map[string]any{"preferCSSPageSize": true, "printBackground": true}, &printed)
			pdf, err := base64.StdEncoding.DecodeString(printed.Data)
			if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
				t.Fatalf("no PDF: %v", err)
			}
			if got := len(pdfPage.FindAll(pdf, -1)); got != len(page.slides) {
				t.Errorf("%s: %d pages of %d slides", address, got, len(page.slides))
			}
			if got := len(landscape.FindAll(pdf, -1)); got != len(page.slides) {
				t.Errorf("%s: %d pages as wide and high as a slide, want all %d", address, got, len(page.slides))
			}
		}
	})
}

func TestPrintedNotesFitTheirPage(t *testing.T) {
	inBrowser(t, func(t *testing.T, c *chromium, page deckPage) {
		w := c.open(asFile(t, page)+"?notes=1", 1280, 720)
		w.call(w.session, "Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
		var cut []string
		w.eval(`[...document.querySelectorAll(".note")].flatMap((n, i) =>
			n.offsetTop + n.offsetHeight > 720 || n.offsetHeight === 0 ? ["notes of slide " + (i + 1) + ": " + n.offsetHeight] : [])`, &cut)
		for _, c := range cut {
			t.Error(c)
		}
	})
}
