//go:build linux

package grader

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/given"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

const containerPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// host is what the learner's program is started from: a person with secrets in the environment, a
// PATH that leads elsewhere, and a directory of the host's left open.
type host struct {
	*grade.Bench
	root                string
	path, secret        string
	inside, wrong, last string // what the three programs called greet print
}

func prepare(b *grade.Bench) host {
	h := host{Bench: b, root: b.BaseRoot("R"), path: "/opt/" + b.Token(), secret: b.Token(), inside: b.Token(), wrong: b.Token(), last: b.Token()}
	// Of the same name, in the same root: two in the container's PATH, one in the host's.
	b.Write(h.root+"/usr/local/sbin/greet", "#!/bin/sh\necho "+h.inside+"\n", 0o755)
	b.Write(h.root+h.path+"/greet", "#!/bin/sh\necho "+h.wrong+"\n", 0o755)
	b.Write(h.root+"/bin/greet", "#!/bin/sh\necho "+h.last+"\n", 0o755)
	// Who is started without a stream has this file instead: Go's runtime sees to it.
	b.Write(h.root+"/dev/null", "", 0o666)
	b.Write(openFile, "private\n", 0o644)
	return h
}

// What the person has left open, as descriptor 3 and as a high one.
const (
	openDirectory = "/"
	openFile      = "/home/letter"
)

const term = "TERM=xterm-256color"

// start starts the program as that person would, with further variables.
func (h host) start(command []string, env ...string) *fakehost.Running {
	low, high := h.open(openDirectory), h.open(openFile)
	defer low.Close()
	defer high.Close()
	inherit := make([]*os.File, highest()-3+1)
	inherit[0], inherit[len(inherit)-1] = low, high
	return h.Start(fakehost.Command{
		Args:    append([]string{grade.Program, h.root}, command...),
		Env:     append([]string{"PATH=" + h.path, "HOME=/home/learner", "API_KEY=" + h.secret, given.JudgeEnv + "=1"}, env...),
		Inherit: inherit,
	})
}

// highest is a descriptor that who counts to 1024 does not find, if this machine allows so many.
func highest() int {
	const wanted, sure = 1500, 40
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil || limit.Cur <= wanted {
		return sure
	}
	return wanted
}

func (h host) open(path string) *os.File {
	f, err := os.Open(h.Path(path))
	if err != nil {
		panic(err) // the fake host has lost it: no verdict
	}
	return f
}

// run waits for the end, and returns the status; 125 where the program gave up.
func (h host) run(command ...string) (r *fakehost.Running, status int) {
	r = h.start(command, term)
	h.Settle(r)
	if h.Stopped(r) {
		r.Kill()
		return r, 125
	}
	return r, r.Status()
}

// value is that of a variable; set tells an empty one from none.
func value(env []string, name string) (value string, set bool) {
	for _, variable := range env {
		if v, found := strings.CutPrefix(variable, name+"="); found {
			return v, true
		}
	}
	return "", false
}
