//go:build linux

package grade

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base"
)

// Place is where checks happen.
type Place struct {
	Module string // the directory of the go.mod that the exercises are built in
	State  string // the runtime's state directory, for the base image
}

// Check grades one answer. It returns a minute after the answer is compiled at the latest,
// or when the context ends. An error means that no
// verdict was reached, which is neither the learner's fault nor, as far as is known, the
// machine's.
func Check(ctx context.Context, at Place, x Exercise, s Submission) (Result, error) {
	if x.Untouched(s) {
		return Result{Exercise: x, Finding: Failed("answer.untouched", x.Answer[0]+": TODO", x.Answer[0])}, nil
	}
	return CheckAnyway(ctx, at, x, s)
}

// CheckAnyway is Check that also grades an answer that is as it came: the proof uses
// it to see that a stub earns nothing by itself.
func CheckAnyway(ctx context.Context, at Place, x Exercise, s Submission) (Result, error) {
	began := time.Now()
	sweptOnce() //nolint:errcheck // what cannot be removed now bars no check; workshop clean tells it
	r := Result{Exercise: x}
	var err error
	r.Finding, r.Ran, r.Fence, err = examine(ctx, at, x, s)
	r.Took = time.Since(began)
	if err != nil {
		return r, fmt.Errorf("check %s: %w", x.ID, err)
	}
	return r, nil
}

// sweptOnce repairs what a killed check has left, at the first check of a process.
var sweptOnce = sync.OnceValue(Sweep)

func examine(ctx context.Context, at Place, x Exercise, s Submission) (f Finding, ran, fence string, err error) {
	for _, name := range x.Answer {
		if _, there := s[name]; !there {
			return Failed("answer.missing", "no "+name, name), "", "", nil
		}
	}
	if borrowed := borrowedImport(x, s); borrowed != "" {
		return Failed("answer.borrowed", fmt.Sprintf("import %q", borrowed), borrowed), "", "", nil
	}
	temp, err := TempDir()
	if err != nil {
		return f, "", "", err
	}
	defer os.RemoveAll(temp)
	program := os.DevNull
	if x.isProgram() {
		program = filepath.Join(temp, "answer")
		complaint, err := build(ctx, at.Module, x, s, program)
		if errors.Is(err, errNoLibrary) {
			return Cannot(noLibrary), "", "", nil
		}
		if errors.Is(err, exec.ErrNotFound) {
			return Cannot(noGo), "", "", nil
		}
		if err != nil {
			return f, "", "", err
		}
		if complaint != "" {
			return Failed("answer.does-not-compile", complaint), "", "", nil
		}
	}
	if x.Static {
		program, err = staticProgram(ctx, at.Module, filepath.Join(temp, "static"))
		if errors.Is(err, fs.ErrNotExist) {
			return Cannot(noStatic), "", "", nil
		}
		if err != nil {
			return f, "", "", err
		}
	}
	image, err := base.Open(at.State)
	if err != nil {
		return f, "", "", err
	}
	defer image.Close() //nolint:errcheck // only a lock was held
	f, ran, fence, err = try(ctx, x, s, image.Root, program)
	if err == nil && f.Status == Env && x.Recorded != nil {
		if f = x.Recorded(s); f.Status == Pass {
			f = PassedWith(byRecord)
		}
		return f, "", "recorded", nil
	}
	return f, ran, fence, err
}

var byRecord = Text{
	"by evidence recorded on another machine, as this one lets nothing be run",
	"이 머신에서는 아무것도 실행할 수 없어서, 다른 머신에서 기록한 증거로 판단했어요",
}

var noLibrary = Text{
	"your answer imports golang.org/x/sys, which is not on this machine, and the network is not there to fetch it. Once with a network is enough; or use package syscall.",
	"답이 golang.org/x/sys를 쓰는데 이 머신에 없고, 받아 올 네트워크도 없어요. 네트워크에 한 번만 연결하면 돼요. 아니면 syscall 패키지를 쓰세요.",
}

var noStatic = Text{
	"this workshop is linked with the C library, and the check needs a static program. Build it again with CGO_ENABLED=0, or take one that `workshop pack` made.",
	"이 workshop은 C 라이브러리와 링크되어 있는데, 이 검사에는 정적 프로그램이 필요해요. CGO_ENABLED=0으로 다시 빌드하거나 `workshop pack`이 만든 것을 쓰세요.",
}

var noGo = Text{
	"this answer has to be compiled, and there is no go command here. README.md tells how to get it.",
	"이 답은 컴파일해야 하는데, 여기에 go 명령이 없어요. 설치 방법은 README.ko.md에 있어요.",
}
