//go:build linux

package networktest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// stranger is an ordinary user that no machine has.
const stranger = 12345

// person is an ordinary user, with a home, a copy of our program, and what is installed for them.
type person struct {
	home, programs string
}

// asPerson calls body on a thread on which the machine has an ordinary user with more ids, and of the programs for users'
// networks only those that are named.
func asPerson(t *testing.T, helpers []string, body func(p person)) {
	t.Helper()
	testenv.RealRoot(t)
	p := person{home: t.TempDir()}
	testenv.Passable(t, p.home)
	p.programs = filepath.Join(p.home, "programs")
	self, err := os.ReadFile("/proc/self/exe")
	err = errors.Join(err, os.WriteFile(filepath.Join(p.home, "minicontainer"), self, 0o755), os.Mkdir(p.programs, 0o755), os.Chown(p.home, stranger, stranger))
	for _, name := range append([]string{"newuidmap", "newgidmap"}, helpers...) {
		err = errors.Join(err, os.Symlink(testenv.Peer(t, name), filepath.Join(p.programs, name)))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := testenv.OwnMounts(func() {
		p.introduce(t)
		body(p)
	}); err != nil {
		t.Fatal(err)
	}
}

// introduce mounts files over those that say who is who, and a tun device that everybody may open, as most machines have it.
func (p person) introduce(t *testing.T) {
	t.Helper()
	tun := filepath.Join(p.home, "tun")
	err := errors.Join(unix.Mknod(tun, unix.S_IFCHR, int(unix.Mkdev(10, 200))), os.Chmod(tun, 0o666), unix.Mount(tun, "/dev/net/tun", "", unix.MS_BIND, "")) //nolint:gosec // a small number
	const ids = "mina:300000:65536\n"
	for name, text := range map[string]string{
		"passwd": fmt.Sprintf("root:x:0:0::/root:/bin/sh\nmina:x:%d:%d::%s:/bin/sh\n", stranger, stranger, p.home),
		"subuid": ids, "subgid": ids,
	} {
		file := filepath.Join(p.home, name)
		err = errors.Join(err, os.WriteFile(file, []byte(text), 0o644), unix.Mount(file, "/etc/"+name, "", unix.MS_BIND, ""))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// command is a command line of the person's.
func (p person) command(args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.home, "minicontainer"), args...)
	cmd.Args[0] = "minicontainer"
	cmd.Env = []string{"HOME=" + p.home, "PATH=" + p.programs}
	cmd.Dir = p.home
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: stranger, Gid: stranger}}
	return cmd
}

// run runs one, and returns what it prints and says. It does not wait for what the command leaves running.
func (p person) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := p.command(args...)
	cmd.Stdout, cmd.Stderr = out, out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// outsideAnswers has the outside answer by HTTP with a page, at the address that is returned.
func outsideAnswers(t *testing.T, page string) string {
	t.Helper()
	testenv.RealRoot(t) // who is not has laid no cable
	var l net.Listener
	var err error
	within(t, outside, func() { l, err = net.Listen("tcp4", outsideAddress+":0") })
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, page+"\n") }), ReadHeaderTimeout: time.Minute} //nolint:errcheck // who asks tells
	go server.Serve(l)                                                                                                                                               //nolint:errcheck // it is closed
	t.Cleanup(func() { server.Close() })
	return "http://" + l.Addr().String() + "/"
}

