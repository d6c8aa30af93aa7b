//go:build linux

// Real servers, as people run them: PostgreSQL and nginx, from Debian's packages, in images that our own build makes, in a network
// of their own, with a volume, limits, health checks and published ports, under load.

package networktest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// debianWithServers is a root file system that .ci/peers makes.
const debianWithServers = "/var/cache/minicontainer/servers.tar"

// loadTime is how long the servers are under load.
func loadTime() time.Duration {
	if os.Getenv(testenv.SoakEnv) != "" {
		return time.Minute
	}
	return 4 * time.Second
}

func TestRealServersServeUnderLoadAndLoseNothing(t *testing.T) {
	needRoot(t)
	if _, err := os.Stat(debianWithServers); err != nil {
		testenv.Missing(t, "peers", "a Debian with servers (.ci/peers makes it): "+err.Error())
	}
	buildServers(t)
	mc(t, "network", "create", "shop")
	mc(t, "volume", "create", "data")
	mc(t, "run", "-d", "--name", "db", "--network", "shop", "-v", "data:/data", "-m", "256m", "--shm-size", "64m", "--restart", "unless-stopped", "db")
	mc(t, "run", "-d", "--name", "web", "--network", "shop", "-p", "8080:80", "-m", "64m", "--restart", "unless-stopped", "web")
	healthy(t, "db")
	healthy(t, "web")

	transactions := pgbench(t)
	nginxUnderLoad(t, "http://web/")
	nginxUnderLoad(t, "http://"+hostAddress+":8080/")
	page, err := get(t, outside, "http://"+hostAddress+":8080/")
	want(t, "outside", "a page of some length, for wrk", page, err)

	stoppedAndStarted(t, transactions)
	killedAndRestarted(t)
	for _, name := range []string{"db", "web"} {
		if out := mc(t, "inspect", "-f", "{{.State.OOMKilled}}", name); out != "false\n" {
			t.Errorf("%s: killed for lack of memory: %s", name, out)
		}
	}
	mc(t, "stop", "web")
	if out := mc(t, "inspect", "-f", "{{.State.ExitCode}}", "web"); out != "0\n" {
		t.Errorf("nginx, stopped, ended with %s", out)
	}
}

// buildServers makes the images debian, db and web.
func buildServers(t *testing.T) {
	t.Helper()
	context := t.TempDir()
	if err := os.Symlink(debianWithServers, filepath.Join(context, "servers.tar")); err != nil {
		t.Fatal(err)
	}
	const files = "testdata/servers"
	mc(t, "build", "-q", "-t", "debian", "-f", files+"/debian.Dockerfile", filepath.Dir(debianWithServers))
	for _, name := range []string{"db", "web"} {
		mc(t, "build", "-q", "--network", "none", "-t", name, "-f", files+"/"+name+".Dockerfile", files)
	}
}

// healthy waits until the health checks of the container say so.
func healthy(t *testing.T, name string) {
	t.Helper()
	var word string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if word = mc(t, "inspect", "-f", "{{.State.Health.Status}}", name); word == "healthy\n" {
			return
		}
	}
	_, log, _ := try("logs", name) //nolint:errcheck // only to be shown
	t.Fatalf("%s is %s: %s", name, word, log)
}

var processed = regexp.MustCompile(`number of transactions actually processed: (\d+)\nnumber of failed transactions: 0 `)

// pgbench puts the database under load, and returns how many transactions it has confirmed.
func pgbench(t *testing.T) string {
	t.Helper()
	client := func(args ...string) string {
		return mc(t, append([]string{"run", "--rm", "--network", "shop", "db", "pgbench", "-h", "db", "-U", "postgres"}, args...)...)
	}
	client("-i", "-q", "postgres")
	out := client("-c", "4", "-j", "2", "-T", fmt.Sprint(int(loadTime().Seconds())), "postgres")
	m := processed.FindStringSubmatch(out)
	if m == nil || m[1] == "0" {
		t.Fatalf("pgbench: %s", out)
	}
	t.Logf("pgbench: %s", out[strings.Index(out, "latency average"):])
	return m[1]
}

// nginxUnderLoad fetches a page as often as it can, from another container.
func nginxUnderLoad(t *testing.T, url string) {
	t.Helper()
	out := mc(t, "run", "--rm", "--network", "shop", "debian", "wrk", "-t", "2", "-c", "16", "-d", fmt.Sprintf("%ds", int(loadTime().Seconds())), url)
	if strings.Contains(out, "Non-2xx") || strings.Contains(out, "Socket errors") || !strings.Contains(out, "Requests/sec:") {
		t.Errorf("wrk %s: %s", url, out)
	}
	t.Logf("wrk %s: %s", url, out[strings.Index(out, "Requests/sec:"):])
}

const (
	recovered = "was not properly shut down; automatic recovery in progress"
	shutDown  = "database system is shut down"
)

// stoppedAndStarted: stop is PostgreSQL's own way to end.
func stoppedAndStarted(t *testing.T, transactions string) {
	t.Helper()
	mc(t, "stop", "-t", "60", "db")
	if out := mc(t, "inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "db"); out != "exited 0\n" {
		t.Errorf("stopped, it is %s", out)
	}
	mc(t, "start", "db")
	healthy(t, "db")
	log := serverLog(t)
	if !strings.Contains(log, shutDown) || strings.Contains(log, recovered) {
		t.Errorf("it was stopped and started: %s", log)
	}
	if got := query(t, "select count(*) from pgbench_history"); got != transactions {
		t.Errorf("%s transactions were confirmed, and %s are there", transactions, got)
	}
}

// killedAndRestarted: nobody has told it to end, so its restart policy starts it again, and what it has confirmed is there.
func killedAndRestarted(t *testing.T) {
	t.Helper()
	query(t, "create table kept (n int)")
	const rows = 20
	for n := range rows {
		query(t, fmt.Sprintf("insert into kept values (%d)", n))
	}
	before := mc(t, "inspect", "-f", "{{.State.Pid}}", "db")
	killFromOutside(t, before)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if out := mc(t, "inspect", "-f", "{{.State.Status}} {{.RestartCount}}", "db"); out == "running 1\n" {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("killed, it is %s", out)
		}
	}
	healthy(t, "db")
	if log := serverLog(t); !strings.Contains(log, recovered) {
		t.Errorf("it was killed, and has not noticed: %s", log)
	}
	if got := query(t, "select count(*) from kept"); got != fmt.Sprint(rows) {
		t.Errorf("%d rows were confirmed, and %s are there", rows, got)
	}
	_, err := get(t, outside, "http://"+hostAddress+":8080/")
	if err != nil {
		t.Errorf("the other container: %v", err)
	}
}

func killFromOutside(t *testing.T, pid string) {
	t.Helper()
	var number int
	if _, err := fmt.Sscan(pid, &number); err != nil {
		t.Fatal(err)
	}
	p, err := os.FindProcess(number)
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// query asks in the database's own container.
func query(t *testing.T, line string) string {
	t.Helper()
	return strings.TrimSpace(mc(t, "exec", "db", "psql", "-qAt", "-h", "127.0.0.1", "-c", line, "postgres"))
}

// serverLog is what the server has said since the container was made.
func serverLog(t *testing.T) string {
	t.Helper()
	out, said, err := try("logs", "db")
	if err != nil {
		t.Fatalf("logs: %v", err)
	}
	return out + said
}
