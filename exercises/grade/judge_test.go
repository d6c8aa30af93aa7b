//go:build linux

package grade

import (
	"context"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	RunIfJudge()
	os.Exit(testenv.Main(m))
}

// TestTheJudgeStartsWhicheverNumbersAreFree: the judge is executed by the number of an open file, and the files that it
// finds open get theirs before that. Here they come from above, so that the file to execute has a number that one
// of them is given.
func TestTheJudgeStartsWhicheverNumbersAreFree(t *testing.T) {
	testenv.RealRoot(t)
	const many, above = 32, 100
	var files []*os.File
	for range many {
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, above)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, os.NewFile(uintptr(fd), os.DevNull))
	}
	ids, _ := mappings()
	v, err := hold(context.Background(), job{ID: "00/none"}, ids, "/", os.DevNull, files, Streams{})
	if err != nil || v.Problem != "no exercise 00/none" {
		t.Errorf("the judge says %q: %v", v.Problem, err)
	}
	for _, f := range files {
		f.Close()
	}
}
