package edit

import "strings"

// search is Ctrl-R: each character narrows the search backwards through the
// history, Ctrl-R again goes on to older lines, Enter runs what was found, any
// other key goes on editing it, and Ctrl-G or Ctrl-C returns to the line as it
// was. done says that the line is finished.
func (e *Editor) search() (done bool, err error) {
	prompt, line, cursor := e.prompt, e.line, e.cursor
	defer func() { e.prompt = prompt }()
	query, at := "", e.History.len()
	for {
		e.prompt = "(reverse-i-search)`" + query + "': "
		e.draw()
		k, text, err := e.keys.next()
		if err != nil {
			return false, err
		}
		switch k {
		case "":
			query += text
			at = min(at+1, e.History.len())
		case control + "h", control + "?":
			query = query[:len(query)-previousCluster(query)]
			at = e.History.len()
		case control + "r":
		case control + "g", control + "c":
			e.line, e.cursor = line, cursor
			return false, nil
		case control + "m", control + "j":
			e.prompt = prompt
			_, err := e.accept()
			return true, err
		case keyResize:
			e.command(k)
			continue
		default:
			e.prompt = prompt
			e.recall.at = min(at, e.History.len())
			e.command(k)
			return false, nil
		}
		at = e.find(query, at)
	}
}

// find shows the newest line before at that contains the query, and returns
// its place; without one it stays.
func (e *Editor) find(query string, at int) int {
	for i := at - 1; i >= 0 && query != ""; i-- {
		if offset := strings.Index(e.History.lines[i], query); offset >= 0 {
			e.line = e.History.lines[i]
			e.cursor = boundary(e.line, offset)
			return i
		}
	}
	return at
}
