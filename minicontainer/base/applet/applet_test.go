package applet

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

func TestNamesAreSortedAndFound(t *testing.T) {
	names := Names()
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	for _, name := range strings.Fields("ls cat echo env id hostname ps kill sleep mount umount ip ping nc wget httpd stress mkdir rm touch cp mv ln chmod chown stat df free head tail grep wc sort true false date uname dd") {
		if a, ok := Lookup(name); !ok || a.Name != name || a.Short == "" || a.Run == nil {
			t.Errorf("Lookup(%q) = %+v, %v", name, a, ok)
		}
	}
	if _, ok := Lookup("sh"); ok {
		t.Error("sh is not an applet of this package")
	}
}

func TestEveryAppletPrintsItsUsage(t *testing.T) {
	bin := linkApplets(t)
	for _, name := range Names() {
		r := runScript(t, bin, t.TempDir(), "env '"+name+"' --help </dev/null")
		if !strings.HasPrefix(r.stdout, "Usage: "+name+" ") || r.status != 0 {
			t.Errorf("%s --help: status %d, %q %q", name, r.status, r.stdout, r.stderr)
		}
	}
}

func TestUnknownOptionGivesUsage(t *testing.T) {
	r := ours(t, "ls -Z")
	wantError(t, r, 2, "ls: unknown option -Z\nUsage: ls ")
	wantError(t, ours(t, "grep --nonsense x"), 2, "grep: unknown option --nonsense\n")
}

func TestMultiCallNameTakesTheAppletFromItsArguments(t *testing.T) {
	wantOutput(t, ours(t, "minibox echo hello"), "hello\n")
	wantError(t, ours(t, "minibox nonsense"), 127, "nonsense: applet not found")
}

func TestErrorNamesVerbObjectAndCause(t *testing.T) {
	wantError(t, ours(t, "cat /no/such"), 1, "cat: open /no/such: no such file or directory\n")
}

func TestWriteErrorIsAFailure(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("needs /dev/full")
	}
	for _, script := range []string{"env echo x >/dev/full", "ls / >/dev/full", "cat /etc/passwd >/dev/full"} {
		if r := ours(t, script); r.status != 1 || r.stderr == "" {
			t.Errorf("%s: status %d, %q", script, r.status, r.stderr)
		}
	}
}

func TestClosedPipeKillsQuietly(t *testing.T) {
	wantOutput(t, ours(t, "yes | head -n 1; { yes; echo $? >&2; } | true"), "y\n")
}

func TestUntrappedSignalKillsAsInC(t *testing.T) {
	r := ours(t, "sleep 100 & kill -TERM $!; wait $!")
	if r.status != 128+15 {
		t.Errorf("status %d, want that of SIGTERM", r.status)
	}
}

// A byte that has come through shows that dd is copying, and so has its handler.
func TestDdPrintsProgressOnUSR1(t *testing.T) {
	cmd := exec.Command(filepath.Join(linkApplets(t), "dd"), "bs=1")
	stdin, _ := cmd.StdinPipe()
	stdout, _ := cmd.StdoutPipe()
	stderr, _ := cmd.StderrPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdin.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(stdout, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, _ := stderr.Read(line)
	if !strings.Contains(string(line[:n]), "records in") {
		t.Errorf("got %q", line[:n])
	}
	stdin.Close()
	io.Copy(io.Discard, stderr)
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestHttpdServesWhatWgetFetches(t *testing.T) {
	bin, dir := linkApplets(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "page"), []byte("content\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(filepath.Join(bin, "httpd"), "-v", "-p", "127.0.0.1:0", "-h", dir)
	stderr, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Wait()
	defer server.Process.Kill()
	line := make([]byte, 256)
	n, _ := stderr.Read(line)
	address := strings.TrimSpace(string(line[:n])[strings.LastIndex(string(line[:n]), " "):])
	go io.Copy(io.Discard, stderr)
	wantOutput(t, runScript(t, bin, dir, "wget -q -O - http://"+address+"/page"), "content\n")
	wantOutput(t, runScript(t, bin, dir, "wget -q -O - "+address+" | grep -c 'href=\"page\"'"), "1\n")
	wantError(t, runScript(t, bin, dir, "wget "+address+"/none"), 1, "wget: server returned error: HTTP/1.1 404 Not Found")
	wantOutput(t, runScript(t, bin, dir, "printf 'GET /page HTTP/1.0\\r\\n\\r\\n' | nc "+strings.Replace(address, ":", " ", 1)+" | tail -n 1"), "content\n")
}

func TestWgetSaysBadAddress(t *testing.T) {
	wantError(t, isolated(t, "wget http://no.such.host/"), 1, "wget: bad address 'no.such.host'")
}

func TestNcRunsAProgramOnTheConnection(t *testing.T) {
	bin := linkApplets(t)
	server := exec.Command(filepath.Join(bin, "nc"), "-v", "-l", "-s", "127.0.0.1", "-p", "0", "-e", filepath.Join(bin, "tr"), "a-z", "A-Z")
	stderr, _ := server.StderrPipe()
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 256)
	n, _ := stderr.Read(line)
	_, port, err := net.SplitHostPort(strings.TrimSpace(strings.TrimPrefix(string(line[:n]), "listening on ")))
	if err != nil {
		t.Fatal(err)
	}
	wantOutput(t, runScript(t, bin, t.TempDir(), "env echo loud | nc 127.0.0.1 "+port), "LOUD\n")
	if err := server.Wait(); err != nil {
		t.Error(err)
	}
}

func TestTailHoldsTheBytesAndLittleMore(t *testing.T) {
	ring := &byteRing{limit: 3<<20 + 5}
	var want []byte
	for i := 0; i < 200; i++ {
		block := bytes.Repeat([]byte{byte(i)}, 40<<10+i)
		ring.add(block)
		want = append(want, block...)
	}
	var got bytes.Buffer
	if err := ring.writeTo(&got); err != nil || !bytes.Equal(got.Bytes(), want[len(want)-int(ring.limit):]) {
		t.Errorf("not the last %d bytes (%d, %v)", ring.limit, got.Len(), err)
	}
	if len(ring.chunks) != 4 {
		t.Errorf("%d chunks for 3 MiB and a bit", len(ring.chunks))
	}
}

func TestStressWorkersDieWithTheirParent(t *testing.T) {
	r := ours(t, `stress --vm 1 --vm-bytes 4M --io 1 --timeout 0.2s -q; echo $?; ps -o ppid,args | grep -c "^ *$$ .*[s]tress --worker"`)
	if r.stdout != "0\n0\n" {
		t.Errorf("stdout %q, stderr %q", r.stdout, r.stderr)
	}
}

func TestHangulNamesLineUp(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "한글": 4, "\u1112\u1161\u11ab": 2, "e\u0301": 1, "日本": 4} {
		if got := cells.Of(text); got != want {
			t.Errorf("cells.Of(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{"7": 7, "2b": 1024, "1k": 1024, "200m": 200 << 20, "1G": 1 << 30, "1kB": 1000, "1KiB": 1024} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("parseSize(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "k", "1x", "-1", "99999999999g", "1kk"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("parseSize(%q) = %d, want an error", text, got)
		}
	}
}

func TestCopyKeepsAttributes(t *testing.T) {
	requireRoot(t)
	r := ours(t, "echo x >a; chown 12:34 a; chmod 6711 a; touch -d @5 a; ln a b; mkdir d; mv a b d; cp -a d e; stat -c '%a %u:%g %Y %h' e/a")
	wantOutput(t, r, "6711 12:34 5 2\n")
}
