package applet

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

var ncCommand = command{
	name: "nc", usage: "[-luzvkn] [-w SECS] [-p PORT] [HOST] [PORT] [-e PROG ARGS]", short: "connect standard input and output to a socket",
	options: "luzvknp:w:s:", raw: true, run: runNc,
}

// A netcat is one run of nc.
type netcat struct {
	*call
	program []string // of -e
	timeout time.Duration
	network string
}

func runNc(c *call) error {
	args, program := splitProgram(c.operands)
	var err error
	if c.options, err = parseOptions(args, c.command); err != nil {
		return err
	}
	n := &netcat{call: c, program: program, network: "tcp"}
	if n.timeout, err = c.duration("w", 0); err != nil {
		return err
	}
	if c.has("u") {
		n.network = "udp"
	}
	if c.has("l") {
		return n.listen()
	}
	return n.connect()
}

// splitProgram cuts at -e, alone or at the end of a cluster: all that follows
// is the program and its arguments.
func splitProgram(args []string) (own, program []string) {
	for i, arg := range args {
		if letters, ok := strings.CutSuffix(arg, "e"); ok && strings.HasPrefix(arg, "-") {
			if letters != "-" {
				return append(args[:i:i], letters), args[i+1:]
			}
			return args[:i], args[i+1:]
		}
	}
	return args, nil
}

func (n *netcat) connect() error {
	if len(n.operands) != 2 {
		return usagef("a host and a port are needed")
	}
	address := net.JoinHostPort(n.operands[0], n.operands[1])
	conn, err := (&net.Dialer{Timeout: n.timeout}).Dial(n.network, address)
	if err != nil {
		return connectError(address, err)
	}
	defer conn.Close()
	if n.has("v") {
		fmt.Fprintf(os.Stderr, "%s (%s) open\n", address, conn.RemoteAddr())
	}
	if n.has("z") {
		return nil
	}
	return n.serve(conn)
}

// connectError is the kernel's reason without the library's story around it.
func connectError(address string, err error) error {
	if _, ok := asError[*net.DNSError](err); ok {
		host, _, _ := net.SplitHostPort(address)
		return fmt.Errorf("%w '%s'", errBadAddress, host)
	}
	if errno, ok := asError[unix.Errno](err); ok {
		err = errno
	}
	return fmt.Errorf("connect to %s: %w", address, err)
}

func (n *netcat) listen() error {
	port, given := n.value("p")
	host, _ := n.value("s")
	if !given && len(n.operands) > 0 {
		port = n.operands[len(n.operands)-1]
	}
	address := net.JoinHostPort(host, port)
	if n.network == "udp" {
		return n.listenPacket(address)
	}
	listener, err := net.Listen(n.network, address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	defer listener.Close()
	if n.has("v") {
		fmt.Fprintf(os.Stderr, "listening on %s\n", listener.Addr())
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		err = n.serve(conn)
		conn.Close()
		if err != nil || !n.has("k") {
			return err
		}
	}
}

// serve runs the program on the connection, or joins it to our own streams:
// it lasts until the other side has said all; end of our input only ends what
// we say.
func (n *netcat) serve(conn net.Conn) error {
	if len(n.program) > 0 {
		return n.runOn(conn)
	}
	go func() {
		io.Copy(conn, os.Stdin) //nolint:errcheck // the other side closed: the read below ends
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.CloseWrite() //nolint:errcheck // likewise
		}
		if n.timeout > 0 {
			conn.SetReadDeadline(time.Now().Add(n.timeout)) //nolint:errcheck // a closed connection has no need of one
		}
	}()
	_, err := io.Copy(n.out, conn)
	if timeout, ok := asError[net.Error](err); ok && timeout.Timeout() {
		return nil
	}
	return err
}

func (n *netcat) runOn(conn net.Conn) error {
	filer, ok := conn.(interface{ File() (*os.File, error) })
	if !ok {
		return fmt.Errorf("exec %s: not a socket", n.program[0])
	}
	socket, err := filer.File()
	if err != nil {
		return err
	}
	defer socket.Close()
	cmd, err := child(n.program)
	if err != nil {
		return err
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = socket, socket, socket
	if err := cmd.Start(); err != nil {
		return startError(n.program[0], err)
	}
	cmd.Wait() //nolint:errcheck // the program's status is not ours
	return nil
}

// listenPacket takes the sender of the first datagram for the other side.
func (n *netcat) listenPacket(address string) error {
	socket, err := net.ListenPacket("udp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	defer socket.Close() //nolint:errcheck // nothing is buffered
	buffer := make([]byte, 64<<10)
	answering := false
	for {
		if n.timeout > 0 {
			socket.SetReadDeadline(time.Now().Add(n.timeout)) //nolint:errcheck // cannot fail on an open socket
		}
		size, from, err := socket.ReadFrom(buffer)
		if timeout, ok := asError[net.Error](err); ok && timeout.Timeout() {
			return nil
		} else if err != nil {
			return err
		}
		if !answering {
			answering = true
			go io.Copy(packetWriter{socket, from}, os.Stdin) //nolint:errcheck // UDP tells nobody
		}
		n.printf("%s", buffer[:size])
		if err := n.out.Flush(); err != nil {
			return err
		}
	}
}

type packetWriter struct {
	socket net.PacketConn
	to     net.Addr
}

// Write sends one datagram.
func (w packetWriter) Write(p []byte) (int, error) { return w.socket.WriteTo(p, w.to) }
