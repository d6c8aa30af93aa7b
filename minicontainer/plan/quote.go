package plan

import "strings"

// Quote writes words as a shell reads them back, each a word of its own:
// Quote("echo", "a b") is `echo 'a b'`. A word of harmless letters stays bare, so
// that the lines look as a person would type them.
func Quote(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quoteWord(w)
	}
	return strings.Join(quoted, " ")
}

func quoteWord(w string) string {
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-%@"
	if w != "" && strings.Trim(w, harmless) == "" {
		return w
	}
	// Within single quotes nothing is special but the quote itself, which is
	// written as: end the quotes, an escaped quote, begin them again.
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
}
