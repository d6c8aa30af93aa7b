//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// runtimeTools is where .ci/peers puts the validation suite of OCI runtime-tools: its programs, the one that runs in the containers,
// and their root file system.
const runtimeTools = "/var/cache/minicontainer/runtime-tools"

// Why a program of the suite is not passed, here or anywhere. docs/oci.md has the same table.
const (
	machine = "machine" // it takes what this machine lacks, and passes, or not, elsewhere
	suite   = "suite"   // no runtime passes: what it expects is not, or no longer, what the specification says
	ours    = "ours"    // this runtime refuses, and says so
)

var notPassed = map[string]string{
	"linux_cgroups_blkio":            machine,
	"linux_cgroups_hugetlb":          machine,
	"linux_cgroups_memory":           machine,
	"linux_cgroups_network":          machine,
	"linux_cgroups_relative_blkio":   machine,
	"linux_cgroups_relative_hugetlb": machine,
	"linux_cgroups_relative_memory":  machine,
	"linux_cgroups_relative_network": machine,
	"process_capabilities":           machine,
	"process_rlimits":                suite,
	"linux_mount_label":              ours,
	"linux_process_apparmor_profile": ours,
	"misc_props":                     suite,
	"pidfile":                        suite,
	"process_capabilities_fail":      suite,
	"start":                          suite,
}

// TestTheValidationSuiteOfOCI runs each program of the suite with this one as the runtime.
func TestTheValidationSuiteOfOCI(t *testing.T) {
	p := newPlace(t)
	programs, err := filepath.Glob(runtimeTools + "/bin/*")
	if err != nil || len(programs) == 0 {
		testenv.Missing(t, "peers", runtimeTools+" is not there (.ci/peers installs it)")
	}
	runtime := p.write("runtime", fmt.Sprintf("#!/bin/sh\nexec %s --root %s/state \"$@\"\n", p.runtime, p.dir))
	if err := os.Chmod(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Run("all", func(t *testing.T) {
		for _, program := range programs {
			name := filepath.Base(program)
			t.Run(name, func(t *testing.T) {
				if !strings.Contains(name, "cgroups") { // those use the same groups
					t.Parallel()
				}
				judgeProgram(t, name, program, runtime)
			})
		}
	})
}

// judgeProgram runs one in a mount namespace of its own: some leave mounts behind.
func judgeProgram(t *testing.T, name, program, runtime string) {
	cmd := exec.Command(testenv.Peer(t, "unshare"), "--mount", "--propagation", "private", program)
	cmd.Dir = runtimeTools + "/suite"
	cmd.Env = append(os.Environ(), "RUNTIME="+runtime, "TMPDIR="+open(t, filepath.Dir(runtime), name))
	out, err := cmd.CombinedOutput()
	why, known := notPassed[name]
	switch passes := err == nil && tapPasses(string(out)); {
	case passes && why == ours:
		t.Errorf("it passes now, and is in the list of those that do not")
	case !passes && !known:
		t.Errorf("%v\n%s", err, out)
	case !passes:
		t.Logf("not passed: %s", why)
	}
}

// open makes a directory that everybody may enter: some containers have other users' numbers.
func open(t *testing.T, place, name string) string {
	t.Helper()
	dir := filepath.Join(place, "t-"+name)
	err := os.Mkdir(dir, 0o755)
	if err == nil {
		err = os.Chmod(place, 0o711)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// tapPasses reads the output of a program of the suite. The tests of hooks report a failure as nothing but a line of YAML.
func tapPasses(out string) bool { return !failure.MatchString(out) }

var failure = regexp.MustCompile(`(?m)^not ok|^ *error:`)

// TestTheDocsNameWhatIsNotPassed compares the table with the one that the suite is judged by.
func TestTheDocsNameWhatIsNotPassed(t *testing.T) {
	for _, page := range []string{"oci.md", "oci.ko.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
		if err != nil {
			t.Fatal(err)
		}
		rows := regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (machine|suite|ours): ").FindAllStringSubmatch(string(text), -1)
		told := map[string]string{}
		for _, r := range rows {
			told[r[1]] = r[2]
		}
		if diff := cmp.Diff(notPassed, told); diff != "" {
			t.Errorf("%s (-test +page):\n%s", page, diff)
		}
	}
}
