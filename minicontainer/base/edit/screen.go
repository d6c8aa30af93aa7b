package edit

import (
	"strconv"
	"strings"
)

// screen draws a prompt and a line over as many rows as they need, and knows
// where on the terminal they begin only by counting from the cursor.
//
// Every row is ended by \r\n, even a full one. A terminal that has just filled
// the last column waits with the wrap until the next character, and terminals
// disagree about where the cursor then is; after \r\n they agree. A wide
// character that does not fit into the last column starts the next row.
type screen struct {
	cols int
	row  int // the row of the cursor, from the first row of the prompt
	col  int
}

// layout is text cut into rows, with the place of one offset in it.
type layout struct {
	out      strings.Builder
	cols     int
	row, col int
}

func (l *layout) put(text string, width int) {
	if l.col+width > l.cols {
		l.newRow()
	}
	l.out.WriteString(text)
	if l.col += width; l.col >= l.cols {
		l.newRow()
	}
}

func (l *layout) newRow() {
	l.out.WriteString("\r\n")
	l.row, l.col = l.row+1, 0
}

// putPrompt writes a prompt; escape sequences in it (colours) have no width.
func (l *layout) putPrompt(prompt string) {
	for prompt != "" {
		if n := escapeLen(prompt); n > 0 {
			l.out.WriteString(prompt[:n])
			prompt = prompt[n:]
			continue
		}
		n := nextCluster(prompt)
		l.put(display(prompt[:n]))
		prompt = prompt[n:]
	}
}

// escapeLen is the length of a control sequence (ESC [ … letter) at the start.
func escapeLen(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= '@' && s[i] <= '~' {
			return i + 1
		}
	}
	return 0
}

// draw returns what to send so that the terminal shows the prompt and the line
// with the cursor at offset.
func (s *screen) draw(prompt, line string, offset int) string {
	l := &layout{cols: max(s.cols, 4)}
	l.out.WriteString(s.home())
	l.putPrompt(prompt)
	row, col := l.row, l.col
	for at := 0; at < len(line); {
		n := nextCluster(line[at:])
		text, width := display(line[at : at+n])
		if at == offset {
			row, col = l.row, l.col
			if col+width > l.cols {
				row, col = row+1, 0
			}
		}
		l.put(text, width)
		at += n
	}
	if offset >= len(line) {
		row, col = l.row, l.col
	}
	l.out.WriteString(up(l.row-row) + "\r" + right(col))
	s.row, s.col = row, col
	return l.out.String()
}

// home returns to the start of the prompt and clears what was drawn.
func (s *screen) home() string { return up(s.row) + "\r\x1b[J" }

// resize accounts for the terminal having cut the rows anew: one that was as
// wide as the old screen now takes several.
func (s *screen) resize(cols int) {
	if cols < s.cols && cols > 0 {
		s.row = s.row*((s.cols+cols-1)/cols) + s.col/cols
	}
	s.cols = cols
}

func up(n int) string { return move(n, "A") }

func right(n int) string { return move(n, "C") }

func move(n int, direction string) string {
	if n <= 0 {
		return ""
	}
	return "\x1b[" + strconv.Itoa(n) + direction
}

// textWidth is the number of columns of a text.
func textWidth(text string) int {
	sum := 0
	for text != "" {
		n := nextCluster(text)
		_, width := display(text[:n])
		sum += width
		text = text[n:]
	}
	return sum
}
