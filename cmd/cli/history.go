//go:build linux

package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/image"
)

func (p *Program) historyCommand() *cobra.Command {
	var whole, quiet bool
	cmd := &cobra.Command{
		Use:   "history IMAGE",
		Short: "Show how an image came about, the last step first",
		Args:  exactly(1, "an image"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			i, err := e.FindImage(args[0])
			if err != nil {
				return 0, failed(err)
			}
			return exitOK, failed(p.printHistory(i, e.Unpacked(), whole, quiet))
		}),
	}
	cmd.Flags().BoolVar(&whole, "no-trunc", false, "shorten nothing")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "show ids only")
	return cmd
}

// printHistory shows the steps as Docker does: only the last has the image's id, those before have none any more.
func (p *Program) printHistory(i image.Image, u image.Unpacked, whole, quiet bool) error {
	id := image.ShortID(i.ID)
	if whole {
		id = i.ID.String()
	}
	if quiet {
		_, err := fmt.Fprintln(p.Stdout, id)
		return err
	}
	t := table{{"IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"}}
	layers := 0
	var rows [][]string
	for _, s := range i.History() {
		size, by, since := "0B", printable(s.CreatedBy), "N/A"
		if s.Layer != nil {
			size = image.Decimal(u.Size(i, layers))
			layers++
		}
		if !whole {
			by = shorten(by, 45)
		}
		if s.Created != nil {
			since = duration(time.Since(*s.Created)) + " ago"
		}
		rows = append(rows, []string{"<missing>", since, by, size, printable(s.Comment)})
	}
	for n := len(rows) - 1; n >= 0; n-- {
		if n == len(rows)-1 {
			rows[n][0] = id
		}
		t = append(t, rows[n])
	}
	return t.write(p.Stdout)
}
