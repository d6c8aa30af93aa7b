//go:build linux

package networktest

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// fault is something that is wrong, where a trace has to see it, and how it is put right. In the lines $web and $cli are processes of
// the containers, $cable is the host's end of web's cable, and $bridge and $table are the network's and ours.
type fault struct {
	what, line, undo string
	from, to         string
	hop, why         string
}

const (
	inWeb = "nsenter --target $web --net "
	inCli = "nsenter --target $cli --net "
	again = "; ip route replace default via $gateway'"
)

var faults = []fault{
	{"lo is down", inCli + "ip link set lo down", inCli + "ip link set lo up", "cli", "web:80", "link", "lo is down in cli"},
	{"lo is down, to itself", inWeb + "ip link set lo down", inWeb + "ip link set lo up", "web", "localhost:80", "link", "lo is down in web"},
	{"the sender's link is down", inCli + "ip link set eth0 down", inCli + "sh -c 'ip link set eth0 up" + again, "cli", "web:80", "link", "eth0 is down in cli"},
	{"the receiver's link is down", inWeb + "ip link set eth0 down", inWeb + "sh -c 'ip link set eth0 up" + again, "cli", "web:80", "link", "eth0 is down in web"},
	{"the cable is unplugged", "ip link set $cable nomaster", "ip link set $cable master $bridge", "cli", "web:80", "cable", "is not plugged in"},
	{"the cable's end at the host is down", "ip link set $cable down", "ip link set $cable up", "host", "web:80", "cable", "the host's end"},
	{"the bridge is down", "ip link set $bridge down", "ip link set $bridge up", "cli", "web:80", "bridge", "is down"},
	{"the bridge is down, for the host", "ip link set $bridge down", "ip link set $bridge up", "host", "localhost:8080", "bridge", "is down"},
	{"the bridge has no address", "ip address flush dev $bridge", "ip address add $gateway/16 dev $bridge", "cli", outsideAddress + ":7777", "bridge", "nobody answers as the gateway"},
	{"no address", inCli + "ip address flush dev eth0", inCli + "sh -c 'ip address add $address/16 dev eth0" + again, "cli", "web:80", "address", "has not its address"},
	{"no default route", inCli + "ip route del default", inCli + "sh -c ':" + again, "cli", outsideAddress + ":7777", "route", "there is no default route"},
	{"no way back", inWeb + "ip route del default", inWeb + "sh -c ':" + again, "outside", "host:8080", "answer", "no route back"},
	{"no forwarding", "echo 0 >/proc/sys/net/ipv4/ip_forward", "echo 1 >/proc/sys/net/ipv4/ip_forward", "cli", outsideAddress + ":7777", "forward", "ip_forward is 0"},
	{"another network", "", "", "far", "$webaddress:80", "rule", "networks are kept apart"},
	{"another network, by name", "", "", "far", "web:80", "name", "share no network"},
	{"an internal network, to the outside", "", "", "safe", outsideAddress + ":7777", "route", "is internal"},
	{"an internal network, with a route to the outside", "nsenter --target $safe --net ip route add default via $vault", "nsenter --target $safe --net ip route del default", "safe", outsideAddress + ":7777", "rule", "lets nothing out"},
	{
		"another firewall", "nft 'add table ip theirs; add chain ip theirs forward { type filter hook forward priority 0; policy drop; }'", "nft delete table ip theirs",
		"cli", outsideAddress + ":7777", "firewall", "ip theirs forward: policy drop",
	},
	{"our table is gone", "nft delete table inet $table", "$start", "host", "localhost:8080", "port", "is gone"},
	{"our table is gone, to the outside", "nft delete table inet $table", "$start", "cli", outsideAddress + ":7777", "nat", "is gone"},
	{"a port that nobody publishes", "", "", "host", "localhost:8081", "listener", "published are 8080/tcp (web)"},
	{"a port at another address", "", "", "cli", "host:9090", "port", "at 127.0.0.1 only"},
	{"nobody listens", "", "", "cli", "web:81", "listener", "nobody listens on port 81/tcp in web; there are programs on 80/tcp"},
	{"nobody waits for datagrams", "", "", "cli", "web:81/udp", "listener", "nobody listens"},
	{"somebody listens at localhost only", "", "", "cli", "local:8000", "listener", "listens at 127.0.0.1 only"},
	{"nobody has the address", "", "", "cli", "$nobody:80", "neighbour", "nobody has the address"},
}

