//go:build linux

package networktest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/vishvananda/netns"
)

// web starts a container that answers by HTTP with a page.
func web(t *testing.T, name, page string, flags ...string) {
	t.Helper()
	args := append([]string{"run", "-d", "--name", name}, flags...)
	mc(t, append(args, "base", "sh", "-c", "mkdir /www; echo "+page+" >/www/index.html; exec httpd -f -h /www")...)
	listens(t, name)
}

// listens waits until the server of the container does.
func listens(t *testing.T, name string) {
	t.Helper()
	for start := time.Now(); time.Since(start) < 10*time.Second; {
		if _, _, err := try("exec", name, "wget", "-q", "-O", "/dev/null", "http://127.0.0.1/"); err == nil {
			return
		}
	}
	t.Fatalf("%s does not listen", name)
}

// get fetches a page in a namespace.
func get(t *testing.T, ns netns.NsHandle, url string) (page string, err error) {
	t.Helper()
	within(t, ns, func() {
		// The dialer's goroutines would be in other threads: this one connects itself.
		page, err = fetch(url)
	})
	return page, err
}

func here(t *testing.T) netns.NsHandle {
	t.Helper()
	ns, err := netns.GetFromPath("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ns.Close() })
	return ns
}

// fetch connects on the calling thread. A server that has just started may not listen yet.
func fetch(url string) (string, error) {
	address := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	var c net.Conn
	var err error
	for try := 0; try < 50; try++ {
		if c, err = (&net.Dialer{Timeout: 3 * time.Second}).DialContext(context.Background(), "tcp", address); err == nil {
			break
		}
		if !strings.Contains(err.Error(), "refused") {
			return "", err
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		return "", err
	}
	defer c.Close()
	client := http.Client{Transport: &http.Transport{Dial: func(string, string) (net.Conn, error) { return c, nil }}, Timeout: 5 * time.Second}
	answer, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return strings.TrimSpace(string(text)), err
}

func want(t *testing.T, from, page string, got string, err error) {
	t.Helper()
	if err != nil || got != page {
		t.Errorf("from %s: %q, %v; want %q", from, got, err, page)
	}
}

func TestAPublishedPortIsReachedFromEverywhereAlsoAfterARestartWithAnotherAddress(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	mc(t, "network", "create", "other")
	web(t, "web", "hello", "--network", "shop", "-p", "8080:80", "-p", "5353:53/udp")
	everywhere := func() {
		t.Helper()
		want(t, "itself", "hello\n", mc(t, "exec", "web", "wget", "-q", "-O", "-", "-T", "5", "http://"+hostAddress+":8080/"), nil)
		for from, address := range map[string]string{"localhost": "127.0.0.1", "the host's address": hostAddress} {
			page, err := get(t, here(t), "http://"+address+":8080/")
			want(t, from, "hello", page, err)
		}
		page, err := get(t, outside, "http://"+hostAddress+":8080/")
		want(t, "outside", "hello", page, err)
		for _, network := range []string{"shop", "other", "bridge"} {
			out := mc(t, "run", "--rm", "--network", network, "base", "wget", "-q", "-O", "-", "http://"+hostAddress+":8080/")
			want(t, "a container in "+network, "hello", strings.TrimSpace(out), nil)
		}
	}
	everywhere()
	before := address(t, "web", "shop")
	mc(t, "restart", "-t", "0", "web")
	listens(t, "web")
	if after := address(t, "web", "shop"); after == before {
		t.Errorf("the address is %s still: this shows nothing", after)
	}
	everywhere()
}

// address is a container's in a network.
func address(t *testing.T, container, network string) string {
	t.Helper()
	found := regexp.MustCompile(`"` + network + `": \{[^}]*"IPAddress": "([^"]+)"`).FindStringSubmatch(mc(t, "inspect", container))
	if found == nil {
		t.Fatalf("%s has no address in %s: %s", container, network, mc(t, "inspect", container))
	}
	return found[1]
}

func TestDatagramsReachAPublishedPort(t *testing.T) {
	needRoot(t)
	for from, ns := range map[string]netns.NsHandle{"outside": outside, "the host": here(t)} {
		mc(t, "run", "-d", "--name", "echo", "-p", "7000:7/udp", "base", "sh", "-c", "echo -n pong | nc -lu -p 7")
		var got string
		var err error
		within(t, ns, func() { got, err = echo(hostAddress + ":7000") })
		want(t, from, "pong", got, err)
		mc(t, "rm", "-f", "echo")
	}
}

// echo sends a datagram until it comes back.
func echo(address string) (string, error) {
	c, err := net.Dial("udp", address)
	if err != nil {
		return "", err
	}
	defer c.Close()
	answer := make([]byte, 16)
	for try := 0; try < 30; try++ {
		if _, err = c.Write([]byte("ping")); err != nil {
			continue
		}
		if err = c.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
			return "", err
		}
		var n int
		if n, err = c.Read(answer); err == nil {
			return string(answer[:n]), nil
		}
	}
	return "", err
}

func TestAPortAtLocalhostIsNotReachedFromOutside(t *testing.T) {
	needRoot(t)
	web(t, "web", "hello", "-p", "127.0.0.1:8080:80")
	page, err := get(t, here(t), "http://127.0.0.1:8080/")
	want(t, "localhost", "hello", page, err)
	if page, err := get(t, outside, "http://"+hostAddress+":8080/"); err == nil {
		t.Errorf("outside got %q", page)
	}
}

func TestATakenPortIsRefusedWithItsHolderAndNothingStarts(t *testing.T) {
	needRoot(t)
	web(t, "web", "hello", "-p", "8080:80")
	_, said, err := try("run", "-d", "--name", "late", "-p", "8080:80", "base", "sleep", "100")
	if err == nil || said != "minicontainer: publish port 8080:80/tcp: port 8080/tcp of the host: it is taken by container web\n" {
		t.Errorf("a container's port: %v, %q", err, said)
	}
	l, err := net.Listen("tcp4", ":9090")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, said, err = try("run", "--rm", "-p", "9090:80", "base", "true")
	if err == nil || !regexp.MustCompile(`^minicontainer: publish port 9090:80/tcp: port 9090/tcp of the host: it is taken by \S+ \(process \d+\)\n$`).MatchString(said) {
		t.Errorf("a program's port: %v, %q", err, said)
	}
	if _, err := net.Listen("tcp4", ":8080"); err == nil {
		t.Error("another program could listen on a published port")
	}
	mc(t, "rm", "-f", "web")
	mc(t, "start", "late")
}

func TestReplicasShareAPortInTurnAndOneThatDiesLeaves(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	for i := 1; i <= 3; i++ {
		name := fmt.Sprintf("web%d", i)
		web(t, name, fmt.Sprint(i), "--network", "shop", "--network-alias", "web", "-p", "8080:80")
		page, err := get(t, here(t), "http://"+address(t, name, "shop")+":80/") // it listens by now
		want(t, "the host", fmt.Sprint(i), page, err)
	}
	if got := visits(t, 9); got != "1:3 2:3 3:3" {
		t.Errorf("nine visits: %s", got)
	}
	mc(t, "kill", "web2")
	if got := visits(t, 8); got != "1:4 3:4" {
		t.Errorf("eight visits when one has died: %s", got)
	}
	_, said, err := try("run", "--rm", "--network", "shop", "-p", "8080:80", "base", "true")
	if err == nil || !strings.Contains(said, "taken by container web") {
		t.Errorf("one without the alias: %v, %q", err, said)
	}
}

// visits fetches the page so many times and counts what came.
func visits(t *testing.T, times int) string {
	t.Helper()
	count := map[string]int{}
	for i := 0; i < times; i++ {
		page, err := get(t, outside, "http://"+hostAddress+":8080/")
		if err != nil {
			page = err.Error()
		}
		count[page]++
	}
	var words []string
	for _, page := range []string{"1", "2", "3"} {
		if count[page] > 0 {
			words = append(words, fmt.Sprintf("%s:%d", page, count[page]))
		}
	}
	return strings.Join(words, " ")
}
