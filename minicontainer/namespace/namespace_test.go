package namespace

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "waiting" {
		os.Stdin.Read(make([]byte, 1)) //nolint:errcheck // until the test closes it
		os.Exit(3)
	}
	os.Exit(testenv.Main(m))
}

// waiting is a Spawn of a program that waits for the end of its stdin and ends with status 3.
func waiting(t *testing.T) (s Spawn, end func()) {
	t.Helper()
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { self.Close(); r.Close(); w.Close() })
	return Spawn{Program: self, Args: []string{"waiting"}, Files: []*os.File{r, os.Stdout, os.Stderr}, DieWithCaller: true}, func() { w.Close() }
}

// start starts s, and has it waited for with the test.
func start(t *testing.T, s Spawn, end func()) int {
	t.Helper()
	pid, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end()
		if status, err := Reap(pid); err != nil || status.ExitStatus() != 3 {
			t.Errorf("it ended with %v, %v", status, err)
		}
	})
	return pid
}

func of(t *testing.T, pid int, k Kind) ID {
	t.Helper()
	id, err := Of(strconv.Itoa(pid), k)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAProcessIsBornInNewNamespacesAndAnotherJoinsThem(t *testing.T) {
	testenv.Root(t)
	for _, withUser := range []bool{false, true} {
		first, end := waiting(t)
		first.New = unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWCGROUP
		if withUser {
			first.New |= unix.CLONE_NEWUSER
			first.Maps, first.Root = Own(os.Getuid(), os.Getgid()).Write, true
		}
		pid := start(t, first, end)
		files, err := OpenAll(pid)
		if err != nil {
			t.Fatal(err)
		}
		defer Close(files)
		second, end := waiting(t)
		second.Join, second.Root = files, withUser
		joined := start(t, second, end)
		for _, k := range Kinds {
			a, b, own := of(t, pid, k), of(t, joined, k), of(t, os.Getpid(), k)
			made := first.New&k.Flag != 0
			if a != b || (a == own) == made {
				t.Errorf("with user %v: %s: first %v, joined %v, ours %v", withUser, k.File, a, b, own)
			}
		}
	}
}

func TestWhatFailsInTheChildIsAnErrorHere(t *testing.T) {
	testenv.Root(t)
	s, _ := waiting(t)
	self, err := Open("/proc/self/ns/user", Kinds[0])
	if err != nil {
		t.Fatal(err)
	}
	defer self.Close()
	s.Join = []*os.File{self}
	if _, err := s.Start(); !errors.Is(err, unix.EINVAL) || !strings.Contains(err.Error(), "join namespace") {
		t.Errorf("joining one's own user namespace: %v", err)
	}
	s, _ = waiting(t)
	s.Maps = func(int) error { return os.ErrInvalid }
	if _, err := s.Start(); !errors.Is(err, os.ErrInvalid) {
		t.Errorf("maps that cannot be written: %v", err)
	}
	s, _ = waiting(t)
	if s.Program, err = os.Open("/etc/passwd"); err != nil {
		t.Fatal(err)
	}
	defer s.Program.Close()
	if _, err := s.Start(); !errors.Is(err, unix.EACCES) || !strings.Contains(err.Error(), "execute") {
		t.Errorf("a file that is no program: %v", err)
	}
	var status unix.WaitStatus
	if pid, err := unix.Wait4(-1, &status, unix.WNOHANG, nil); !errors.Is(err, unix.ECHILD) {
		t.Errorf("a child is left: %d, %v", pid, err)
	}
}

func TestTableTellsWhoIsInWhich(t *testing.T) {
	testenv.Root(t)
	s, end := waiting(t)
	s.New = unix.CLONE_NEWUTS
	first := start(t, s, end)
	uts, err := Open(filepath.Join("/proc", strconv.Itoa(first), "ns/uts"), Kinds[2])
	if err != nil {
		t.Fatal(err)
	}
	defer uts.Close()
	s, end = waiting(t)
	s.Join = []*os.File{uts}
	second := start(t, s, end)
	rows, err := Table(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if want := r.Kind.File != "uts"; r.Yours != want {
			t.Errorf("%s: yours %v, want %v", r.Kind.File, r.Yours, want)
		}
		if r.Kind.File == "uts" && !cmp.Equal(r.Others, []int{second}) {
			t.Errorf("also in it: %v, want %d", r.Others, second)
		}
	}
	if _, err := Table(1 << 22); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a process that is not there: %v", err)
	}
}

func TestDrawNamesTheFirstAndCountsTheRest(t *testing.T) {
	rows := []Row{
		{Kind: Kinds[1], ID: ID{0, 4026532001}, Others: []int{7}},
		{Kind: Kinds[2], ID: ID{0, 4026531838}, Yours: true, Others: []int{1, 2, 3, 4}},
		{Kind: Kinds[4], ID: ID{0, 4026532002}},
	}
	want := `NS      INODE       YOURS  IS ABOUT                     ALSO IN IT
mnt     4026532001  no     mounts                       p7
uts     4026531838  yes    host and domain name         p1 and 3 more
pid     4026532002  no     process ids                  nobody
`
	if diff := cmp.Diff(want, Draw(rows, func(pid int) string { return "p" + strconv.Itoa(pid) })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRootJoinsTheUserNamespaceLastAndOthersFirst(t *testing.T) {
	if k := JoinOrder(false)[0]; k.Type != specs.UserNamespace {
		t.Errorf("an ordinary user begins with %s", k.File)
	}
	order := JoinOrder(true)
	if k := order[len(order)-1]; k.Type != specs.UserNamespace || len(order) != len(Kinds) || Kinds[0].Type != specs.UserNamespace {
		t.Errorf("root ends with %s of %d", k.File, len(order))
	}
}

func TestRangesAreNumberedOneAfterTheOther(t *testing.T) {
	file := filepath.Join(t.TempDir(), "subuid")
	text := "other:1:2\nmina:100000:65536\n\nmina:x:1\nmina:5\n1000:300000:10\nmina:7:0\n :1:1\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := []specs.LinuxIDMapping{{ContainerID: 1, HostID: 100000, Size: 65536}, {ContainerID: 65537, HostID: 300000, Size: 10}}
	if diff := cmp.Diff(want, after(1, given(file, []string{"1000", "mina"}))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := given(file+"none", []string{"mina"}); got != nil {
		t.Errorf("a file that is not there: %v", got)
	}
}

func TestAMapIsTextForOneWrite(t *testing.T) {
	if got, want := lines(append(Own(1000, 1000).UIDs, specs.LinuxIDMapping{ContainerID: 1, HostID: 100000, Size: 65536})), "0 1000 1\n1 100000 65536\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// With many files to give, the numbers that they get are those of the program, and of the pipe through which
// the child tells its errors, in the caller.
func TestFilesGetTheirNumbersWithoutTakingAnothersAway(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	s, end := waiting(t)
	for range 60 {
		s.Files = append(s.Files, null)
	}
	start(t, s, end)

	s.Program = null // which nobody can execute
	if _, err := s.Start(); !errors.Is(err, unix.EACCES) {
		t.Errorf("a program that cannot be executed: %v", err)
	}
}
