//go:build linux

package names

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestGoFindsNames(t *testing.T) {
	ns, outside := container(t), plainWorld(t)
	serve(t, ns, outside.at)
	resolver := &net.Resolver{PreferGo: true, Dial: func(_ context.Context, network, _ string) (net.Conn, error) {
		return dial(t, ns, network, wellKnown)
	}}
	for name, want := range map[string]string{"web": "10.88.0.2 fd00::2", "crowd": "200 addresses"} {
		list, err := resolver.LookupHost(context.Background(), name+".")
		must(t, err)
		slices.Sort(list)
		got := strings.Join(list, " ")
		if len(list) > 9 {
			got = fmt.Sprint(len(list), " addresses")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if list, err := resolver.LookupAddr(context.Background(), "10.88.0.2"); err != nil || !slices.Equal(list, []string{"web.shop."}) {
		t.Errorf("10.88.0.2 is %v, %v", list, err)
	}
	if _, err := resolver.LookupHost(context.Background(), "missing.example."); err == nil || !strings.Contains(err.Error(), "no such host") {
		t.Errorf("missing.example: %v", err)
	}
}

func TestTheCLibraryFindsNamesByOurFiles(t *testing.T) {
	ns, outside := container(t), plainWorld(t)
	getent := testenv.Peer(t, "getent")
	serve(t, ns, outside.at)
	file := t.TempDir() + "/resolv.conf"
	must(t, os.WriteFile(file, ResolvConf(ForContainer(Settings{Search: []string{"lan"}}, Settings{})), 0o644))
	for query, want := range map[string]string{
		"ahostsv4 web": "10.88.0.2", "ahostsv6 web": "fd00::2", "ahostsv4 my_db": "10.88.0.3", "ahostsv4 WEB": "10.88.0.2",
		"ahostsv4 example.org": "192.0.0.0", "hosts 10.88.0.2": "10.88.0.2",
	} {
		inside(t, ns, func() {
			// A mount namespace for the file; dns alone, as the host's own names are none of ours.
			script := "mount --bind " + file + " /etc/resolv.conf && exec " + getent + " -s dns " + query
			out, err := exec.Command("unshare", "-m", "--propagation", "private", "sh", "-c", script).CombinedOutput()
			if first, _, _ := strings.Cut(string(out), " "); err != nil || first != want {
				t.Errorf("%s: %s, %v; want %s", query, out, err, want)
			}
		})
	}
}

func TestBusyboxFindsNames(t *testing.T) {
	ns, outside := container(t), plainWorld(t)
	busybox := testenv.Peer(t, "busybox")
	serve(t, ns, outside.at)
	for name, want := range map[string]string{
		"web":         "\n\nName:\tweb\nAddress: 10.88.0.2\n\nName:\tweb\nAddress: fd00::2\n",
		"10.88.0.2":   "\n2.0.88.10.in-addr.arpa\tname = web.shop\n",
		"example.org": "\nName:\texample.org\nAddress: 192.0.0.0\n",
	} {
		inside(t, ns, func() {
			out, err := exec.Command(busybox, "nslookup", name, Address.String()).Output()
			if err != nil || !strings.Contains(string(out), want) {
				t.Errorf("%s: %v\n%s\nwant in it\n%s", name, err, out, want)
			}
		})
	}
}

func TestDigFindsNames(t *testing.T) {
	ns := container(t)
	dig := testenv.Peer(t, "dig")
	serve(t, ns)
	for arguments, want := range map[string]string{"web A": "10.88.0.2", "web AAAA": "fd00::2", "+tcp web A": "10.88.0.2", "web MX": "", "-x 10.88.0.2": "web.shop."} {
		inside(t, ns, func() {
			out, err := exec.Command(dig, append([]string{"+short", "@" + Address.String()}, strings.Fields(arguments)...)...).Output()
			if got := strings.TrimSpace(string(out)); err != nil || got != want {
				t.Errorf("%s: %s, %v; want %s", arguments, got, err, want)
			}
		})
	}
}
