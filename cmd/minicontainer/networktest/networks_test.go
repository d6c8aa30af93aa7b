//go:build linux

package networktest

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/vishvananda/netlink"
)

func TestContainersOfANetworkFindEachOtherByNameAndNobodyElse(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	mc(t, "network", "create", "office")
	web(t, "web", "hello", "--network", "shop", "--network-alias", "store")
	for _, name := range []string{"web", "store", "web.shop", "WEB"} {
		if out := mc(t, "run", "--rm", "--network", "shop", "base", "wget", "-q", "-O", "-", "http://"+name+"/"); out != "hello\n" {
			t.Errorf("by %s: %q", name, out)
		}
	}
	at := address(t, "web", "shop")
	if out := mc(t, "run", "--rm", "--network", "shop", "base", "nslookup", at); !strings.Contains(out, "web.shop") {
		t.Errorf("the name of %s: %q", at, out)
	}
	if out, _, err := try("run", "--rm", "--network", "office", "base", "wget", "-q", "-T", "2", "-O", "-", "http://"+at+"/"); err == nil {
		t.Errorf("another network reaches it: %q", out)
	}
	if out, _, err := try("run", "--rm", "--network", "office", "base", "nslookup", "web"); err == nil {
		t.Errorf("another network knows its name: %q", out)
	}
}

func TestAContainerGoesOutBehindTheHostsAddressUnlessItsNetworkIsInternal(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "--internal", "vault")
	mc(t, "run", "--rm", "base", "ping", "-c", "1", "-W", "2", outsideAddress)
	if out, _, err := try("run", "--rm", "--network", "vault", "base", "ping", "-c", "1", "-W", "1", outsideAddress); err == nil {
		t.Errorf("out of an internal network: %q", out)
	}
}

func TestAContainerIsConnectedToAFurtherNetworkAndTakenOutWhileItRuns(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	mc(t, "network", "create", "office")
	web(t, "web", "hello", "--network", "shop")
	mc(t, "network", "connect", "--alias", "store", "office", "web")
	if out := mc(t, "run", "--rm", "--network", "office", "base", "wget", "-q", "-O", "-", "http://store/"); out != "hello\n" {
		t.Errorf("by the alias of the further network: %q", out)
	}
	_, said, err := try("network", "rm", "office")
	if err == nil || !strings.Contains(said, "web") {
		t.Errorf("remove a network that is in use: %v, %q", err, said)
	}
	mc(t, "network", "disconnect", "shop", "web")
	if out := mc(t, "exec", "web", "ping", "-c", "1", "-W", "2", outsideAddress); !strings.Contains(out, " 0% packet loss") {
		t.Errorf("the way out by the network that is left: %q", out)
	}
	mc(t, "restart", "-t", "0", "web")
	if out := mc(t, "exec", "web", "ip", "-o", "-4", "addr"); strings.Count(out, ": eth") != 1 {
		t.Errorf("after a restart: %q", out)
	}
}

func TestTheSameCommandTwiceChangesNothingTheSecondTime(t *testing.T) {
	needRoot(t)
	look := func() string {
		rules, err := exec.Command("nft", "list", "ruleset").Output()
		if err != nil {
			t.Skip("needs nft to look")
		}
		links, err := exec.Command("ip", "-br", "address").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(rules) + regexp.MustCompile(`mv\S+|fe80\S+|\b(UP|DOWN)\s+`).ReplaceAllString(string(links), "CABLE") // a bridge without cables is down, soon
	}
	mc(t, "run", "--rm", "-p", "8080:80", "base", "true")
	first := look()
	mc(t, "run", "--rm", "-p", "8080:80", "base", "true")
	if second := look(); second != first {
		t.Errorf("after the first:\n%s\nafter the second:\n%s", first, second)
	}
}

func TestWhatSomebodyRemovedBehindOurBackTheNextStartRepairsAndTells(t *testing.T) {
	needRoot(t)
	web(t, "web", "hello", "-p", "8080:80")
	bridge, table := names(t)
	if err := exec.Command("nft", "delete", "table", "inet", table).Run(); err != nil {
		t.Fatal(err)
	}
	_, said, err := try("run", "--rm", "base", "true")
	if err != nil || !strings.Contains(said, "the table "+table+" of nftables was gone: made again") {
		t.Errorf("without the table: %v, %q", err, said)
	}
	page, err := get(t, outside, "http://"+hostAddress+":8080/")
	want(t, "outside, after the table was gone", "hello", page, err)

	link, err := netlink.LinkByName(bridge)
	if err == nil {
		err = netlink.LinkDel(link)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, said, err = try("run", "--rm", "base", "true")
	if err != nil || !strings.Contains(said, "the bridge "+bridge+" was gone: made again") {
		t.Errorf("without the bridge: %v, %q", err, said)
	}
	page, err = get(t, outside, "http://"+hostAddress+":8080/")
	want(t, "outside, after the bridge was gone", "hello", page, err)
	if _, said, _ := try("run", "--rm", "base", "true"); said != "" {
		t.Errorf("when all is there again: %q", said)
	}
}

// names are those of the default bridge and of the table.
func names(t *testing.T) (bridge, table string) {
	t.Helper()
	found := regexp.MustCompile(`"com.docker.network.bridge.name": "(mc0(\S*))"`).FindStringSubmatch(mc(t, "network", "inspect", "bridge"))
	if found == nil {
		t.Fatal("no bridge")
	}
	return found[1], "minicontainer" + found[2]
}

func TestAnAddressInUseElsewhereIsLeftAloneAndTold(t *testing.T) {
	needRoot(t)
	attrs := netlink.NewLinkAttrs()
	attrs.Name = "theirs"
	theirs := &netlink.Bridge{LinkAttrs: attrs}
	if err := netlink.LinkAdd(theirs); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { netlink.LinkDel(theirs) }) //nolint:errcheck // told by what is left
	address, err := netlink.ParseAddr("10.88.7.1/24")
	if err == nil {
		err = netlink.AddrAdd(theirs, address)
	}
	if err == nil {
		err = netlink.LinkSetUp(theirs)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, said, err := try("run", "--rm", "base", "true")
	if err != nil || !strings.Contains(said, "10.88.0.0/16 is in use on this machine already: network bridge has 10.89.0.0/16") {
		t.Errorf("%v, %q", err, said)
	}
	if _, said, err = try("network", "create", "--subnet", "10.88.7.0/25", "mine"); err == nil || !strings.Contains(said, "the host has a way to a part of it already") {
		t.Errorf("a subnet that is theirs: %v, %q", err, said)
	}
}

func TestAContainerJoinsTheNetworkOfAnother(t *testing.T) {
	needRoot(t)
	web(t, "web", "hello")
	if out := mc(t, "run", "--rm", "--network", "container:web", "base", "wget", "-q", "-O", "-", "http://localhost/"); out != "hello\n" {
		t.Errorf("at localhost: %q", out)
	}
	mc(t, "stop", "-t", "0", "web")
	if _, said, err := try("run", "--rm", "--network", "container:web", "base", "true"); err == nil || !strings.Contains(said, "not running") {
		t.Errorf("of one that does not run: %v, %q", err, said)
	}
}
