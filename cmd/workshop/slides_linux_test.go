package main

import (
	"bufio"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/minicontainer/minicontainer/slides"
)

func TestSlidesAreWrittenFromAnywhere(t *testing.T) {
	decks, err := fs.Glob(slides.Decks, "*.ko.md")
	if err != nil || len(decks) == 0 {
		t.Fatalf("%d decks, %v", len(decks), err)
	}
	out := filepath.Join(t.TempDir(), "slides.html")
	changeTo(t, t.TempDir()) // no checkout: the decks in the program
	for _, deck := range decks {
		padded, _, _ := strings.Cut(deck, "-")
		plain := strings.TrimLeft(padded, "0")
		for _, lesson := range []string{plain, padded} {
			status, said, errOut := typed(t, "slides", lesson, "--out", out, "--lang", "ko")
			page, err := os.ReadFile(out)
			if status != 0 || err != nil || !strings.Contains(said, out) || !strings.Contains(string(page), "<title>"+plain+"주차") {
				t.Errorf("slides %s: status %d, %q, %q, %v", lesson, status, said, errOut, err)
			}
		}
	}
}

func TestSlidesThatDoNotExistAreToldBeforeAnythingIsServed(t *testing.T) {
	for _, c := range []struct{ lesson, want string }{
		{"99", "workshop: find slides of lesson 99: there are none"},
		{"chroot", `workshop: slides: "chroot" is not the number of a lesson`},
	} {
		if status, out, errOut := typed(t, "slides", c.lesson, "--no-open"); status != 1 || out != "" || strings.TrimSpace(errOut) != c.want {
			t.Errorf("%s: status %d, %q, %q", c.lesson, status, out, errOut)
		}
	}
}

func TestSlidesAreServedUntilCtrlC(t *testing.T) {
	reader, writer := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- run([]string{"slides", "1", "--lang", "en", "--no-open"}, os.Stdin, writer, os.Stderr)
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
	if err != nil || url == "" {
		t.Fatalf("%q, %v", line, err)
	}
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || !strings.Contains(string(page), "<title>Week 1") {
		t.Errorf("%v\n%.200s", err, page)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if status := <-ended; status != 0 {
		t.Errorf("status %d", status)
	}
}
