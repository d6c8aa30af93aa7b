//go:build linux

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// daemon is a dockerd in this network namespace, and apart from the machine in everything else. One that is not installed is nil.
type daemon struct {
	*exec.Cmd
	dir, group string
}

func startDaemon(dir string) (*daemon, error) {
	for _, program := range []string{"dockerd", "docker", "iptables"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, nil //nolint:nilnil // see daemon
		}
	}
	d := &daemon{dir: filepath.Join(dir, "d"), group: fmt.Sprintf("minicontainer-bench-%d", os.Getpid())}
	if err := os.Mkdir(d.dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(d.dir, "empty.json"), []byte("{}"), 0o600); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(d.dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	d.Cmd = exec.Command("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "dockerd",
		"--data-root", d.dir+"/data", "--exec-root", d.dir+"/exec", "--pidfile", d.dir+"/pid", "--host", d.host(),
		"--config-file", d.dir+"/empty.json", "--bip", "172.31.99.1/24", "--cgroup-parent", "/"+d.group)
	d.Stdout, d.Stderr = log, log
	d.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := d.Start(); err != nil {
		return nil, fmt.Errorf("start dockerd: %w", err)
	}
	return d, d.await(log.Name())
}

// await returns when it answers.
func (d *daemon) await(log string) error {
	const patience = time.Minute
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(50 * time.Millisecond) {
		if _, err := d.call("version"); err == nil {
			return nil
		}
	}
	text, _ := os.ReadFile(log) //nolint:errcheck // then it says nothing
	d.end()
	return fmt.Errorf("dockerd does not answer: %s", text)
}

func (d *daemon) host() string { return "unix://" + d.dir + "/d.sock" }

// words are a command line of the client's.
func (d *daemon) words(args ...string) []string {
	if d == nil {
		return nil
	}
	return append([]string{"docker", "-H", d.host()}, args...)
}

// run is docker run, without a capability that a machine may not have to give.
func (d *daemon) run(args ...string) []string {
	return d.words(append([]string{"run", "--cap-drop", "SYS_RESOURCE"}, args...)...)
}

func (d *daemon) call(args ...string) (string, error) { return (*room)(nil).run(d.words(args...)...) }

// load makes an image of a directory.
func (d *daemon) load(root, name string) error {
	if d == nil {
		return nil
	}
	_, err := (*room)(nil).run("sh", "-c", `tar -C "$0" -c . | docker -H "$1" import - "$2"`, root, d.host(), name)
	return err
}

// missing is why docker does not take part.
func (d *daemon) missing() string {
	if d == nil {
		return "dockerd is not installed"
	}
	return ""
}

func (d *daemon) end() {
	if d == nil {
		return
	}
	if ids, err := d.call("ps", "-q"); err == nil && ids != "" {
		d.call(append([]string{"kill"}, strings.Fields(ids)...)...) //nolint:errcheck // they end with the daemon's processes
	}
	// The daemon, and not unshare, which so is there to reap it.
	child, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", d.Process.Pid)) //nolint:errcheck // it may have ended
	if number, err := strconv.Atoi(strings.TrimSpace(string(child))); err == nil {
		syscall.Kill(number, syscall.SIGKILL) //nolint:errcheck // as above
	} else {
		d.Process.Kill() //nolint:errcheck // as above
	}
	d.Wait() //nolint:errcheck // killed
	if g, err := cgroup.Find(d.group); err == nil {
		g.Remove() //nolint:errcheck // empty, and in nobody's way
	}
}
