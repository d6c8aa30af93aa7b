//go:build linux

// What the host has: a shared memory segment and a message queue, as a database on it may have.

package grader

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// databaseName is the name under which this program, in the fake host, makes a segment: DATABASE KEY.
const databaseName = "minicontainer-database"

func init() {
	if filepath.Base(os.Args[0]) != databaseName || len(os.Args) != 2 {
		return
	}
	key, err := strconv.Atoi(os.Args[1])
	if err == nil {
		_, err = unix.SysvShmGet(key, 4096, unix.IPC_CREAT|unix.IPC_EXCL|0o600)
	}
	if err != nil {
		os.Stderr.WriteString(databaseName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                      //nolint:forbidigo // a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

const (
	queues   = "/dev/mqueue"
	segments = "/proc/sysvipc/shm"
)

// host is the fake host with the two.
type host struct {
	*grade.Bench
	key, queue string
}

func prepare(b *grade.Bench) host {
	token := b.Token()
	key, err := strconv.ParseInt(token[:7], 16, 32)
	if err != nil {
		panic(err) // of the bench: no verdict
	}
	h := host{b, fmt.Sprint(key + 1), "queue-" + token}
	if err := os.Symlink("minibox", b.Path(fakehost.Tools+"/"+databaseName)); err != nil {
		panic(err) // as above
	}
	grade.Prepared(b.Run(fakehost.Tools+"/"+databaseName, h.key))
	if err := os.MkdirAll(b.Path(queues), 0o755); err != nil {
		panic(err) // as above
	}
	grade.Prepared(b.Run(grade.Own("mount", "-t", "mqueue", "mqueue", queues)...))
	f, err := os.OpenFile(b.Path(queues+"/"+h.queue), os.O_CREATE|os.O_EXCL|os.O_RDONLY, 0o600)
	if err != nil {
		panic(err) // as above
	}
	f.Close()
	b.TakeAsGiven()
	return h
}

// lost is what the host has no more, or "".
func (h host) lost() string {
	if !lists(h.Run(grade.Own("cat", segments)...).Stdout(), h.key) {
		return "gone from the host: its shared memory segment"
	}
	if h.Lstat(queues+"/"+h.queue) == nil {
		return "gone from the host: its message queue"
	}
	return ""
}

// lists tells whether a list of segments has one with the key, which begins a line.
func lists(text, key string) bool {
	for _, line := range strings.Split(text, "\n") {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == key {
			return true
		}
	}
	return false
}
