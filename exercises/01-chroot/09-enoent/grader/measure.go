//go:build linux

package grader

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// measure makes the program of that name on the fake host, starts it, and finds out why it
// did not start: from the kernel's answer and from the file, not from its name.
func measure(b *grade.Bench, name string, c grade.Cause) (grade.Measured, error) {
	path := b.Dir("scene") + "/" + name
	if b.Lstat(path) == nil {
		if err := makeProgram(b.Path(path), c); err != nil {
			return grade.Measured{}, err
		}
	}
	said := grade.Said(b.Run(path)) // "fakehost: exec PATH: no such file or directory"
	answer := said[strings.LastIndex(said, ": ")+2:]
	host, ok := b.Rooted("/")
	if !ok {
		return grade.Measured{}, fmt.Errorf("the fake host has no root directory")
	}
	defer host.Close()
	m := look(host, path, answer)
	m.Evidence = name + ": execve says " + answer + "\n" + m.Evidence
	return m, nil
}

// look reads the file as execve(2) does.
func look(host grade.Rooted, path, answer string) grade.Measured {
	info, to := host.Stat(path), host.Readlink(path)
	if info == nil {
		return because(missing, "symlink to "+to+", where nothing is")
	}
	if info.Mode()&0o111 == 0 {
		return because(notExecutable, "mode "+info.Mode().String())
	}
	f, err := host.Open(path)
	if err != nil {
		return because("", err.Error())
	}
	defer f.Close()
	what, err := rootfs.Inspect(f)
	if err != nil {
		return because("", err.Error())
	}
	return judge(host, what, answer)
}

func judge(host grade.Rooted, what rootfs.Binary, answer string) grade.Measured {
	there := func(path string) bool { return host.Stat(path) != nil }
	bare, returned := strings.CutSuffix(what.Interpreter, "\r")
	switch {
	case what.Machine != "" && strings.Contains(answer, "exec format"):
		return because(architecture, "ELF e_machine "+what.Machine)
	case what.Script && returned && there(bare):
		return because(lineEnd, fmt.Sprintf("first line %q", "#!"+what.Interpreter+"\n"))
	case what.Script && !there(what.Interpreter):
		return because(interpreter, fmt.Sprintf("first line %q, and nothing is there", "#!"+what.Interpreter+"\n"))
	case what.Interpreter != "" && !there(what.Interpreter):
		return because(loader, "ELF PT_INTERP "+what.Interpreter+", and nothing is there")
	}
	return because("", answer)
}

func because(c grade.Cause, evidence string) grade.Measured {
	return grade.Measured{Cause: c, Evidence: evidence}
}
