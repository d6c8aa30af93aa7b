package grade

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// Words reads an answer in words: lines of the form "question = answer". Empty lines
// and what follows a # are passed over; case, spaces around a word, quotes and list marks do
// not count, nor does how an editor encodes the file. The error names the line that has
// another form, or that answers a question once more in another way.
func Words(text string) (map[string]string, error) {
	answers := map[string]string{}
	for i, line := range strings.Split(plain(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(strings.TrimSuffix(line, "\r"))
		if line == "" {
			continue
		}
		question, answer, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("line %d: %q is not of the form question = answer", i+1, line)
		}
		question, answer = bare(question), bare(answer)
		if before, twice := answers[question]; twice && before != answer {
			return nil, fmt.Errorf("line %d: %s = %s, and above %s = %s", i+1, question, answer, question, before)
		}
		answers[question] = answer
	}
	return answers, nil
}

// plain is the text as UTF-8 without the mark that editors on Windows begin a file with; they, and
// its shell, also write UTF-16. The equals sign of East Asian keyboards is one, too.
func plain(text string) string {
	if strings.HasPrefix(text, "\xff\xfe") {
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16([]byte(text[2*i:]))
		}
		text = string(utf16.Decode(units))
	}
	return strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "＝", "=")
}

// bare is a word without what people put around words: spaces, also those of East Asian keyboards, list
// marks, quotes, a full stop.
func bare(word string) string {
	return strings.ToLower(strings.Trim(word, " \t\r\u00a0\u3000`'\"*-.,;"))
}
