package main

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/deck"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/slides"
)

// slidesOptions are the flags of workshop slides.
type slidesOptions struct {
	out, addr string
	noOpen    bool
}

func newSlides(p *say.Printer) *cobra.Command {
	var o slidesOptions
	cmd := &cobra.Command{
		Use:   "slides N",
		Short: p.Text("slides.short"),
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return showSlides(cmd, p, args[0], o) },
	}
	cmd.Flags().StringVar(&o.out, "out", "", p.Text("slides.out-flag"))
	cmd.Flags().StringVar(&o.addr, "addr", "127.0.0.1:0", p.Text("slides.addr-flag"))
	cmd.Flags().BoolVar(&o.noOpen, "no-open", false, p.Text("slides.no-open-flag"))
	return cmd
}

func showSlides(cmd *cobra.Command, p *say.Printer, lesson string, o slidesOptions) error {
	number, err := strconv.Atoi(lesson)
	if err != nil {
		return fmt.Errorf("slides: %q is not the number of a lesson", lesson)
	}
	build := func() ([]byte, error) { return slidePage(number, p.Lang) }
	page, err := build() // now, so that a wrong number is told here and not in the browser
	if err != nil {
		return err
	}
	if o.out != "" {
		if err := os.WriteFile(o.out, page, 0o644); err != nil {
			return fmt.Errorf("write slides: %w", err)
		}
		p.Say("slides.wrote", o.out)
		return nil
	}
	return serveSlides(cmd, p, o, build)
}

// slidePage builds the page from the checkout around the working directory, which
// somebody may be editing, else from the decks in the program.
func slidePage(lesson int, lang say.Lang) ([]byte, error) {
	var decks fs.FS = slides.Decks
	if root, err := checkout.Clone("."); err == nil {
		decks = os.DirFS(filepath.Join(root, "slides"))
	}
	source, err := deck.Find(decks, lesson, lang)
	if err != nil {
		return nil, err
	}
	parsed, err := deck.Parse(source)
	if err != nil {
		return nil, err
	}
	return deck.Render(parsed, deck.Options{Lang: lang})
}

// serveSlides runs until Ctrl-C.
func serveSlides(cmd *cobra.Command, p *say.Printer, o slidesOptions, build func() ([]byte, error)) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("serve slides: %w", err)
	}
	url := "http://" + listener.Addr().String() + "/"
	p.Say("slides.serving", url)
	if !o.noOpen {
		openBrowser(url)
	}
	return deck.Serve(ctx, listener, build)
}

// openBrowser is a courtesy where there is a display; the address has been printed.
func openBrowser(url string) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	browser := exec.Command("xdg-open", url)
	if browser.Start() == nil {
		go browser.Wait() //nolint:errcheck // its end is awaited, its success is not needed
	}
}
