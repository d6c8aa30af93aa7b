package shim

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// joined is a hub and a client of it.
func joined(t *testing.T, wants Hello) (*hub, *client, *Client) {
	t.Helper()
	ours, theirs, err := packetPair()
	if err != nil {
		t.Fatal(err)
	}
	h := newHub()
	server := h.add(theirs, wants)
	c := newClient(ours)
	t.Cleanup(func() { c.Close() })
	return h, server, c
}

// flood prints more than any queue holds, in the time that the hub takes for it.
func flood(h *hub) (printed []byte) {
	line := []byte(strings.Repeat("x", 1000) + "\n")
	for len(printed) < 3*queueSize {
		h.print(stdout, line)
		printed = append(printed, line...)
	}
	return printed
}

func TestWhoIsTooFarBehindIsDropped(t *testing.T) {
	h, _, c := joined(t, Hello{Stdout: true})
	printed := flood(h) // and this returns, though nobody reads
	var got bytes.Buffer
	if _, err := c.Receive(&got, io.Discard); !errors.Is(err, ErrDropped) {
		t.Errorf("it is told %v", err)
	}
	if !bytes.HasPrefix(printed, got.Bytes()) || got.Len() == len(printed) {
		t.Errorf("it got %d bytes of %d, and they are not the first", got.Len(), len(printed))
	}
	h.ends(Exit{})
	h.close()
}

func TestWhoIsWaitedForMissesNothing(t *testing.T) {
	h, _, c := joined(t, Hello{Stdout: true, Stderr: true, Patience: ForEver})
	printed := make(chan []byte, 1)
	go func() {
		text := flood(h)
		h.print(stderr, []byte("wrong"))
		h.ends(Exit{Status: 3})
		printed <- text
	}()
	var got, wrong bytes.Buffer
	exit, err := c.Receive(&got, &wrong)
	if err != nil || exit.Status != 3 || wrong.String() != "wrong" {
		t.Errorf("status %d, %v, stderr %q", exit.Status, err, &wrong)
	}
	if want := <-printed; !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%d bytes of %d", got.Len(), len(want))
	}
	h.close()
}

func TestPatienceEnds(t *testing.T) {
	const patience = 50 * time.Millisecond
	h, _, c := joined(t, Hello{Stdout: true, Patience: patience})
	began := time.Now()
	flood(h)
	if took := time.Since(began); took < patience {
		t.Errorf("it was waited for %v only", took)
	}
	if _, err := c.Receive(io.Discard, io.Discard); !errors.Is(err, ErrDropped) {
		t.Errorf("it is told %v", err)
	}
}

// When the container has ended, its record must say so at once, whoever does not read.
func TestTheLastWordsAreNotWaitedFor(t *testing.T) {
	h, _, c := joined(t, Hello{Stdout: true, Patience: ForEver})
	done := make(chan []byte)
	go func() { done <- flood(h) }()
	select {
	case <-done:
		t.Fatal("nobody was waited for")
	case <-time.After(50 * time.Millisecond):
	}
	h.lastWords()
	printed := <-done
	h.ends(Exit{})
	var got bytes.Buffer
	if _, err := c.Receive(&got, io.Discard); err != nil || !bytes.Equal(got.Bytes(), printed) {
		t.Errorf("%d bytes of %d, %v", got.Len(), len(printed), err)
	}
	h.close()
}

func TestWhoSaysWhatNobodyReadsIsToldTheEnd(t *testing.T) {
	h, _, c := joined(t, Hello{Stdin: true, Stdout: true})
	if err := c.Send([]byte("never read")); err != nil {
		t.Fatal(err)
	}
	h.print(stdout, []byte("words"))
	h.ends(Exit{Status: 7})
	h.close() // with the packet unread
	var got bytes.Buffer
	if exit, err := c.Receive(&got, io.Discard); err != nil || exit.Status != 7 || got.String() != "words" {
		t.Errorf("status %d, %v, %q", exit.Status, err, &got)
	}
}

func TestWhoComesLateIsToldHowItHasEnded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long/", 40))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Attach(dir, Hello{}); !errors.Is(err, ErrNobody) {
		t.Errorf("where nobody listens: %v", err)
	}
	h := newHub()
	if err := h.listen(dir); err != nil {
		t.Fatal(err)
	}
	early, err := Attach(dir, Hello{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := early.WaitExit(20 * time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("while it runs: %v", err)
	}
	early.Close()
	h.ends(Exit{Status: 8})
	late, err := Attach(dir, Hello{})
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	if exit, err := late.WaitExit(ForEver); err != nil || exit.Status != 8 {
		t.Errorf("after the end: %d, %v", exit.Status, err)
	}
	h.close()
	if _, err := Attach(dir, Hello{}); !errors.Is(err, ErrNobody) {
		t.Errorf("where nobody listens any more: %v", err)
	}
}

func TestWhatIsTypedGoesIntoStdinUntilTheFirstIsThrough(t *testing.T) {
	h, server, c := joined(t, Hello{Stdin: true})
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	h.runs(&typed{stdin: w, once: true})
	go h.serve(server)
	text := strings.Repeat("0123456789", 10000)
	if err := c.Send([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := c.SendEnd(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != text || err != nil {
		t.Errorf("%d bytes of %d, %v", len(got), len(text), err)
	}
}
