//go:build linux

package grader

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// measured is what the kernel and the file itself say.
type measured struct {
	cause    cause
	evidence string
}

// measure makes the program of that name on the fake host, starts it, and finds out why it
// did not start: from the kernel's answer and from the file, not from its name.
func measure(b *grade.Bench, name string, c cause) (measured, error) {
	path := b.Dir("scene") + "/" + name
	if b.Lstat(path) == nil {
		if err := makeProgram(b.Path(path), c); err != nil {
			return measured{}, err
		}
	}
	said := grade.Said(b.Run(path)) // "fakehost: exec PATH: no such file or directory"
	answer := said[strings.LastIndex(said, ": ")+2:]
	host, ok := b.Rooted("/")
	if !ok {
		return measured{}, fmt.Errorf("the fake host has no root directory")
	}
	defer host.Close()
	m := look(host, path, answer)
	m.evidence = name + ": execve says " + answer + "\n" + m.evidence
	return m, nil
}

// look reads the file as execve(2) does.
func look(host grade.Rooted, path, answer string) measured {
	info, to := host.Stat(path), host.Readlink(path)
	if info == nil {
		return measured{missing, "symlink to " + to + ", where nothing is"}
	}
	if info.Mode()&0o111 == 0 {
		return measured{notExecutable, "mode " + info.Mode().String()}
	}
	f, err := host.Open(path)
	if err != nil {
		return measured{"", err.Error()}
	}
	defer f.Close()
	what, err := rootfs.Inspect(f)
	if err != nil {
		return measured{"", err.Error()}
	}
	return judge(host, what, answer)
}

func judge(host grade.Rooted, what rootfs.Binary, answer string) measured {
	there := func(path string) bool { return host.Stat(path) != nil }
	bare, returned := strings.CutSuffix(what.Interpreter, "\r")
	switch {
	case what.Machine != "" && strings.Contains(answer, "exec format"):
		return measured{architecture, "ELF e_machine " + what.Machine}
	case what.Script && returned && there(bare):
		return measured{lineEnd, fmt.Sprintf("first line %q", "#!"+what.Interpreter+"\n")}
	case what.Script && !there(what.Interpreter):
		return measured{interpreter, fmt.Sprintf("first line %q, and nothing is there", "#!"+what.Interpreter+"\n")}
	case what.Interpreter != "" && !there(what.Interpreter):
		return measured{loader, "ELF PT_INTERP " + what.Interpreter + ", and nothing is there"}
	}
	return measured{"", answer}
}