// town starts the containers of the tests below, and gives the words for their lines.
func town(t *testing.T) *strings.Replacer {
	t.Helper()
	for _, program := range []string{"nft", "ip", "nsenter"} {
		testenv.Peer(t, program)
	}
	mc(t, "network", "create", "shop")
	mc(t, "network", "create", "office")
	mc(t, "network", "create", "--internal", "vault")
	web(t, "web", "hello", "--network", "shop", "-p", "8080:80", "-p", "127.0.0.1:9090:80")
	mc(t, "run", "-d", "--name", "local", "--network", "shop", "base", "sh", "-c", "mkdir /www; exec httpd -f -h /www -p 127.0.0.1:8000")
	for name, network := range map[string]string{"cli": "shop", "far": "office", "safe": "vault"} {
		mc(t, "run", "-d", "--name", name, "--network", network, "base", "sleep", "1000")
	}
	settle(t, "local", "localhost:8000")
	within(t, outside, func() {
		l, err := net.Listen("tcp4", ":7777")
		if err != nil {
			t.Error(err)
			return
		}
		t.Cleanup(func() { l.Close() })
	})
	mc(t, "run", "--rm", "base", "true") // makes the default network, of which the table has its name
	_, table := names(t)
	shop := mc(t, "network", "inspect", "shop")
	return strings.NewReplacer(
		"$webaddress", address(t, "web", "shop"), "$web", pid(t, "web"), "$cli", pid(t, "cli"), "$safe", pid(t, "safe"),
		"$cable", cableOf(t, "web"), "$bridge", find(t, shop, `"com.docker.network.bridge.name": "([^"]+)"`), "$table", table,
		"$gateway", find(t, shop, `"Gateway": "([^"]+)"`), "$vault", find(t, mc(t, "network", "inspect", "vault"), `"Gateway": "([^"]+)"`),
		"$address", address(t, "cli", "shop"), "$nobody", find(t, shop, `"Gateway": "(\d+\.\d+)`)+".99.99",
	)
}

// settle waits until a program listens that has just been started.
func settle(t *testing.T, from, to string) {
	t.Helper()
	var out string
	for start := time.Now(); time.Since(start) < 10*time.Second; {
		var err error
		if out, _, err = try("network", "trace", from, to); err == nil {
			return
		}
	}
	t.Fatalf("nobody listens:\n%s", out)
}

func find(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no %s in %s", pattern, text)
	}
	return found[1]
}

func pid(t *testing.T, container string) string {
	t.Helper()
	return find(t, mc(t, "inspect", container), `"Pid": (\d+)`)
}

// cableOf is the host's end of a container's cable: the drawing has it.
func cableOf(t *testing.T, container string) string {
	t.Helper()
	return find(t, mc(t, "network", "show"), `(mv\S+) ═══ eth0  `+container)
}

func run(t *testing.T, line string) {
	t.Helper()
	if line == "" {
		return
	}
	if line == "$start" {
		mc(t, "run", "--rm", "base", "true")
		return
	}
	if out, err := exec.Command("sh", "-ec", line).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", line, err, out)
	}
}

// sound are ways on which nothing is wrong.
var sound = [][2]string{
	{"cli", "web:80"}, {"cli", outsideAddress + ":7777"}, {"cli", "host:8080"}, {"web", "host:8080"}, {"far", "host:8080"}, {"web", "localhost:80"}, {"web", "web:80"},
	{"host", "web:80"}, {"host", "localhost:8080"}, {"host", "host:8080"}, {"host", "localhost:9090"}, {"local", "localhost:8000"},
}

func TestATraceOfWhatIsSoundArrivesAndSoDoesThePacket(t *testing.T) {
	needRoot(t)
	town(t)
	for _, way := range sound {
		out, said, err := try("net", "trace", "--send", way[0], way[1])
		if err != nil || said != "" || strings.Contains(out, "✗") || !strings.Contains(out, "✓ sent") || !strings.Contains(out, "The packet says the same.") {
			t.Errorf("%v: %v %s\n%s", way, err, said, out)
		}
	}
	if out := mc(t, "net", "trace", "outside", "host:8080"); !strings.Contains(out, "It arrives.") {
		t.Errorf("from outside:\n%s", out)
	}
}

func TestATraceNamesTheHopWhereThePacketDies(t *testing.T) {
	needRoot(t)
	words := town(t)
	for _, f := range faults {
		t.Run(f.what, func(t *testing.T) {
			run(t, words.Replace(f.line))
			defer func() {
				run(t, words.Replace(f.undo))
				if f.line != "" {
					if out, _, err := try("network", "trace", f.from, words.Replace(f.to)); err != nil && f.from != "safe" {
						t.Errorf("put right, it dies still: %s", out)
					}
				}
			}()
			args := []string{"network", "trace", "--send", "--wait=500ms", f.from, words.Replace(f.to)}
			if f.from == "outside" {
				args = append(args[:2], args[4:]...)
			}
			out, said, err := try(args...)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Errorf("it ends with %v: %s", err, said)
			}
			flat := strings.Join(strings.Fields(out), " ")
			if !strings.Contains(flat, "It dies at: "+f.hop+".") || !strings.Contains(flat, f.why) {
				t.Errorf("it does not die at %s, as %s:\n%s", f.hop, f.why, out)
			}
			if f.from != "outside" && (!strings.Contains(out, "✗ sent") || !strings.Contains(out, "The packet says the same.")) {
				t.Errorf("the packet:\n%s", out)
			}
		})
	}
}

