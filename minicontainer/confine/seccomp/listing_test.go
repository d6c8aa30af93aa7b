package seccomp

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

func TestAProgramCanBeRead(t *testing.T) {
	p := assemble(t, &specs.LinuxSeccomp{DefaultAction: specs.ActErrno, Architectures: []specs.Arch{specs.ArchX86}, Syscalls: []specs.LinuxSyscall{
		{Names: []string{"read", "write"}, Action: specs.ActAllow},
		{Names: []string{"clone"}, Action: specs.ActAllow, Args: []specs.LinuxSeccompArg{{Op: specs.OpMaskedEqual, Value: unix.CLONE_NEWUSER}}},
	}})
	want, err := os.ReadFile("testdata/listing.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.String(); got != string(want) {
		t.Errorf("the listing is\n%swant\n%s", got, want)
	}
}

// Whoever follows the lines of the listing comes to the same answers as the machine.
func TestTheListingOfTheDefaultProfileIsComplete(t *testing.T) {
	p := profile(t, "CAP_CHOWN")
	lines := strings.Split(strings.TrimSuffix(p.String(), "\n"), "\n")
	if len(lines) != len(p) {
		t.Fatalf("%d lines for %d instructions", len(lines), len(p))
	}
	for at, line := range lines {
		if !strings.HasPrefix(line, fmt.Sprintf("%4d  ", at)) || strings.Contains(line, "code 0x") || strings.Contains(line, "if  ") {
			t.Errorf("line %d: %s", at, line)
		}
	}
	for _, name := range []string{"read", "clone", "clone3", "personality", "bpf"} {
		call := number(t, specs.ArchX86_64, name)
		if got, want := follow(t, lines, call), answer(t, p, unix.AUDIT_ARCH_X86_64, call); got != answerText(want) {
			t.Errorf("%s: the listing says %s, the machine %s", name, got, answerText(want))
		}
	}
}

// follow reads the lines for a call of amd64 without arguments.
func follow(t *testing.T, lines []string, call uint32) string {
	t.Helper()
	test := regexp.MustCompile(`^(if|unless) .* (==|>|>=) (0x[0-9a-f]+|[0-9]+) go to (\d+)(?:, else (\d+))?`)
	var register uint32
	for at := 0; at < len(lines); {
		text := lines[at][6:]
		at++
		var value uint32
		var to int
		switch {
		case text == "load architecture":
			register = unix.AUDIT_ARCH_X86_64
		case text == "load number":
			register = call
		case strings.HasPrefix(text, "load argument"):
			register = 0
		case strings.HasPrefix(text, "return "):
			return strings.TrimPrefix(text, "return ")
		case strings.HasPrefix(text, "go to "):
			fmt.Sscanf(text, "go to %d", &at) //nolint:errcheck // the next line says it
		default:
			if n, err := fmt.Sscanf(text, "keep the bits %v", &value); n == 1 && err == nil {
				register &= value
				continue
			}
			m := test.FindStringSubmatch(text)
			if m == nil {
				t.Fatalf("cannot read %q", text)
			}
			fmt.Sscan(m[3], &value) //nolint:errcheck // matched
			fmt.Sscan(m[4], &to)    //nolint:errcheck // matched
			holds := map[string]bool{"==": register == value, ">": register > value, ">=": register >= value}[m[2]]
			if holds == (m[1] == "if") {
				at = to
			} else if m[5] != "" {
				fmt.Sscan(m[5], &at) //nolint:errcheck // matched
			}
		}
	}
	t.Fatal("no return")
	return ""
}
