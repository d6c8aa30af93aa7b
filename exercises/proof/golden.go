//go:build linux

// What a learner reads of a failure, compared with golden files.

package proof

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// varying are the parts of a failure that differ from run to run.
var varying = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`/proc/\d+`), "/proc/<pid>"},
	{regexp.MustCompile(`pid \d+`), "pid <pid>"},
	{regexp.MustCompile(`\b55\d{9}\b`), "<sentinel>"},
	{regexp.MustCompile(`\b[0-9a-f]{16}\b`), "<token>"},
	{regexp.MustCompile(`\b\d+:\d+ `), "<dev> "},
	{regexp.MustCompile(`_map has [1-9]\d+`), "_map has <id>"},
	{regexp.MustCompile(`\b\d+ kB`), "<n> kB"}, // of a machine's memory
	{regexp.MustCompile(`\b\d+ of 12 times`), "<n> of 12 times"},
	{regexp.MustCompile(`\b\d+ of \d+ processes`), "<n> of <n> processes"},
	{regexp.MustCompile(`:\[\d+\]`), ":[<inode>]"}, // of a namespace
	{regexp.MustCompile(`(shared|master):\d+`), "$1:<n>"},
	{regexp.MustCompile(`mount /\S*bin/\w+`), "mount <tool>"}, // those that a machine has
	{regexp.MustCompile(`/\S*/ld[-.]\S+`), "<loader>"},        // the C library's, another on each kind of machine
	{regexp.MustCompile(`([^/\s]+\.so[.\w]*\s+)*[^/\s]+\.so[.\w]*\n`), "<libraries>\n"},
}

// varyingLimits are the parts of a failure that differ in exercises about limits.
var varyingLimits = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`\b\d{8}\b`), "<bytes>"},
	{regexp.MustCompile(`<bytes> \d\d\b`), "<bytes> <processes>"},
	{regexp.MustCompile(`(exit|status|상태) \d\d\b`), "$1 <status>"},
	{regexp.MustCompile(`(pids web|pids\.max:|refused:|may be|스레드가|Max processes) \d+`), "$1 <count>"},
	{regexp.MustCompile(`quota and period: \d+ \d+`), "quota and period: <quota> <period>"},
	{regexp.MustCompile(`\b\d+\.\d\d\d\b`), "<share>"},
	{regexp.MustCompile(`(cpu web(-<token>)?|weight of the group:) \d+`), "$1 <number>"},
	{regexp.MustCompile(`in its group: \d+ bytes`), "in its group: <few> bytes"},
	{regexp.MustCompile(`(pids: |<bytes> bytes, and |<bytes>바이트, 프로세스 )\d\d`), "$1<processes>"},
}

// varyingNetworks are the parts of a failure that differ in exercises about networks. All are as long as what they stand for
// can be, so that no line is broken elsewhere.
var varyingNetworks = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`\b10\.1\d\d\.1\d\d\.`), "10.<a>.<b>."},
	{regexp.MustCompile(`\b203\.0\.113\.1\d\d\b`), "203.0.113.<n>"},
	{regexp.MustCompile(`\bveth[0-9a-f]{10,64}\b`), "veth<id>"},
	{regexp.MustCompile(`\bveth\d+\b`), "veth<pid>"},
	{regexp.MustCompile(`\bbr-[0-9a-f]{8}\b`), "br-<name>"},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "<id>"},
	{regexp.MustCompile(`(PORT |port |tcp |udp |:)2\d{4}\b`), "${1}<port>"},
}

// varyingMachines are the parts of a failure that differ in exercises about kernels and machines.
var varyingMachines = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`), "<uuid>"},
	{regexp.MustCompile(`((host|container|machine): +)\d\S*`), "${1}<number>"},
	{regexp.MustCompile(`\b\d+\.\d\d s\b`), "<n> s"},
	{regexp.MustCompile(`\bNSpid: [\d ]+`), "NSpid: <numbers>"},
	{regexp.MustCompile(`\b(number|capabilities)=\d+`), "${1}=<number>"},
	{regexp.MustCompile(`e_machine = \d+ \(\w+\)`), "e_machine = <processor>"},
}

// eitherVersion are the names that a group's place and files have in the two versions of control groups, in what was
// observed: the texts are the same on a machine of either.
var eitherVersion = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`/sys/fs/cgroup(/(unified|memory|pids|freezer|cpuset|cpu[\w,]*|blkio|devices|hugetlb|systemd))?`), "<groups>"},
	{regexp.MustCompile(`memory\.(max|limit_in_bytes)\b`), "<memory limit>"},
	{regexp.MustCompile(`memory\.(swap\.max|memsw\.limit_in_bytes)\b`), "<swap limit>"},
	{regexp.MustCompile(`cpu\.(max|cfs_quota_us)\b`), "<cpu limit>"},
	{regexp.MustCompile(`of version [12]`), "of version <n>"},
	{regexp.MustCompile(`(limit>: )\d+`), "${1}<number>"},
	{regexp.MustCompile(`in the group \S+`), "in the group <group>"},
	{regexp.MustCompile(`\nanswer: .*invalid argument`), ""}, // only version 1 has an opinion on order
	{regexp.MustCompile(`permission denied|no such file or directory`), "<refused>"},
	{regexp.MustCompile(`cgroup\.(clone_children|controllers): `), "<file>: "}, // the first one in a group
}

// recorded is what evidence begins with that was not measured on this machine.
const recorded = "recorded on Linux"

func compareGolden(t *testing.T, x grade.Exercise, wrong string, r grade.Result) {
	t.Helper()
	if strings.HasPrefix(x.ID, "03/") && x.ID != "03/which" { // which is about recorded machines
		for _, v := range eitherVersion {
			r.Finding.Observed = v.form.ReplaceAllString(r.Finding.Observed, v.hole)
		}
	}
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ko"} {
		got := course.Render(r, nil, lang)
		for _, v := range varying {
			got = v.form.ReplaceAllString(got, v.hole)
		}
		for _, v := range varyingLimits {
			if strings.HasPrefix(x.ID, "03/") {
				got = v.form.ReplaceAllString(got, v.hole)
			}
		}
		for _, v := range varyingNetworks {
			if strings.HasPrefix(x.ID, "05/") {
				got = v.form.ReplaceAllString(got, v.hole)
			}
		}
		for _, v := range varyingMachines {
			if strings.HasPrefix(x.ID, "06/") {
				got = v.form.ReplaceAllString(got, v.hole)
			}
		}
		file := filepath.Join(root, "exercises", "testdata", "golden", filepath.FromSlash(x.Folder), wrong+"."+lang+".txt")
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("no golden text; go test with -update writes it: %v", err)
			continue
		}
		if strings.Contains(got, recorded) && !strings.Contains(string(want), recorded) {
			continue // nothing could be measured here, as an ordinary user cannot, and the text tells so
		}
		if got != string(want) {
			t.Errorf("the text of the failure is\n%s\nand in %s it is\n%s", got, file, want)
		}
	}
}
