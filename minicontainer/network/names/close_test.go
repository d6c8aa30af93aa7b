//go:build linux

package names

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/sys/unix"
)

func TestManyAtOnceAreAllAnswered(t *testing.T) {
	ns, outside := container(t), plainWorld(t)
	serve(t, ns, outside.at)
	const many = 1000
	conns := make([]net.Conn, many)
	inside(t, ns, func() {
		for i := range conns {
			var err error
			conns[i], err = net.Dial("udp", wellKnown)
			must(t, err)
		}
	})
	var wg sync.WaitGroup
	for i, conn := range conns {
		name := map[bool]string{false: "all.", true: fmt.Sprintf("host%d.example.", i)}[i%2 == 0]
		raw := question(t, name, dnsmessage.TypeA, 0)
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer conn.Close()
			var answer []byte
			err := os.ErrDeadlineExceeded
			for try := 0; try < 4 && errors.Is(err, os.ErrDeadlineExceeded); try++ { // as the C library does
				conn.SetDeadline(time.Now().Add(5 * time.Second))
				answer, err = exchangeOver(conn, "udp", raw)
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			var m dnsmessage.Message
			if err := m.Unpack(answer); err != nil || m.Questions[0].Name.String() != name || len(m.Answers) == 0 {
				t.Errorf("%s: %v, %v", name, m, err)
			}
		}()
	}
	wg.Wait()
}

func TestCloseLeavesNothing(t *testing.T) {
	ns := container(t)
	silent := silentWorld(t)
	files := openFiles(t)
	s, err := Listen(ns, someZone{}, func() []netip.AddrPort { return []netip.AddrPort{silent.at} })
	must(t, err)
	served := make(chan struct{})
	go func() { defer close(served); s.Serve() }()
	packets, err := dial(t, ns, "udp", wellKnown)
	must(t, err)
	stream, err := dial(t, ns, "tcp", wellKnown)
	must(t, err)
	_, err = packets.Write(question(t, "example.org.", dnsmessage.TypeA, 0))
	must(t, err)
	must(t, writeMessage(stream, question(t, "web.", dnsmessage.TypeA, 0)))
	_, err = readMessage(stream)
	must(t, err)
	began := time.Now()
	must(t, s.Close())
	must(t, s.Close())
	<-served
	if took := time.Since(began); took > patience/2 {
		t.Errorf("it took %v, as if it had waited for the world", took)
	}
	if _, err := stream.Read(make([]byte, 1)); !errors.Is(err, io.EOF) && !errors.Is(err, unix.ECONNRESET) {
		t.Errorf("a connection is still there: %v", err)
	}
	packets.Close()
	stream.Close()
	for deadline := time.Now().Add(10 * time.Second); strings.Contains(goroutines(), "network/names.(*Server)"); runtime.Gosched() {
		if time.Now().After(deadline) { // each is at its last instruction, if it is there at all
			t.Fatalf("goroutines that are left:\n%s", goroutines())
		}
	}
	if left := openFiles(t); left != files {
		t.Errorf("%d open files, %d before", left, files)
	}
	if conn, err := dial(t, ns, "tcp", wellKnown); !errors.Is(err, unix.ECONNREFUSED) {
		t.Errorf("somebody answers still: %v, %v", conn, err)
	}
	s.Serve() // returns at once
}

func TestAServerThatNeverServedIsClosed(t *testing.T) {
	ns := container(t)
	files := openFiles(t)
	s, err := Listen(ns, someZone{}, nobody)
	must(t, err)
	must(t, s.Close())
	if left := openFiles(t); left != files {
		t.Errorf("%d open files, %d before", left, files)
	}
}

func goroutines() string {
	buffer := make([]byte, 1<<20)
	return string(buffer[:runtime.Stack(buffer, true)])
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return len(entries)
}
