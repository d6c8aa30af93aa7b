package edit

import (
	"slices"
	"strings"
)

// complete is Tab: it inserts what all candidates have in common. When that is
// nothing, a second Tab lists them.
func (e *Editor) complete() {
	if e.Complete == nil {
		return
	}
	start, candidates := e.Complete(e.line[:e.cursor])
	slices.Sort(candidates)
	candidates = slices.Compact(candidates)
	if len(candidates) == 0 {
		return
	}
	word := e.line[start:e.cursor]
	if common := commonPrefix(candidates); len(common) > len(word) || len(candidates) == 1 {
		e.line = e.line[:start] + common + e.line[e.cursor:]
		e.cursor = boundary(e.line, start+len(common))
		e.tabs = 0
		return
	}
	if e.tabs++; e.tabs > 1 {
		e.list(candidates)
	}
}

// commonPrefix ends at the edge of a cluster in each of the texts.
func commonPrefix(texts []string) string {
	common := texts[0]
	for _, text := range texts[1:] {
		n := 0
		for n < len(common) {
			size := nextCluster(common[n:])
			if nextCluster(text[min(n, len(text)):]) != size || text[n:n+size] != common[n:n+size] {
				break
			}
			n += size
		}
		common = common[:n]
	}
	return common
}

// list prints the candidates in columns below the line; the line is drawn
// again after them.
func (e *Editor) list(candidates []string) {
	width := 0
	for i, c := range candidates {
		c = strings.TrimRight(c, " ")
		if slash := strings.LastIndexByte(strings.TrimRight(c, "/"), '/'); slash >= 0 {
			c = c[slash+1:]
		}
		candidates[i] = c
		width = max(width, textWidth(c)+2)
	}
	perRow := max(e.screen.cols/width, 1)
	var b strings.Builder
	for i, c := range candidates {
		b.WriteString(c)
		if i%perRow == perRow-1 || i == len(candidates)-1 {
			b.WriteString("\r\n")
		} else {
			b.WriteString(strings.Repeat(" ", width-textWidth(c)))
		}
	}
	cursor := e.cursor
	e.cursor = len(e.line)
	e.draw()
	e.cursor = cursor
	e.write("\r\n" + b.String())
	e.screen.row = 0
}
