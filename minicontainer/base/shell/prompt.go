package shell

import (
	"os"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const defaultPrompt = `\u@\h:\w \$ `

// expandPrompt expands a prompt: first \u \h \w \W \$ \n \e, then as if it were
// in double quotes.
func (s *Shell) expandPrompt(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		b.WriteString(s.promptEscape(text[i]))
	}
	word, err := newParser().Document(strings.NewReader(b.String()))
	if err != nil {
		return b.String()
	}
	expanded, err := s.config().Document(word)
	if err != nil {
		return b.String()
	}
	return expanded
}

func (s *Shell) promptEscape(letter byte) string {
	switch letter {
	case 'u':
		return s.user()
	case 'h', 'H':
		return hostname()
	case 'w':
		return s.shortPwd()
	case 'W':
		dir := s.shortPwd()
		return dir[strings.LastIndexByte(strings.TrimRight(dir, "/"), '/')+1:]
	case '$':
		if os.Geteuid() == 0 {
			return "#"
		}
		return `\$`
	case 'n':
		return "\n"
	case 'e':
		return "\x1b"
	case '[', ']':
		return "" // Bash marks text without width so; the editor finds it itself
	}
	return `\` + string(letter)
}

func (s *Shell) user() string {
	if os.Geteuid() == 0 {
		return "root"
	}
	if name := s.vars.value("USER"); name != "" {
		return name
	}
	return "user"
}

// shortPwd writes the home directory as ~, unless it is the root directory.
func (s *Shell) shortPwd() string {
	dir, home := s.vars.value("PWD"), strings.TrimRight(s.vars.value("HOME"), "/")
	if rest, ok := strings.CutPrefix(dir, home); ok && home != "" && (rest == "" || rest[0] == '/') {
		return "~" + rest
	}
	return dir
}

// prompt is PS1, or PS2 while a command goes on. Its commands do not change $?.
func (s *Shell) prompt(more bool) string {
	name, text := "PS1", defaultPrompt
	if more {
		name, text = "PS2", "> "
	}
	if v := s.vars[name]; v.set {
		text = v.value
	}
	status := s.status
	defer func() { s.status = status }()
	return s.expandPrompt(text)
}

// completions is what Tab offers for the word before the cursor: commands in
// the first place of a command, else file names.
func (s *Shell) completions(line string) (start int, candidates []string) {
	start = strings.LastIndexAny(line, " \t;|&<>(`=:\"'") + 1
	word := line[start:]
	before := strings.TrimRight(line[:start], " \t")
	first := before == "" || strings.ContainsAny(before[len(before)-1:], ";|&(`")
	if first && !strings.Contains(word, "/") {
		return start, s.commandNames(word)
	}
	return start, fileNames(s.expandHome(word), word)
}

func (s *Shell) expandHome(word string) string {
	if rest, ok := strings.CutPrefix(word, "~/"); ok {
		return s.vars.value("HOME") + "/" + rest
	}
	return word
}

func (s *Shell) commandNames(prefix string) []string {
	var names []string
	for name := range builtins {
		names = append(names, name+" ")
	}
	for name := range s.funcs {
		names = append(names, name+" ")
	}
	for name := range s.alias {
		names = append(names, name+" ")
	}
	for _, dir := range strings.Split(s.vars.value("PATH"), ":") {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			names = append(names, e.Name()+" ")
		}
	}
	return withPrefix(names, prefix)
}

// fileNames lists the files that path begins; typed is path as the user wrote it.
func fileNames(path, typed string) []string {
	slash := strings.LastIndexByte(path, '/') + 1
	dir, base := path[:slash], path[slash:]
	typed = typed[:strings.LastIndexByte(typed, '/')+1]
	if dir == "" {
		dir = "."
	}
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if e.Name()[0] == '.' && !strings.HasPrefix(base, ".") {
			continue
		}
		end := " "
		if isDir(dir + "/" + e.Name()) {
			end = "/"
		}
		names = append(names, typed+escapeName(e.Name())+end)
	}
	return withPrefix(names, typed+base)
}

func escapeName(name string) string {
	if !strings.ContainsAny(name, " \t*?[]$'\"\\`;&|<>()") {
		return name
	}
	quoted, err := syntax.Quote(name, syntax.LangBash)
	if err != nil {
		return name
	}
	return quoted
}

func withPrefix(names []string, prefix string) []string {
	var found []string
	for _, name := range names {
		if strings.HasPrefix(name, prefix) {
			found = append(found, name)
		}
	}
	return found
}

// hostname is the name up to the first dot; in a container, that of its UTS namespace.
func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	name, _, _ = strings.Cut(name, ".")
	return name
}
