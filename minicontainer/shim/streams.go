// What a container is connected to: pipes, or with a terminal its master, of which sandbox has the other end.

package shim

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// streams are both ends of the pipes.
type streams struct {
	theirs sandbox.IO  // the container's ends
	out    [2]*os.File // what it prints, for us to read: stdout and stderr
	in     *os.File    // what it is told, for us to write; nil without -i
	stdin  bool
}

// newStreams makes them for a process with a terminal, or without; stdin tells whether it can be told something.
func newStreams(terminal, stdin bool) (*streams, error) {
	s := &streams{stdin: stdin}
	if terminal {
		return s, nil
	}
	pipes := []struct{ read, write **os.File }{{&s.out[0], &s.theirs.Stdout}, {&s.out[1], &s.theirs.Stderr}}
	if stdin {
		pipes = append(pipes, struct{ read, write **os.File }{&s.theirs.Stdin, &s.in})
	}
	for _, p := range pipes {
		var err error
		if *p.read, *p.write, err = os.Pipe(); err != nil {
			s.handedOver()
			s.close()
			return nil, fmt.Errorf("make pipe: %w", err)
		}
	}
	return s, nil
}

// handedOver closes the ends that are the container's, so that its end is the end of file.
func (s *streams) handedOver() { closeAll(s.theirs.Stdin, s.theirs.Stdout, s.theirs.Stderr) }

// close closes ours.
func (s *streams) close() { closeAll(s.out[0], s.out[1], s.in) }

func closeAll(files ...*os.File) {
	for _, f := range files {
		if f != nil {
			f.Close()
		}
	}
}

// received is called with the master of the process's terminal, or nil, and returns where what is typed goes.
func (s *streams) received(terminal *os.File, once bool) *typed {
	if terminal != nil {
		s.out[0] = terminal // on a terminal stdout and stderr are one
		if s.stdin {
			s.in = terminal
		}
	}
	return &typed{stdin: s.in, terminal: terminal, once: once, printed: s.out}
}

// copyTo copies all that the process prints to its log and to those who are attached, until nobody can print any more. The
// channel is closed then. The log may be nil.
func (s *streams) copyTo(log *Log, h *hub) <-chan struct{} {
	var copies sync.WaitGroup
	for i, kind := range []byte{stdout, stderr} {
		if s.out[i] == nil {
			continue
		}
		copies.Add(1)
		go func() {
			defer copies.Done()
			entries := log.Stream(streamNames[kind])
			defer entries.Close() //nolint:errcheck // see Stream
			copyStream(s.out[i], func(text []byte) {
				entries.Write(text) //nolint:errcheck // see Stream
				h.print(kind, text)
			})
		}()
	}
	done := make(chan struct{})
	go func() { copies.Wait(); close(done) }()
	return done
}

var streamNames = map[byte]string{stdout: "stdout", stderr: "stderr"}

// copyStream ends at the end of file; of a terminal whose last user is gone, at EIO.
func copyStream(from *os.File, pass func([]byte)) {
	buf := make([]byte, packetSize)
	for {
		n, err := from.Read(buf)
		pass(buf[:n])
		if errors.Is(err, os.ErrDeadlineExceeded) {
			rest(from, buf, pass)
		}
		if err != nil {
			return
		}
	}
}

// rest passes on what a pipe holds when its time is over, and does not wait for more.
func rest(from *os.File, buf []byte, pass func([]byte)) {
	conn, err := from.SyscallConn()
	if err != nil {
		return
	}
	const largest = 1 << 20 // pipe(7)
	for sum, n := 0, 1; n > 0 && sum < largest; sum += n {
		conn.Control(func(fd uintptr) { n, err = unix.Read(int(fd), buf) }) //nolint:errcheck // a closed one holds nothing
		pass(buf[:max(n, 0)])
	}
}

// follow stays with the process until it has ended and all that it has printed is passed on, and returns how it has ended.
func (s *streams) follow(p *sandbox.Process, log *Log, h *hub) Exit {
	done := s.copyTo(log, h)
	status, _ := p.Wait() //nolint:errcheck // what is left of its group the next command clears up
	h.lastWords()
	s.drain()
	<-done
	return Exit{status, p.OOM}
}

// drainTime is how long after the container's end somebody may still hold its output open: a
// process that is not the container's any more, to which it was passed through a socket.
const drainTime = time.Second

func (s *streams) drain() {
	for _, f := range s.out {
		if f != nil {
			f.SetReadDeadline(time.Now().Add(drainTime)) //nolint:errcheck // a file without deadlines ends by itself
		}
	}
}
