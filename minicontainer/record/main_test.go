package record

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// other is the argv[0] under which this test binary is another process on the same store. Its
// arguments are what to do and the state directory.
const other = "another-process"

func TestMain(m *testing.M) {
	if os.Args[0] == other {
		os.Exit(others[os.Args[1]](Open(os.Args[2])))
	}
	os.Exit(testenv.Main(m))
}

var others = map[string]func(*Store) int{
	"live": liveForEver,
	"race": takeNames,
}

// liveForEver makes, changes, renames and removes containers until it is killed, and says a byte
// after each call.
func liveForEver(s *Store) int {
	for {
		d, err := s.Reserve(NewID(), "web")
		fmt.Print(".")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		l, err := d.Commit(sample())
		fmt.Print(".")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		for _, code := range []int{1, 22, 333} {
			l.Record.State.ExitCode = code
			if err := l.Save(); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			fmt.Print(".")
		}
		if err := l.Rename("blog"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Print(".")
		if err := l.Remove(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Print(".")
	}
}

// takeNames tries to get every one of the names, and says which it has got.
func takeNames(s *Store) int {
	for i := 0; i < contested; i++ {
		d, err := s.Reserve(NewID(), fmt.Sprintf("name-%d", i))
		if err != nil {
			continue
		}
		l, err := d.Commit(sample())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		l.Unlock()
		fmt.Println(i)
	}
	return 0
}

const contested = 60

func sample() Record {
	return Record{
		Image: "base", Remove: true, // which spares the disk
		Spec:  &specs.Spec{Root: &specs.Root{Path: "/r"}, Process: &specs.Process{Args: []string{"true"}}},
		State: State{Status: Exited},
	}
}

// start starts this test binary as another process.
func start(t *testing.T, what, state string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", what, state)
	cmd.Args[0] = other
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(out)
}

// make1 makes a container.
func make1(t *testing.T, s *Store, name string) Record {
	t.Helper()
	d, err := s.Reserve(NewID(), name)
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Commit(sample())
	if err != nil {
		t.Fatal(err)
	}
	l.Unlock()
	return l.Record
}
