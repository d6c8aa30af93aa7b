// Which language. In this order: the flag, the choice remembered from an earlier
// run, the locale. The locale is POSIX's (XBD 8.2): of LC_ALL, LC_MESSAGES and
// LANG the first that is not empty decides alone, so LC_ALL=C hides LANG=ko_KR.
// "C" and "POSIX" name no language; a server or a container has nothing else.

package say

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Choose returns the language to speak, Unknown where nothing says. It is an
// error for the flag to name a language we do not speak; a locale may.
func Choose(flag string, remembered Lang, getenv func(string) string) (Lang, error) {
	if flag != "" {
		return parse(flag)
	}
	if remembered != Unknown {
		return remembered, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			return ofLocale(value), nil
		}
	}
	return Unknown, nil
}

func parse(name string) (Lang, error) {
	switch lang := Lang(name); lang {
	case English, Korean:
		return lang, nil
	}
	return Unknown, fmt.Errorf("choose language %q: want ko or en", name)
}

// ofLocale reads the language out of a locale name, language[_TERRITORY][.codeset].
func ofLocale(locale string) Lang {
	language, _, _ := strings.Cut(locale, ".")
	language, _, _ = strings.Cut(language, "_")
	switch language {
	case "C", "POSIX":
		return Unknown
	case "ko":
		return Korean
	}
	return English
}

// Remembered returns the language an earlier run was told, or Unknown.
func Remembered() Lang {
	path, err := choiceFile()
	if err != nil {
		return Unknown
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Unknown
	}
	lang, err := parse(strings.TrimSpace(string(data)))
	if err != nil {
		return Unknown
	}
	return lang
}

// Remember keeps the language for the next run, in the file lang of
// $XDG_CONFIG_HOME/minicontainer or ~/.config/minicontainer.
func Remember(lang Lang) error {
	path, err := choiceFile()
	if err != nil {
		return fmt.Errorf("remember language: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("remember language: %w", err)
	}
	if err := os.WriteFile(path, []byte(string(lang)+"\n"), 0o644); err != nil {
		return fmt.Errorf("remember language: %w", err)
	}
	return nil
}

func choiceFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "minicontainer", "lang"), nil
}

// Ask asks in both languages, once more where the answer is neither, and then
// returns Unknown. The caller has made sure that a person is at a terminal.
func Ask(in io.Reader, out io.Writer) Lang {
	const tries = 2
	lines := bufio.NewReader(in)
	for range tries {
		fmt.Fprint(out, T("root.ask-language").In(English))
		line, err := lines.ReadString('\n')
		if err != nil {
			return Unknown
		}
		if lang := answered(line); lang != Unknown {
			return lang
		}
	}
	return Unknown
}

func answered(line string) Lang {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "1", "en", "english":
		return English
	case "2", "ko", "korean", "한국어":
		return Korean
	}
	return Unknown
}
