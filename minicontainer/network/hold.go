// A published port is led away before it reaches any program of the host's. Another program could therefore listen there and
// wait for ever. So we listen there ourselves: it gets "address already in use", and we learn the same of a port that is
// taken. Nobody ever connects, but when the rules are gone: then we hang up at once, rather than let them wait.

//go:build linux

package network

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// hold is a port that nobody else can have.
type hold struct {
	io.Closer
	port uint16
}

// holdPort holds a port of the host's, with number 0 any; six, if addresses of version 6 lead to the container, too. The error wraps ErrTaken and names the program that has it.
func holdPort(proto string, host netip.Addr, port uint16, six bool) (*hold, error) {
	// Replicas hold it together, as long as they are the same user's. Source: socket(7), SO_REUSEPORT.
	shared := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		controlErr := c.Control(func(fd uintptr) {
			err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
		})
		return errors.Join(controlErr, err)
	}}
	address := net.JoinHostPort("", strconv.Itoa(int(port)))
	if host.IsValid() {
		address = netip.AddrPortFrom(host, port).String()
	}
	family := ""
	if !host.IsValid() && !six {
		family = "4" // nothing leads to the container by version 6: it is refused at once, and a client tries version 4
	}
	h, err := listen(shared, proto+family, address)
	if errors.Is(err, unix.EADDRINUSE) {
		return nil, fmt.Errorf("port %d/%s of the host: %w%s", port, proto, ErrTaken, byWhom(proto, port))
	}
	if err != nil {
		return nil, fmt.Errorf("hold port %d/%s: %w", port, proto, errors.Unwrap(err))
	}
	return h, nil
}

func listen(how net.ListenConfig, network, address string) (*hold, error) {
	if strings.HasPrefix(network, "udp") {
		c, err := how.ListenPacket(context.Background(), network, address)
		if err != nil {
			return nil, err
		}
		return &hold{c, uint16(c.LocalAddr().(*net.UDPAddr).Port)}, nil //nolint:gosec // a port
	}
	l, err := how.Listen(context.Background(), network, address)
	if err != nil {
		return nil, err
	}
	go hangUp(l)
	return &hold{l, uint16(l.Addr().(*net.TCPAddr).Port)}, nil //nolint:gosec // as above
}

func hangUp(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		c.Close()
	}
}

// byWhom finds the program that listens on a port: " by nginx (process 4711)", or nothing if it cannot be seen.
// Source: proc_pid_net(5), tcp: the tenth field is the socket's inode.
func byWhom(network string, port uint16) string {
	inodes := map[string]bool{}
	for _, name := range []string{network, network + "6"} {
		text, _ := os.ReadFile("/proc/thread-self/net/" + name) //nolint:errcheck // then nothing is found in it
		for _, line := range strings.Split(string(text), "\n") {
			f := strings.Fields(line)
			const listening = "0A"
			if len(f) > 9 && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", port)) && (f[3] == listening || strings.HasPrefix(name, "udp")) {
				inodes["socket:["+f[9]+"]"] = true
			}
		}
	}
	files, _ := filepath.Glob("/proc/[0-9]*/fd/*") //nolint:errcheck // the pattern is a constant
	for _, file := range files {
		if to, err := os.Readlink(file); err == nil && inodes[to] {
			process := filepath.Dir(filepath.Dir(file))
			name, _ := os.ReadFile(filepath.Join(process, "comm")) //nolint:errcheck // it may have ended
			return fmt.Sprintf(" by %s (process %s)", strings.TrimSpace(string(name)), filepath.Base(process))
		}
	}
	return ""
}
