// The network of an ordinary user's container.
//
// A user may make a network namespace (in a user namespace of theirs), but not an end of a cable in the host's: nobody
// unprivileged may. What remains is a program that has a tap device in the container's namespace, reads its packets
// there, and opens ordinary sockets on the host for them: pasta (Debian: passt) or slirp4netns. Podman and rootless Docker
// use the same ones.

//go:build linux

package network

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// ErrNoHelper is the cause where neither program is installed.
var ErrNoHelper = errors.New("an ordinary user's container reaches the outside through pasta or slirp4netns, and neither is installed")

// Helper is the name of the program for users' networks that is installed.
func Helper() (string, error) {
	for _, name := range []string{"pasta", "slirp4netns"} {
		if _, err := exec.LookPath(name); err == nil {
			return name, nil
		}
	}
	return "", ErrNoHelper
}

// helper is the running program, below a shell.
type helper struct {
	command *exec.Cmd
	alive   io.Closer // as long as it is open, somebody needs the program
	said    *strings.Builder
}

// standBy is the shell that starts the program, and ends it when nobody holds the other end of its input any more: not even a
// process that was killed. The program itself would not notice, as it keeps the container's namespace, which it is in; nor
// would the kernel tell it, which forgets that a process wants to die with its parent when it enters a user namespace.
// Source: prctl(2), PR_SET_PDEATHSIG.
const standBy = `"$@" & exec 3>&-; read -r _; kill -KILL $! 2>/dev/null; wait`

// nameServer is where the programs answer questions for names in the container.
func nameServer(program string) netip.Addr {
	if program == "pasta" {
		return netip.AddrFrom4([4]byte{169, 254, 1, 1}) // we tell it so
	}
	return netip.AddrFrom4([4]byte{10, 0, 2, 3})
}

// startHelper returns when the network is there.
func startHelper(c Container, pid int, watch Watch) (*helper, error) {
	program, err := Helper()
	if err != nil {
		return nil, err
	}
	words, err := helperWords(program, c, pid)
	if err != nil {
		return nil, err
	}
	if watch != nil {
		watch("start "+program, plan.Quote(append([]string{program}, words...)...))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	defer r.Close()
	defer w.Close()
	h := &helper{command: exec.Command("/bin/sh", append([]string{"-c", standBy, "sh", program}, words...)...), said: &strings.Builder{}}
	if h.alive, err = h.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	h.command.ExtraFiles = []*os.File{w}
	h.command.Stderr = h.said
	h.command.Dir = "/"
	h.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := h.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	w.Close() // the program's is the only one now
	// It writes when it is ready; end of file without a word means that it has ended.
	if _, err := bufio.NewReader(r).ReadByte(); errors.Is(err, io.EOF) {
		h.end() //nolint:errcheck // what it says is better
		return nil, fmt.Errorf("connect through %s: %s", program, lastLine(h.said.String()))
	}
	return h, nil
}

// readyFD is where the program finds our pipe.
const readyFD = "3"

// helperWords are the program's arguments. pasta would lead every port on its own, and the container's to the host.
func helperWords(program string, c Container, pid int) ([]string, error) {
	number := strconv.Itoa(pid)
	if program != "pasta" {
		if len(c.Ports) > 0 {
			return nil, errors.New("publish ports: slirp4netns is installed, and an ordinary user's ports need pasta")
		}
		return []string{"--configure", "--disable-host-loopback", "--mtu=65520", "--ready-fd=" + readyFD, number, "tap0"}, nil
	}
	words := []string{"--config-net", "--foreground", "--quiet", "--no-map-gw", "--dns-forward", nameServer(program).String(), "-T", "none", "-U", "none"}
	given := map[string]bool{}
	for _, p := range c.Ports {
		option := "-t"
		if p.Proto == "udp" {
			option = "-u"
		}
		given[option] = true
		if p.First == 0 {
			return nil, fmt.Errorf("publish port %v: an ordinary user's port needs a number of the host's, as in -p 8080:%d", p, p.Port)
		}
		spec := fmt.Sprintf("%d:%d", p.First, p.Port)
		if p.Host.IsValid() {
			spec = p.Host.String() + "/" + spec
		}
		words = append(words, option, spec)
	}
	for _, option := range []string{"-t", "-u"} {
		if !given[option] {
			words = append(words, option, "none")
		}
	}
	return append(words, "--pid", "/proc/self/fd/"+readyFD, number), nil
}

func (h *helper) end() error {
	h.alive.Close()
	h.command.Wait() //nolint:errcheck // the program was killed, as it was to be
	return nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