func TestATraceKnowsThatAnotherFirewallHasOurRules(t *testing.T) {
	needRoot(t)
	testenv.Peer(t, "nft")
	run(t, "nft 'add table ip theirs; add chain ip theirs forward { type filter hook forward priority 0; policy drop; }'")
	t.Cleanup(func() { run(t, "nft delete table ip theirs") })
	web(t, "web", "hello", "-p", "8080:80")
	out, _, err := try("net", "trace", "outside", "host:8080")
	if err != nil || !strings.Contains(strings.Join(strings.Fields(out), " "), "✓ firewall another firewall (ip theirs forward: policy drop) has our rules") {
		t.Errorf("%v\n%s", err, out)
	}
	page, err := get(t, outside, "http://"+hostAddress+":8080/")
	want(t, "outside", "hello", page, err)
	if out := mc(t, "network", "show"); !strings.Contains(out, "! another firewall drops what it does not know: ip theirs forward: policy drop") {
		t.Errorf("the drawing is silent:\n%s", out)
	}
}

func TestADatagramThatNobodyAnswersIsSeenToArrive(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	mc(t, "run", "-d", "--name", "sink", "--network", "shop", "-p", "7000:7/udp", "base", "sh", "-c", "exec nc -lu -p 7 >/dev/null")
	mc(t, "run", "-d", "--name", "cli", "--network", "shop", "base", "sleep", "1000")
	for _, way := range [][2]string{{"cli", "sink:7/udp"}, {"host", "localhost:7000/udp"}, {"cli", "host:7000/udp"}} {
		settle(t, way[0], way[1])
		out, _, err := try("network", "trace", "--send", "--wait=500ms", way[0], way[1])
		if err != nil || !strings.Contains(out, "the datagram arrives") {
			t.Errorf("%v: %v\n%s", way, err, out)
		}
		mc(t, "restart", "-t", "0", "sink") // it listens to the first one only
	}
}

func TestTheDrawingShowsWhatIsThereAndWhatIsMissing(t *testing.T) {
	needRoot(t)
	words := town(t)
	whole := mc(t, "network", "show")
	for _, want := range []string{
		"wan  " + hostAddress + "/24  up, default route via " + outsideAddress, "forwarding on", words.Replace("table $table whole"), "port *:8080/tcp ──▶ web:80",
		words.Replace("bridge $bridge  $gateway/16  up"), words.Replace("$cable ═══ eth0  web\n"), words.Replace("$webaddress/16  02:42:"), "internal: no way out or in",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("no %q in\n%s", want, whole)
		}
	}
	if regexp.MustCompile(`[A-Z]{4}`).MatchString(strings.ReplaceAll(whole, "\n", " ")) {
		t.Errorf("something is missing:\n%s", whole)
	}
	for _, f := range []struct{ line, undo, want string }{
		{"ip link set $cable nomaster", "ip link set $cable master $bridge", "$cable ═══ eth0  web  cable UNPLUGGED"},
		{"nft delete table inet $table", "$start", "port *:8080/tcp ──▶ MISSING in the table"},
		{"ip link set $bridge down", "ip link set $bridge up", "$gateway/16  DOWN"},
		{"ip link del $bridge", "", "$bridge  10.89.0.0/16  MISSING"},
	} {
		run(t, words.Replace(f.line))
		if out, want := mc(t, "network", "show"), words.Replace(f.want); !strings.Contains(out, want) {
			t.Errorf("after %s no %q in\n%s", f.line, want, out)
		}
		run(t, words.Replace(f.undo))
	}
	for _, r := range mc(t, "network", "show", "--ascii", "shop") {
		if r > 0x7f {
			t.Fatalf("%q is not of ASCII", r)
		}
	}
}

func TestLookingChangesNothing(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	mc(t, "network", "show")
	if _, _, err := try("network", "trace", "host", "localhost:1"); err == nil {
		t.Error("a packet to nobody arrives")
	}
	if forward, err := os.ReadFile("/proc/sys/net/ipv4/ip_forward"); err != nil || string(forward) != "0\n" {
		t.Errorf("forwarding is %q, %v", forward, err)
	}
	if links, err := net.Interfaces(); err != nil || len(links) != 2 {
		t.Errorf("there are %d links, %v", len(links), err)
	}
}
