package applet

import (
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

func TestOptionsParseAsGetopt(t *testing.T) {
	permuting := &command{options: "#abn:i::", long: "all=a lines=n spider size:"}
	stopping := &command{options: "+n:"}
	for _, test := range []struct {
		cmd      *command
		args     []string
		given    []option
		operands []string
	}{
		{permuting, []string{"-ab", "x", "-n5", "-n", "6"}, []option{{"a", ""}, {"b", ""}, {"n", "5"}, {"n", "6"}}, []string{"x"}},
		{permuting, []string{"-5", "--", "-a"}, []option{{"n", "5"}}, []string{"-a"}},
		{permuting, []string{"-i.bak", "-i", "f", "-"}, []option{{"i", ".bak"}, {"i", ""}}, []string{"f", "-"}},
		{permuting, []string{"--all", "--lines=7", "--spider", "--size", "8"}, []option{{"a", ""}, {"n", "7"}, {"spider", ""}, {"size", "8"}}, nil},
		{stopping, []string{"-n", "1", "cmd", "-n", "2"}, []option{{"n", "1"}}, []string{"cmd", "-n", "2"}},
	} {
		got, err := parseOptions(test.args, test.cmd)
		if err != nil || !slices.Equal(got.given, test.given) || !slices.Equal(got.operands, test.operands) {
			t.Errorf("%q: %+v, %v", test.args, got, err)
		}
	}
	for _, args := range [][]string{{"-z"}, {"-n"}, {"--none"}, {"--spider=1"}, {"--size"}, {"-:"}} {
		if got, err := parseOptions(args, permuting); err == nil {
			t.Errorf("%q: no error, %+v", args, got)
		}
	}
}

// A bind mount takes its flags only from a second call, and changes its
// propagation only by a third.
func TestMountPlanHasACallForEachThing(t *testing.T) {
	r := &mountRequest{source: "a", target: "b"}
	for _, word := range []string{"rbind", "ro", "noexec", "suid", "rslave"} {
		r.addWord(word)
	}
	var got []uintptr
	for _, call := range r.plan(func(string) uintptr { return unix.MS_NODEV | unix.MS_NOSUID }) {
		got = append(got, call().flags)
	}
	want := []uintptr{
		unix.MS_BIND | unix.MS_REC,
		unix.MS_REMOUNT | unix.MS_BIND | unix.MS_NODEV | unix.MS_RDONLY | unix.MS_NOEXEC,
		unix.MS_SLAVE | unix.MS_REC,
	}
	if !slices.Equal(got, want) {
		t.Errorf("flags %#x, want %#x", got, want)
	}
}

func TestTranslateRegex(t *testing.T) {
	for basic, want := range map[string]string{`a\(b\)*`: `a(b)*`, `*x`: `\*x`, `a+`: `a\+`, `a\{2\}`: `a{2}`, `[]\]`: `[\]\\]`, `x$y`: `x\$y`, `\<w\>`: `\bw\b`} {
		if got := translateBRE(basic); got != want {
			t.Errorf("translateBRE(%q) = %q, want %q", basic, got, want)
		}
	}
	if _, err := compilePOSIX(translateERE(`(a)\1`), false); err == nil {
		t.Error("a back reference was accepted")
	}
}
