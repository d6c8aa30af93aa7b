package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// choosePrinter settles the language. Where nothing says, a person at a terminal
// is asked once; anybody else is told everything in both.
func choosePrinter(args []string, in *os.File, out io.Writer) (*say.Printer, error) {
	lang, err := say.Choose(languageFlag(args), say.Remembered(), os.Getenv)
	if err != nil {
		return nil, err
	}
	if lang == say.Unknown && isTerminal(in) && isTerminal(out) {
		lang = askLanguage(in, out)
	}
	return &say.Printer{Out: out, Lang: lang}, nil
}

// languageFlag finds --lang before cobra does. It stops at "--" as cobra would.
func languageFlag(args []string) string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// askLanguage does not fail where the answer cannot be kept, on a read-only home
// for example: it will ask again.
func askLanguage(in io.Reader, out io.Writer) say.Lang {
	lang := say.Ask(in, out)
	if lang == say.Unknown {
		return lang
	}
	if err := say.Remember(lang); err != nil {
		fmt.Fprintln(out, "workshop:", err)
	}
	return lang
}
