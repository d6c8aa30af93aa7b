package shell

import (
	"strings"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// document is the text of a here-document. When any part of the delimiter was
// quoted, the text is taken as it stands.
func (s *Shell) document(rd *syntax.Redirect) (string, error) {
	if rd.Hdoc == nil {
		return "", nil
	}
	body := rd.Hdoc
	if rd.Op == syntax.DashHdoc {
		body = withoutTabs(body)
	}
	if delimiter := rd.Word.Lit(); delimiter == "" || strings.Contains(delimiter, `\`) {
		return body.Lit(), nil
	}
	return s.config().Document(body)
}

// withoutTabs is <<-: the tabs at the start of each line go. What an expansion
// brings in keeps its own.
func withoutTabs(w *syntax.Word) *syntax.Word {
	stripped := &syntax.Word{}
	atStart := true
	for _, part := range w.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			copied := *lit
			copied.Value = stripTabs(lit.Value, atStart)
			part = &copied
			atStart = strings.HasSuffix(lit.Value, "\n")
		} else {
			atStart = false
		}
		stripped.Parts = append(stripped.Parts, part)
	}
	return stripped
}

func stripTabs(text string, atStart bool) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if i > 0 || atStart {
			lines[i] = strings.TrimLeft(line, "\t")
		}
	}
	return strings.Join(lines, "")
}

// memory makes a file without a name that holds text, to be read from its start.
// A pipe would block the shell as soon as the text is larger than the pipe.
func memory(text string) (int, error) {
	fd, err := unix.MemfdCreate("here-document", unix.MFD_CLOEXEC)
	if err != nil {
		return -1, err
	}
	for data := []byte(text); len(data) > 0 && err == nil; {
		var n int
		n, err = unix.Write(fd, data)
		data = data[max(n, 0):]
	}
	if err == nil {
		_, err = unix.Seek(fd, 0, unix.SEEK_SET)
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return own(fd)
}
