// A machine in motion, whatever it is made of: something runs a kernel, and we talk with its first process over a serial line.

package vm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

// Hardware runs a guest: a program (QEMU), our own hypervisor, or a kernel that is a program itself.
type Hardware interface {
	// Run switches it on and returns when it is off, or when the context ends. in and out are its serial line. It leaves
	// nothing running behind.
	Run(ctx context.Context, in, out *os.File) error
}

// Streams tie the guest's program to the caller.
type Streams struct {
	In       io.Reader         // nil: nothing; else the order must say Input or Terminal
	Out, Err io.Writer         // Err gets nothing if the order says Terminal or Together
	Sizes    <-chan guest.Size // of the terminal, as they change; or nil
	Signals  <-chan os.Signal  // for the program; or nil
	Patience time.Duration     // how long the guest may take to its program; 0 is a minute
}

// Outcome is what became of a machine whose program has ended.
type Outcome struct {
	Status int           // of the program; 128+n if signal n ended it; 125, 126, 127 as docker run's if it did not run
	Reason string        // why it did not run, or ""
	Ready  time.Duration // from the machine's start to the program's
}

// ErrNotReady is the cause where the program has not started in time.
var ErrNotReady = errors.New("the guest's program has not started")

// Boot switches a machine on and returns when it is off, or when the context ends, which
// it should: a guest that hangs says nothing. The error is one
// sentence, if the program has not ended.
func Boot(ctx context.Context, hardware Hardware, s Streams) (Outcome, error) {
	line, err := newLine()
	if err != nil {
		return Outcome{}, fmt.Errorf("boot machine: %w", err)
	}
	ctx, unplug := context.WithCancelCause(ctx)
	defer unplug(nil)
	ran := make(chan error, 1)
	go func() {
		err := hardware.Run(ctx, line.guestIn, line.guestOut)
		line.closeGuest()
		ran <- err
	}()
	c := newConversation(s, line.hostIn, unplug)
	defer c.close()
	read := c.listen(line.hostOut)
	if read != nil {
		unplug(read)
	}
	line.closeHost()
	err = <-ran
	if c.ended {
		return c.outcome, nil // however the machine took the end
	}
	return c.outcome, fmt.Errorf("boot machine: %w%s", c.whatWasWrong(ctx, err), c.lastLine())
}

// line is the serial line: two pipes.
type line struct{ guestIn, hostIn, hostOut, guestOut *os.File }

func newLine() (l line, err error) {
	if l.guestIn, l.hostIn, err = os.Pipe(); err != nil {
		return l, err
	}
	if l.hostOut, l.guestOut, err = os.Pipe(); err != nil {
		l.guestIn.Close()
		l.hostIn.Close()
	}
	return l, err
}

func (l line) closeGuest() { l.guestIn.Close(); l.guestOut.Close() }
func (l line) closeHost()  { l.hostIn.Close(); l.hostOut.Close() }

// whatWasWrong is the cause that is nearest to the guest.
func (c *conversation) whatWasWrong(ctx context.Context, hardware error) error {
	// User-mode Linux keeps its processes' registers by ptrace(2), in as much room as it was built to know of.
	if strings.Contains(c.noise.String(), "ptrace set fp regs failed") {
		return errors.New("this User-mode Linux is older than the processor, and does not know all of its registers")
	}
	if text := c.panicked(); text != "" {
		return errors.New("the guest's kernel panicked: " + text)
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if hardware != nil {
		return hardware
	}
	return errors.New("the guest is off and its program has not ended")
}

// panicked is what the kernel says when it gives up.
func (c *conversation) panicked() string {
	_, text, _ := strings.Cut(c.noise.String(), "Kernel panic - not syncing: ")
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(text)
}

// lastLine is what the guest's kernel has said last, if it has not come to the program: where it is stuck.
func (c *conversation) lastLine() string {
	text := strings.TrimSpace(strings.ReplaceAll(c.noise.String(), "\r", ""))
	if text == "" || c.outcome.Ready > 0 || c.panicked() != "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	return fmt.Sprintf("; its last line is %q", lines[len(lines)-1])
}
