package sandbox

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestABareSpecIsOnlyAChroot(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	v := viewFrom(t, Container{Spec: bare(root)})
	host, _ := os.Hostname() //nolint:errcheck // compared
	if v.Hostname != host {
		t.Errorf("hostname %s, want the host's %s", v.Hostname, host)
	}
	if v.Pid == 1 {
		t.Error("the process is PID 1 without having asked for a PID namespace")
	}
	if want := []string{"bin"}; !slices.Equal(v.Root, want) {
		t.Errorf("/ holds %v, want %v", v.Root, want)
	}
	if v.Cwd != "/" {
		t.Errorf("working directory %s, want /: chroot(2) alone leaves it outside", v.Cwd)
	}
}

func TestAFullSpecSeesOnlyItself(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	s := full(root)
	s.Process.NoNewPrivileges = true
	s.Process.Env = []string{"PATH=/bin", "A=b c"}
	s.Process.Cwd = "/made/for/it"
	v := viewFrom(t, Container{Spec: s})
	if v.Pid != 1 || v.Processes != 1 || v.Hostname != "inside" {
		t.Errorf("pid %d of %d on host %s; want 1 of 1 on inside", v.Pid, v.Processes, v.Hostname)
	}
	if !v.NoNewPrivs || !v.Loopback || v.Cwd != "/made/for/it" || v.Umask != 0o022 || !v.Session {
		t.Errorf("got %+v", v)
	}
	if diff := cmp.Diff(s.Process.Env, v.Env); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	for _, m := range v.Mounts {
		if strings.Contains(m, root) {
			t.Errorf("a path of the host is mounted inside: %s", m)
		}
	}
	if v.Mounts[0] != "/" || !slices.Contains(v.Mounts, "/proc") || !slices.Contains(v.Mounts, "/dev/pts") {
		t.Errorf("mounts %v", v.Mounts)
	}
}

func TestAnOrdinaryUsersContainer(t *testing.T) {
	testenv.Root(t)
	v := viewFrom(t, Container{Spec: inUserNamespace(full(probeRoot(t)))})
	if v.UID != 0 || v.GID != 0 || v.Pid != 1 {
		t.Errorf("uid %d gid %d pid %d, want 0 0 1", v.UID, v.GID, v.Pid)
	}
}

// CVE-2024-21626: an open directory of the host is a way out.
func TestNoDescriptorOfTheHostReachesTheContainer(t *testing.T) {
	testenv.Root(t)
	for _, fd := range []int{20, 21} {
		if err := unix.Dup2(openDir(t, "/"), fd); err != nil {
			t.Fatal(err)
		}
		defer unix.Close(fd) //nolint:errcheck // opened here
	}
	v := viewFrom(t, Container{Spec: full(probeRoot(t))})
	for fd, to := range v.FDs {
		if fd != "0" && fd != "1" && fd != "2" && !strings.HasPrefix(to, "/proc/") && !strings.HasPrefix(to, "anon_inode:") {
			t.Errorf("descriptor %s leads to %s", fd, to)
		}
	}
	if len(v.FDs) < 3 {
		t.Errorf("the probe saw only %v", v.FDs)
	}
}

// CVE-2019-5736: an image whose program is a link to /proc/self/exe runs the
// runtime's own file in the container, and could then write it.
func TestTheRuntimesOwnFileCannotBeWrittenFromInside(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	if err := errors.Join(os.Mkdir(filepath.Join(root, "link"), 0o755), os.Symlink("/proc/self/exe", filepath.Join(root, "link", "probe"))); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*specs.Spec{"as root": full(root), "rootless": inUserNamespace(full(root))} {
		for program, want := range map[string]string{"/link/probe": "protected", "/bin/probe": "writable"} {
			s.Process.Args = []string{program, "exe"}
			got := outputOf(t, s)
			if got == "read-only mount" || got == "sealed" {
				got = "protected"
			}
			if got != want {
				t.Errorf("%s: the file of %s is %s, want %s", name, program, got, want)
			}
		}
	}
	copied, err := syscalls.SealedCopy(selfPath)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got := howProtected("/proc/self/fd/" + strconv.Itoa(int(copied.Fd()))); got != "sealed" {
		t.Errorf("the copy for those who may not mount is %s", got)
	}
}

func outputOf(t *testing.T, s *specs.Spec) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := Start(Container{Spec: s}, IO{Stdout: w})
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if code, waitErr := p.Wait(); code != 0 || err != nil || waitErr != nil {
		t.Fatalf("status %d, %v, %v", code, err, waitErr)
	}
	return strings.TrimSpace(string(text))
}

