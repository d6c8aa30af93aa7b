package network

import (
	"strings"
	"testing"
)

func TestPortsAreReadAsDockerReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		"80":                     "80/tcp",
		"8080:80":                "8080:80/tcp",
		"8080:80/UDP":            "8080:80/udp",
		"127.0.0.1:8080:80":      "127.0.0.1:8080:80/tcp",
		"127.0.0.1::80":          "127.0.0.1::80/tcp",
		"0.0.0.0:8080:80":        "8080:80/tcp",
		"[::1]:8080:80":          "[::1]:8080:80/tcp",
		"8000-8002:80-82/udp":    "8000:80/udp 8001:81/udp 8002:82/udp",
		"8000-8010:80":           "8000-8010:80/tcp",
		"80-81":                  "80/tcp 81/tcp",
		"192.0.2.1:65535:65535":  "192.0.2.1:65535:65535/tcp",
		"192.0.2.1:1000-1001:80": "192.0.2.1:1000-1001:80/tcp",
	} {
		list, err := ParsePublish(text)
		var words []string
		for _, p := range list {
			words = append(words, p.String())
		}
		if got := strings.Join(words, " "); err != nil || got != want {
			t.Errorf("-p %s: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestPortsThatMeanNothingAreRefusedWithTheReason(t *testing.T) {
	for text, why := range map[string]string{
		"":                   "it has the form",
		"0":                  `"0" is no port`,
		"65536":              `"65536" is no port`,
		"8080:":              "it has the form",
		"a:80":               `"a" is no port`,
		"80/icmp":            `protocol "icmp" is unknown`,
		"8081-8080:80":       "goes backwards",
		"8000-8001:80-82":    "2 ports of the host for 3",
		"::1:8080:80":        "it has the form",
		"1.2.3:8080:80":      "is no address",
		"[fe80::1%eth0]:1:2": "is no address",
		"-80:80":             "it has the form",
	} {
		if list, err := ParsePublish(text); err == nil || !strings.Contains(err.Error(), why) || !strings.HasPrefix(err.Error(), "read -p ") {
			t.Errorf("-p %q: %v, %v; want an error with %q", text, list, err, why)
		}
	}
}

func TestAPortAskedForTwiceIsRefused(t *testing.T) {
	for _, texts := range [][]string{{"80:1", "80:2"}, {"80:1", "127.0.0.1:80:2"}} {
		var list []Publish
		for _, text := range texts {
			more, err := ParsePublish(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, more...)
		}
		if err := CheckPorts(list); err == nil {
			t.Errorf("%v were taken", texts)
		}
	}
	for _, texts := range [][]string{{"80:1", "80:1/udp"}, {"127.0.0.1:80:1", "127.0.0.2:80:1"}, {"1", "1"}} {
		var list []Publish
		for _, text := range texts {
			more, err := ParsePublish(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, more...)
		}
		if err := CheckPorts(list); err != nil {
			t.Errorf("%v: %v", texts, err)
		}
	}
}

func FuzzParsePublish(f *testing.F) {
	for _, seed := range []string{"80", "8080:80/udp", "[::1]:1-2:3-4", "1.2.3.4::5", ":::", "[", "]:1:2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParsePublish(text)
		if err != nil {
			return
		}
		for _, p := range list {
			again, err := ParsePublish(p.String())
			if err != nil || len(again) != 1 || again[0] != p {
				t.Errorf("%q is %v, which is read as %v, %v", text, p, again, err)
			}
		}
	})
}
