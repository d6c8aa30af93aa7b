//go:build linux

package lessons_test

import (
	"context"
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// programsEnv names the directory of the stages in the guest, which has no go command.
const programsEnv = "MINICONTAINER_PROGRAMS"

// TestLesson3OnAPureV2Host plays what lesson 3 shows of version 2, and its stage, in a virtual machine: on
// this one the memory controller may be version 1's.
func TestLesson3OnAPureV2Host(t *testing.T) {
	vmtest.Run(t, vmtest.Options{
		Tests:  "^TestInside$",
		Memory: 896, // the programs lie in memory, once as an archive and once as files, and the built-in image is a copy of one
		Files:  map[string]string{"/programs": buildPrograms(t), "/transcripts": "03-cgroups/testdata"},
		Env:    []string{programsEnv + "=/programs"},
	})
}

func TestInside(t *testing.T) {
	programs := os.Getenv(programsEnv)
	if programs == "" {
		t.Skip("this is not the guest")
	}
	for _, name := range []string{"v2", "tour"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := transcript.Play(context.Background(), "/transcripts/"+name+".transcript", transcript.Home(dir, programs, vmtest.GuestEnv+"="+os.Getenv(vmtest.GuestEnv)), false); err != nil {
				t.Error(err)
			}
			nothingLeft(t, dir)
		})
	}
}
