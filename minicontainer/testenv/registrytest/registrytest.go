// Package registrytest starts a real registry for a test: Debian's docker-registry, on the loopback.
package registrytest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// Options say how the registry is to be.
type Options struct {
	User, Password string // with a user, nobody else gets in
}

// Start starts a registry that ends with the test, and returns its HOST:PORT. Its files are in a temporary directory.
func Start(t testing.TB, o Options) string {
	t.Helper()
	program := testenv.Peer(t, "docker-registry")
	config := filepath.Join(t.TempDir(), "config.yml")
	if err := os.WriteFile(config, []byte(configuration(t, o)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "serve", config)
	cmd.SysProcAttr = &unix.SysProcAttr{Pdeathsig: unix.SIGKILL}
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it has ended already
		cmd.Wait()         //nolint:errcheck // it was killed
	})
	return address(t, log)
}

func configuration(t testing.TB, o Options) string {
	text := `version: 0.1
log: {level: info, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: ` + t.TempDir() + `}
  delete: {enabled: true}
http: {addr: "127.0.0.1:0"}
`
	if o.User == "" {
		return text
	}
	// The registry takes bcrypt only.
	users, err := exec.Command(testenv.Peer(t, "htpasswd"), "-nbB", o.User, o.Password).Output()
	if err != nil {
		t.Fatal("htpasswd:", err)
	}
	file := filepath.Join(t.TempDir(), "htpasswd")
	if err := os.WriteFile(file, users, 0o600); err != nil {
		t.Fatal(err)
	}
	return text + fmt.Sprintf("auth: {htpasswd: {realm: test, path: %s}}\n", file)
}

var listening = regexp.MustCompile(`listening on (127\.0\.0\.1:\d+)`)

// address waits for the line of the log that tells the port, which the kernel has chosen.
func address(t testing.TB, log io.Reader) string {
	t.Helper()
	found := make(chan string)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(log)
		told := false
		for lines.Scan() { // to the end, or the registry would wait for somebody to read
			if m := listening.FindStringSubmatch(lines.Text()); m != nil && !told {
				told = true
				found <- m[1]
			}
		}
	}()
	select {
	case host, ok := <-found:
		if !ok {
			t.Fatal("docker-registry ended before it listened")
		}
		return host
	case <-time.After(time.Minute):
		t.Fatal("docker-registry does not listen")
	}
	return ""
}
