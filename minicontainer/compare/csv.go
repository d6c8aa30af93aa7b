package compare

import (
	"encoding/csv"
	"io"
	"strconv"
)

// WriteCSV writes every sample on a line of its own, so that a spreadsheet can compute the medians again.
func (r *Report) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	lines := [][]string{{"kind", "measure", "run", "value", "unit", "cold"}}
	for _, result := range r.Kinds {
		for _, s := range result.Samples {
			lines = append(lines, []string{
				result.Name, s.Measure, strconv.Itoa(s.Run), strconv.FormatFloat(s.Value, 'g', -1, 64), s.Unit, strconv.FormatBool(s.Cold),
			})
		}
	}
	return c.WriteAll(lines)
}
