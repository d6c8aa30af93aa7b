package deck

import (
	"fmt"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func TestCommandTooLongForASlideIsWrappedAndStaysWhole(t *testing.T) {
	long := "$ echo " + strings.Repeat("/sys/fs/cgroup/lesson3/cgroup.procs; ", 8) + "true"
	parsed := parse(t, fmt.Sprintf("# Long\n\n```console\n%s\nout\n```\n\n---\n\n## Short\n\n```console\n$ true\n```\n", long))
	html, err := Render(parsed, Options{Lang: say.English})
	if err != nil {
		t.Fatal(err)
	}
	w := startChromium(t).open(asFile(t, deckPage{slides: parsed, html: html}), 1280, 720)
	var found []string
	if w.eval(overflowing, &found); len(found) > 0 {
		t.Errorf("it does not fit: %q", found)
	}
	var got struct {
		Text         string
		Long, Short  float64 // rows of text that the command takes
		Size         float64 // of the letters, in pixels
		ShortWrapped bool
	}
	w.eval(`(() => {
		const [long, short] = document.querySelectorAll("pre");
		const rows = (pre) => Math.round(pre.querySelector(".typed").offsetHeight / parseFloat(getComputedStyle(pre).lineHeight));
		return {Text: long.textContent, Long: rows(long), Short: rows(short),
			Size: parseFloat(getComputedStyle(long).fontSize), ShortWrapped: short.classList.contains("wrapped")};
	})()`, &got)
	if want := long + "\nout\n"; got.Text != want {
		t.Errorf("the text is %q, want %q", got.Text, want)
	}
	if got.Long < 3 || got.Size < 20 {
		t.Errorf("the command takes %v rows of %v pixels, want three rows or more that can be read", got.Long, got.Size)
	}
	if got.Short > 1 || got.ShortWrapped {
		t.Errorf("the short command takes %v rows, wrapped: %v", got.Short, got.ShortWrapped)
	}
}
