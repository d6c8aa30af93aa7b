package compare

import (
	"fmt"
	"os"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// containWord, as the first argument, has the test binary be a runtime: it runs a program in a container.
const containWord = "contain-for-test"

func TestMain(m *testing.M) {
	if len(os.Args) > 4 && os.Args[1] == containWord {
		status, err := contain(os.Args[2], os.Args[3], os.Args[4:])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(status)
	}
	grace = time.Second
	os.Exit(testenv.Main(m))
}

const inside = "/" + probe.Name

// contain runs a program in the root directory, with the probe's file in it.
func contain(root, probeFile string, args []string) (int, error) {
	s := oci.Default(oci.Choices{Root: root})
	s.Process.Args, s.Hostname = args, "inside"
	s.Mounts = append(s.Mounts, specs.Mount{Destination: inside, Type: "bind", Source: probeFile, Options: []string{"bind", "ro"}})
	p, err := sandbox.Start(sandbox.Container{Spec: s, DieWithCaller: true}, sandbox.IO{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	if err != nil {
		return 125, err
	}
	return p.Wait()
}

func placed(t *testing.T) string {
	t.Helper()
	path, remove, err := PlaceProbe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	return path
}

// container is a kind that our sandbox makes, of a root directory with a few files.
func container(t *testing.T, probeFile string) Kind {
	t.Helper()
	root := t.TempDir()
	testenv.Passable(t, root)
	for _, dir := range []string{"proc", "dev", "sys", "tmp", "etc"} {
		if err := os.Mkdir(root+"/"+dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(root+"/etc/motd", []byte("hello\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return Kind{Name: Container, Probe: inside, Command: []string{"/proc/self/exe", containWord, root, probeFile}}
}

// shell is a kind that is a shell script, which finds the program in its arguments.
func shell(script string) Kind {
	return Kind{Name: "fake", Probe: "/nowhere/" + probe.Name, Command: []string{"sh", "-c", script, "sh"}}
}
