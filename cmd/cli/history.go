//go:build linux

package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

type historyFlags struct {
	formatFlags
	human bool
}

func (p *Program) historyCommand() *cobra.Command {
	var f historyFlags
	cmd := &cobra.Command{
		Use:   "history [flags] IMAGE",
		Short: "Show how an image came about, the last step first",
		Args:  exactly(1, "an image"),
		RunE: p.onEngine(func(e *engine.Engine, args []string) error {
			i, err := e.FindImage(args[0])
			if err != nil {
				return err
			}
			return historyList.show(p.Stdout, f.formatFlags, historyRows(i, e.Unpacked(), f))
		}),
	}
	f.addFormat(cmd, "ids")
	cmd.Flags().BoolVarP(&f.human, "human", "H", true, "show sizes and times in a form for people")
	return cmd
}

// historyRow is a step, with Docker's names.
type historyRow struct{ Comment, CreatedAt, CreatedBy, CreatedSince, ID, Size string }

var historyList = listing{
	columns: []column{
		{"ID", "IMAGE"}, {"CreatedSince", "CREATED"}, {"CreatedAt", "CREATED AT"}, {"CreatedBy", "CREATED BY"}, {"Size", "SIZE"},
		{"Comment", "COMMENT"},
	},
	table: []string{"ID", "CreatedSince", "CreatedBy", "Size", "Comment"},
	quiet: "ID",
}

// historyRows are the steps, the last first: only that has the image's id, those before have none any more.
func historyRows(i image.Image, u image.Unpacked, f historyFlags) (rows []any) {
	layers := 0
	for _, s := range i.History() {
		row := historyRow{ID: "<missing>", CreatedSince: unknown, CreatedBy: printable(s.CreatedBy), Comment: printable(s.Comment)}
		size := int64(0)
		if s.Layer != nil {
			size = u.Size(i, layers)
			layers++
		}
		if row.Size = image.Decimal(size); !f.human {
			row.Size = fmt.Sprint(size)
		}
		if !f.whole {
			const shown = 45
			row.CreatedBy = shorten(row.CreatedBy, shown)
		}
		if s.Created != nil {
			row.CreatedAt, row.CreatedSince = s.Created.Local().Format(time.RFC3339), duration(time.Since(*s.Created))+" ago"
		}
		if !f.human {
			row.CreatedSince = row.CreatedAt
		}
		rows = append(rows, row)
	}
	slices.Reverse(rows)
	if len(rows) > 0 {
		last := rows[0].(historyRow)
		if last.ID = i.ID.String(); !f.whole {
			last.ID = image.ShortID(i.ID)
		}
		rows[0] = last
	}
	return rows
}
