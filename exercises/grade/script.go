//go:build linux

package grade

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// script is an answer that is a shell script, and its run.
type script struct {
	name string
	text []byte
	run  *fakehost.Running
}

// RunScript runs an answer that is a shell script, with the machine's own sh in /work,
// and waits for its end. env are further variables.
func (b *Bench) RunScript(name string, env ...string) *fakehost.Running {
	r, ended := b.TryScript(name, env...)
	if !ended {
		panic(tooSlow{})
	}
	return r
}

// TryScript is RunScript for a check that has something to say also of a script that does
// not end: it is stopped then, and ended is false. What a script leaves running is over
// with it, so that nothing changes any more while it is looked at.
func (b *Bench) TryScript(name string, env ...string) (r *fakehost.Running, ended bool) {
	path := filepath.Join(fakehost.Work, name)
	b.Write(path, string(b.Answer[name]), 0o644)
	b.ran = strings.Join(append(env, "sh", name), " ")
	r = b.Start(fakehost.Command{
		Args: []string{"/bin/sh", path},
		Env:  append([]string{"PATH=" + fakehost.Path, "HOME=/root", "LANG=C.UTF-8"}, env...),
	})
	b.script = script{name, b.Answer[name], r}
	ended = !r.Wait(limit)
	b.Host.EndAll()
	return r, ended
}

// unread is the finding for a script that the shell could not read to its end; what it has or
// has not made is then not the point. The run has the word: a script that has gone on in
// another shell (exec bash) is not held against the grammar of sh.
func (s script) unread() (Finding, bool) {
	if s.run == nil {
		return Finding{}, false
	}
	if n := bytes.Count(s.text, []byte("\r\n")); n > 0 {
		return Failed("answer.line-ends", fmt.Sprintf("%s: %d lines end with CR LF", s.name, n), s.name), true
	}
	if !strings.Contains(strings.ToLower(s.run.Stderr()), "syntax error") {
		return Finding{}, false
	}
	line, ok := s.strange()
	if !ok {
		return Finding{}, false
	}
	text := strings.TrimSpace(strings.Split(string(s.text), "\n")[line-1])
	return Failed("answer.does-not-parse", fmt.Sprintf("line %d: %.60s", line, text), s.name), true
}

// strange is the line at which reading the text as a script for sh fails.
func (s script) strange() (line int, ok bool) {
	_, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(bytes.NewReader(s.text), "")
	var wrong syntax.ParseError
	var foreign syntax.LangError
	switch {
	case errors.As(err, &wrong):
		line = int(wrong.Pos.Line())
	case errors.As(err, &foreign):
		line = int(foreign.Pos.Line())
	}
	return line, 0 < line && line <= bytes.Count(s.text, []byte("\n"))+1
}
