//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

// LayersCommand draws the layers of an image.
func (p *Program) LayersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "layers IMAGE",
		Short: "Draw the layers of an image: size, what each adds, changes and deletes, who else has it",
		Args:  exactly(1, "an image"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			return exitOK, failed(p.layers(e, args[0]))
		}),
	}
}

func (p *Program) layers(e *engine.Engine, name string) error {
	i, err := e.FindImage(name)
	if err != nil {
		return err
	}
	sheets, err := e.Sheets(i)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(p.Stdout, image.Draw(name+"   "+image.Decimal(e.Unpacked().ImageSize(i)), sheets, p.width()))
	return err
}

// width is that of the terminal, or of a page.
func (p *Program) width() int {
	const page = 80
	if w, _, err := term.GetSize(int(p.Stdout.Fd())); err == nil && w > 0 {
		return min(w, 2*page)
	}
	return page
}
