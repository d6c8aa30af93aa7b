// Our assembler against libseccomp's: both make a program of the same rules, and one machine runs them over the
// same calls. The library is asked through its Python module, by testdata/libseccomp.py.

package seccomp

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"os/exec"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// library is the peer, which answers a line with a line.
type library struct {
	in  io.Writer
	out *bufio.Reader
}

type reply struct {
	Program []byte
	Numbers []int
	Error   string
}

// libseccomp starts the peer. Python's own path is asked for, as only the system's Python has the module.
func libseccomp(t testing.TB) library {
	t.Helper()
	python := "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import seccomp").Run(); err != nil {
		testenv.Missing(t, "peers", "python3-seccomp is not installed")
	}
	cmd := exec.Command(python, "testdata/libseccomp.py")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() //nolint:errcheck // it ends by that
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return library{in, bufio.NewReader(out)}
}

func (l library) ask(t testing.TB, question any) reply {
	t.Helper()
	text, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.in.Write(append(text, '\n')); err != nil {
		t.Fatal(err)
	}
	line, err := l.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var a reply
	if err := json.Unmarshal(line, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// assemble is the library's program for a spec.
func (l library) assemble(t testing.TB, s *specs.LinuxSeccomp, native specs.Arch) Program {
	t.Helper()
	a := l.ask(t, map[string]any{"native": native, "spec": s})
	if a.Error != "" {
		t.Fatal("libseccomp: ", a.Error)
	}
	var p Program
	for i := 0; i < len(a.Program); i += 8 {
		b := a.Program[i:]
		p = append(p, unix.SockFilter{Code: binary.LittleEndian.Uint16(b), Jt: b[2], Jf: b[3], K: binary.LittleEndian.Uint32(b[4:])})
	}
	return p
}

// numbers are the library's numbers of calls; negative where the architecture has none.
func (l library) numbers(t testing.TB, names []string, on specs.Arch) []int {
	t.Helper()
	a := l.ask(t, map[string]any{"resolve": names, "arch": on})
	if a.Error != "" {
		t.Fatal("libseccomp: ", a.Error)
	}
	return a.Numbers
}