func openDir(t *testing.T, path string) int {
	t.Helper()
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) }) //nolint:errcheck // opened here
	return fd
}

func TestUserGroupsAndUmaskAreTheSpecs(t *testing.T) {
	testenv.RealRoot(t)
	s := full(probeRoot(t))
	umask := uint32(0o077)
	s.Process.User = specs.User{UID: 1000, GID: 1001, AdditionalGids: []uint32{29, 44}, Umask: &umask}
	v := viewFrom(t, Container{Spec: s, DieWithCaller: true})
	if v.UID != 1000 || v.GID != 1001 || !slices.Equal(v.Groups, []int{29, 44}) || v.Umask != 0o077 {
		t.Errorf("uid %d gid %d groups %v umask %o", v.UID, v.GID, v.Groups, v.Umask)
	}
}

func TestAReadOnlyRootCannotBeWritten(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	s := full(root)
	s.Root.Readonly = true
	s.Process.Cwd = "/w"
	s.Process.Args = []string{"probe", "write", "/f"}
	if got := outputOf(t, s); !strings.Contains(got, "read-only file system") {
		t.Errorf("writing in it: %s", got)
	}
	if err := os.WriteFile(filepath.Join(root, "f"), nil, 0o600); err != nil {
		t.Errorf("on the host the root must stay writable: %v", err)
	}
}

func TestExitStatusIsTheProgramsAsAShellTellsIt(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	for _, tc := range []struct {
		args []string
		want int
	}{{[]string{"exit", "0"}, 0}, {[]string{"exit", "7"}, 7}, {[]string{"exit", "255"}, 255}, {[]string{"die"}, 137}} {
		p, err := Start(Container{Spec: bare(root, tc.args...)}, IO{})
		if err != nil {
			t.Fatal(err)
		}
		if code, err := p.Wait(); code != tc.want || err != nil {
			t.Errorf("%v ended with %d, %v; want %d", tc.args, code, err, tc.want)
		}
	}
}

