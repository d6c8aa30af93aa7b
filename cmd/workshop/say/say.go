// Package say holds what the workshop tells a learner, in English and Korean.
//
// Every sentence has an id and both languages, in one catalogue file per topic.
// Code names a sentence by its id, as a literal, in a call of [T], [Printer.Say]
// or [Printer.Text]; a test reads those calls and finds an id that does not
// exist, an id nobody uses, and a call with the wrong number of arguments.
package say

import (
	"fmt"
	"strings"
)

// Lang is one of the languages the workshop speaks.
type Lang string

// The languages, and Unknown for "nothing says which": then both are printed.
const (
	Unknown Lang = ""
	English Lang = "en"
	Korean  Lang = "ko"
)

// Text is one sentence in both languages. Its %-verbs are those of package fmt,
// the same and in the same order in both, or with explicit indexes (%[1]s).
type Text struct{ EN, KO string }

// Message is a sentence with its arguments, not yet in any language, so that
// code which finds something out need not know who will read it.
type Message struct {
	ID   string
	Args []any
}

// T makes a message. An argument may itself be a Message, or a list of them:
// it is then put into the same language as the sentence around it.
func T(id string, args ...any) Message {
	return Message{ID: id, Args: args}
}

// In returns the message in lang; English where lang is Unknown. An id that is
// not in the catalogue comes back as itself.
func (m Message) In(lang Lang) string {
	text, ok := catalogue[m.ID]
	if !ok {
		return m.ID
	}
	format := text.EN
	if lang == Korean {
		format = text.KO
	}
	if len(m.Args) == 0 {
		return strings.ReplaceAll(format, "%%", "%")
	}
	return fmt.Sprintf(format, translated(m.Args, lang)...)
}

// IsZero reports whether there is nothing to say.
func (m Message) IsZero() bool { return m.ID == "" }

func translated(args []any, lang Lang) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case Message:
			out[i] = arg.In(lang)
		case []Message:
			out[i] = join(arg, lang)
		default:
			out[i] = arg
		}
	}
	return out
}

func join(list []Message, lang Lang) string {
	words := make([]string, len(list))
	for i, m := range list {
		words[i] = m.In(lang)
	}
	return strings.Join(words, ", ")
}