// programsOf are the processes of this test whose program has the name.
func programsOf(t *testing.T, name string) (pids []string) {
	t.Helper()
	names, err := filepath.Glob("/proc/[0-9]*/comm")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range names {
		comm, err := os.ReadFile(file)
		if pid := strings.Split(file, "/")[2]; err == nil && strings.HasPrefix(string(comm), name) && descends(pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func noProgramLeft(t *testing.T, name, after string) {
	t.Helper()
	left := programsOf(t, name)
	for start := time.Now(); len(left) > 0 && time.Since(start) < 3*time.Second; left = programsOf(t, name) {
		time.Sleep(10 * time.Millisecond)
	}
	if len(left) > 0 {
		t.Errorf("%s: %s is left: %v", after, name, left)
	}
}

func TestAnOrdinaryUserIsConnectedByPasta(t *testing.T) {
	url := outsideAnswers(t, "hello from outside")
	asPerson(t, []string{"pasta", "passt"}, func(p person) {
		if out := p.run(t, "run", "--rm", "base", "wget", "-q", "-T", "5", "-O", "-", url); out != "hello from outside\n" {
			t.Errorf("to the outside: %q", out)
		}
		noProgramLeft(t, "pas", "after the end")

		if out := p.run(t, "run", "-d", "--name", "web", "-p", "8080:80", "-p", "127.0.0.1:8081:80", "base", "sh", "-c", "mkdir /www; echo hello >/www/index.html; exec httpd -f -h /www"); strings.Contains(out, "minicontainer:") {
			t.Error(out)
		}
		page, err := patient(t, "http://"+hostAddress+":8080/")
		want(t, "outside to a published port", "hello", page, err)
		page, err = get(t, here(t), "http://127.0.0.1:8081/")
		want(t, "the host to one at localhost", "hello", page, err)
		if page, err = get(t, outside, "http://"+hostAddress+":8081/"); err == nil {
			t.Errorf("outside to one at localhost: %q", page)
		}
		if len(programsOf(t, "pas")) == 0 {
			t.Error("pasta does not run: this shows nothing")
		}
		p.run(t, "rm", "-f", "web")
		noProgramLeft(t, "pas", "after rm -f")
		p.isKilled(t, "pas")
	})
}

// patient fetches a page from outside until somebody answers with one.
func patient(t *testing.T, url string) (page string, err error) {
	t.Helper()
	for start := time.Now(); time.Since(start) < 5*time.Second; time.Sleep(20 * time.Millisecond) {
		if page, err = get(t, outside, url); err == nil && page != "" {
			return page, nil
		}
	}
	return page, err
}

// isKilled looks what is left when a command in the foreground is killed that stays with its container in the place of a shim.
func (p person) isKilled(t *testing.T, helper string) {
	t.Helper()
	cmd := p.command("run", "--rm", "base", "sh", "-c", "echo here; sleep 1000")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("here\n"))); err != nil || len(programsOf(t, helper)) == 0 {
		t.Errorf("the container does not run, or without %s: %v", helper, err)
	}
	cmd.Process.Kill() //nolint:errcheck // reaped in the next line
	cmd.Wait()         //nolint:errcheck // killed
	noProgramLeft(t, helper, "after the command was killed")
	p.run(t, "ps") // puts right what the dead could not
	if out := p.run(t, "system", "check"); out != "all is as it should be\n" {
		t.Errorf("after the command was killed, and ps: %s", out)
	}
}

func TestAnOrdinaryUserIsConnectedBySlirp4netns(t *testing.T) {
	url := outsideAnswers(t, "hello from outside")
	asPerson(t, []string{"slirp4netns"}, func(p person) {
		if out := p.run(t, "run", "--rm", "base", "wget", "-q", "-T", "5", "-O", "-", url); out != "hello from outside\n" {
			t.Errorf("to the outside: %q", out)
		}
		noProgramLeft(t, "slirp", "after the end")
		if out := p.run(t, "run", "--rm", "-p", "8080:80", "base", "true"); strings.Count(out, "\n") != 1 || !strings.Contains(out, "need pasta") {
			t.Errorf("a published port: %q", out)
		}
		p.isKilled(t, "slirp")
	})
}

func TestAnOrdinaryUserWithoutEitherIsToldSo(t *testing.T) {
	asPerson(t, nil, func(p person) {
		const links = "cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '"
		if out := p.run(t, "run", "--rm", "base", "sh", "-c", links); out != "lo\n" {
			t.Errorf("its interfaces: %q", out)
		}
		if out := onTerminal(t, p.command("run", "--rm", "base", "sh", "-c", links)); !strings.Contains(out, "the container has no way out: ") || !strings.HasSuffix(out, "lo\r\n") {
			t.Errorf("on a terminal: %q", out)
		}
		for asked, refusal := range map[string]string{"-p 8080:80": "neither is installed", "--network shop": "only who may change this machine's network"} {
			out := p.run(t, append(append([]string{"run", "--rm"}, strings.Fields(asked)...), "base", "true")...)
			if strings.Count(out, "\n") != 1 || !strings.Contains(out, refusal) {
				t.Errorf("%s: %q", asked, out)
			}
		}
	})
}

// onTerminal runs a command on a terminal of its own, and returns what is seen there.
func onTerminal(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	number, numberErr := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	slave, openErr := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err := errors.Join(err, numberErr, openErr); err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr.Setsid, cmd.SysProcAttr.Setctty = true, true
	err = cmd.Start()
	slave.Close()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(master) //nolint:errcheck // EIO is how a terminal tells that its last user is gone
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ends with %v: %s", err, text)
	}
	return string(text)
}