func TestAProgramThatWillNotStartIsExplained(t *testing.T) {
	testenv.Root(t)
	root := probeRoot(t)
	foreign := byte(183)
	if runtime.GOARCH == "arm64" {
		foreign = 62
	}
	elf := make([]byte, 64)
	copy(elf, "\x7fELF\x02\x01\x01")
	elf[16], elf[18], elf[20], elf[52], elf[54] = 2, foreign, 1, 64, 56
	for name, text := range map[string]string{"foreign": string(elf), "garbage": "no program", "script": "#!/no/such/interpreter\n", "plain": "x"} {
		mode := os.FileMode(0o755)
		if name == "plain" {
			mode = 0o644
		}
		if err := os.WriteFile(filepath.Join(root, "bin", name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	for command, want := range map[string]ExecError{
		"nosuch":      {Code: 127, State: NoSuchCommand},
		"/bin/nosuch": {Code: 127, State: NoSuchCommand},
		"/bin/script": {Code: 127, State: NoInterpreter},
		"foreign":     {Code: 126, State: OtherMachine},
		"garbage":     {Code: 126, State: NotAProgram},
		"plain":       {Code: 126},
		"/bin/plain":  {Code: 126},
		"/bin":        {Code: 126},
		"/bin/probe/": {Code: 127, State: NoSuchCommand},
	} {
		s := full(root)
		s.Process.Args = []string{command}
		_, err := Start(Container{Spec: s}, IO{})
		var exec *ExecError
		if !errors.As(err, &exec) || exec.Code != want.Code || exec.State != want.State {
			t.Errorf("%s: %v (%+v), want code %d state %q", command, err, exec, want.Code, want.State)
		}
	}
}

func TestAFailedStepIsNamedAndNothingRuns(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	s.Mounts = append(s.Mounts, specs.Mount{Destination: "/x", Type: "nosuchfs", Source: "none"})
	p, err := Start(Container{Spec: s}, IO{})
	var step *plan.StepError
	if p != nil || !errors.As(err, &step) || step.Step != "mount nosuchfs on /x" {
		t.Fatalf("Start = %v, %v; want the error of the mount", p, err)
	}
	if want := "mount nosuchfs on /x: no such device"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

func TestCheckRefusesWhatIsNotCarriedOut(t *testing.T) {
	for field, spoil := range map[string]func(*specs.Spec){
		"linux.sysctl":            func(s *specs.Spec) { s.Linux.Sysctl = map[string]string{"vm.swappiness": "1"} },
		"process.rlimits":         func(s *specs.Spec) { s.Process.Rlimits = []specs.POSIXRlimit{{Type: "RLIMIT_X"}} },
		"linux.rootfsPropagation": func(s *specs.Spec) { s.Linux.RootfsPropagation = "x" },
		"linux.resources":         func(s *specs.Spec) { s.Linux.Resources = &specs.LinuxResources{} },
		"root.path":               func(s *specs.Spec) { s.Root.Path = "relative" },
		"process.args":            func(s *specs.Spec) { s.Process.Args = nil },
		"process.cwd":             func(s *specs.Spec) { s.Process.Cwd = "tmp" },
		"process":                 func(s *specs.Spec) { s.Process.Env = []string{"A=\x00"} },
		"hostname":                func(s *specs.Spec) { s.Hostname = strings.Repeat("h", 65) },
		"mounts":                  func(s *specs.Spec) { s.Linux.Namespaces = nil; s.Hostname = "" },
	} {
		s := full("/r")
		spoil(s)
		if err := (Container{Spec: s}).Check(); err == nil || !strings.Contains(err.Error(), "read spec: "+field+":") {
			t.Errorf("%s: Check = %v", field, err)
		}
	}
	if err := (Container{Spec: full("/r")}).Check(); err != nil {
		t.Errorf("the spec itself: %v", err)
	}
	unmapped := inUserNamespace(full("/r"))
	unmapped.Process.User.UID = 1000
	if err := (Container{Spec: unmapped}).Check(); err == nil || !strings.Contains(err.Error(), "uid 1000") {
		t.Errorf("a user without a mapping: %v", err)
	}
}

func TestWatchIsToldOfEveryStepInOrder(t *testing.T) {
	testenv.Root(t)
	c := Container{Spec: full(probeRoot(t), "exit", "0")}
	want, err := StepNames(c)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	p, err := Start(c, IO{Watch: func(name, line string) {
		got = append(got, name)
		if line == "" {
			t.Errorf("step %s has no line", name)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStreamsAreTheCallers(t *testing.T) {
	testenv.Root(t)
	in, inW, _ := os.Pipe()   //nolint:errcheck // used at once
	outR, out, _ := os.Pipe() //nolint:errcheck // used at once
	p, err := Start(Container{Spec: full(probeRoot(t), "cat")}, IO{Stdin: in, Stdout: out})
	if err != nil {
		t.Fatal(err)
	}
	in.Close()
	out.Close()
	io.WriteString(inW, "through and back") //nolint:errcheck // compared
	inW.Close()
	got, _ := io.ReadAll(outR) //nolint:errcheck // compared
	outR.Close()
	if code, err := p.Wait(); code != 0 || err != nil || string(got) != "through and back" {
		t.Errorf("%q, status %d, %v", got, code, err)
	}
}

func TestATerminalOfTheContainersOwn(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	s.Process.Terminal = true
	s.Process.ConsoleSize = &specs.Box{Width: 91, Height: 17}
	p, err := Start(Container{Spec: s}, IO{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Terminal.Close()
	text, _ := io.ReadAll(p.Terminal) //nolint:errcheck // EIO is the end of a terminal
	if code, err := p.Wait(); code != 0 || err != nil {
		t.Fatalf("status %d, %v", code, err)
	}
	for _, want := range []string{`"0":"/dev/pts/0"`, `"1":"/dev/pts/0"`, `"TerminalSize":"91x17"`, `"ControllingTTY":true`, `/dev/console`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the probe did not see %s: %s", want, text)
		}
	}
}

// EUC-KR for two syllables, and a byte that is nothing: the kernel knows bytes only.
const notUnicode = "\xb0\xa1\xb3\xaa\xff"

func TestBytesThatAreNoUnicodeArriveAsTheyAre(t *testing.T) {
	testenv.Root(t)
	src := filepath.Join(t.TempDir(), notUnicode)
	if err := os.Mkdir(src, 0o755); err != nil {
		t.Fatal(err)
	}
	s := full(probeRoot(t), "say", notUnicode)
	s.Process.Env = append(s.Process.Env, "B="+notUnicode)
	s.Process.Cwd = "/" + notUnicode
	s.Mounts = append(s.Mounts, specs.Mount{Destination: "/m" + notUnicode, Source: src, Options: []string{"bind"}})
	want := notUnicode + "\n" + notUnicode + "\n/" + notUnicode
	if got := outputOf(t, s); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
