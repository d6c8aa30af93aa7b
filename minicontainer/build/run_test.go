package build

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestRunForms(t *testing.T) {
	for _, test := range []struct {
		name, dockerfile string
		want             []string
	}{
		{"shell", "RUN echo $A | cat", []string{"/bin/sh", "-c", "echo $A | cat"}},
		{"exec", `RUN ["echo", "$A b"]`, []string{"echo", "$A b"}},
		{"another shell", "SHELL [\"sh\", \"-e\", \"-c\"]\nRUN true", []string{"sh", "-e", "-c", "true"}},
		{"continued", "RUN echo \\\n  # a comment\n  b", []string{"/bin/sh", "-c", "echo   b"}},
		{"heredoc", "RUN <<EOF\ntrue\necho $A\nEOF", []string{"/bin/sh", "-c", "true\necho $A\n"}},
		{"heredoc without tabs", "RUN <<-EOF\n\ttrue\n\tEOF", []string{"/bin/sh", "-c", "true\n"}},
		{"heredoc for a program", "RUN cat <<EOF >f\nhi\nEOF", []string{"/bin/sh", "-c", "cat <<EOF >f\nhi\nEOF"}},
		{"heredoc that is a program", "RUN <<EOF\n#!/bin/sh\necho x >f\nEOF", []string{"/dev/pipes/EOF"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.build("FROM scratch\n" + test.dockerfile + "\n")
			if len(b.ran) != 1 || !reflect.DeepEqual(b.ran[0].Args, test.want) {
				t.Errorf("ran %+v, want %q", b.ran, test.want)
			}
		})
	}
}

func TestAScriptRunsAndIsNotInTheImage(t *testing.T) {
	b := newBench(t)
	b.is(b.build("FROM scratch\nRUN <<EOF\n#!/bin/sh\necho $0 x >f\nEOF\n"), map[string]string{
		"/f": "0644 0:0 " + b.rootOf(t) + "/dev/pipes/EOF x\n", "/dev": "0755 0:0 /",
	})
}

// rootOf is where the fake ran its last process: a script's own name is the only thing that tells.
func (b *bench) rootOf(t *testing.T) string {
	t.Helper()
	made := b.saved[len(b.saved)-1]
	text := strings.TrimPrefix(b.tree(made.Layers())["/f"], "0644 0:0 ")
	root, _, found := strings.Cut(text, "/dev/pipes/EOF")
	if !found {
		t.Fatalf("the script wrote %q", text)
	}
	return root
}

func TestRunGetsVariablesUserAndDirectory(t *testing.T) {
	b := newBench(t)
	b.options.BuildArgs = map[string]string{"http_proxy": "p", "UNKNOWN": "u"}
	b.build("FROM scratch\nENV A=1\nARG B=2\nARG A=3\nUSER 5:6\nWORKDIR /w/x\nRUN true\n")
	got := b.ran[0]
	want := []string{defaultPath, "A=1", "B=2", "http_proxy=p"}
	if !reflect.DeepEqual([]string(got.Env), want) || got.User != "5:6" || got.Dir != "/w/x" {
		t.Errorf("ran with env %q, user %q, in %q; want env %q", got.Env, got.User, got.Dir, want)
	}
}

func TestMounts(t *testing.T) {
	b := newBench(t)
	b.file("src/a", "A")
	b.file("src/ignored", "I")
	b.file(".dockerignore", "**/ignored\n")
	b.images["img"] = b.build("FROM scratch\nRUN echo img >f\n")
	made := b.build(`FROM scratch AS one
RUN mkdir d && echo one >d/f
FROM scratch
WORKDIR /w
RUN --mount=target=/ctx,source=src --mount=type=bind,from=one,source=/d,target=stage --mount=type=bind,from=img,target=/img,rw \
 --mount=type=tmpfs,target=/tmp,size=1m ls ctx w/stage img >/dev/null && cat ctx/a w/stage/f img/f >all && ls ctx >names
`)
	b.is(made, map[string]string{"/w": "0755 0:0 /", "/all": "0644 0:0 Aone\nimg\n", "/names": "0644 0:0 a\n"})
	mounts := b.ran[len(b.ran)-1].Mounts
	if !mounts[0].ReadOnly || !mounts[1].ReadOnly || mounts[2].ReadOnly || !mounts[3].Tmpfs || mounts[3].Size != 1<<20 {
		t.Errorf("mounts: %+v", mounts)
	}
	if mounts[1].Target != "/w/stage" {
		t.Errorf("a relative target became %s", mounts[1].Target)
	}
}

func TestAMountOfTheContextCountsForTheCache(t *testing.T) {
	b := newBench(t)
	b.file("src/a", "A")
	const file = "FROM scratch\nRUN --mount=source=src,target=/s cat s/a >f\n"
	b.build(file)
	b.file("other", "x")
	b.build(file)
	if did := b.did(); len(did) != 0 {
		t.Errorf("did %q, though what is mounted is as it was", did)
	}
	b.file("src/a", "B")
	b.is(b.build(file), map[string]string{"/f": "0644 0:0 B"})
}

func TestAStepThatFails(t *testing.T) {
	b := newBench(t)
	_, err := b.try("FROM scratch\nRUN true\nRUN for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done; echo oops >&2; exit 3\nRUN touch never\n")
	var step *StepError
	var exit *ExitError
	if !errors.As(err, &step) || !errors.As(err, &exit) {
		t.Fatalf("error is %v, want a step's and a process's", err)
	}
	if step.Line != 3 || exit.Status != 3 || !strings.HasPrefix(step.Text, "RUN for i in") {
		t.Errorf("step %+v, process %+v", step, exit)
	}
	if want := "line 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12\noops"; string(exit.Output) != want {
		t.Errorf("last output is %q, want %q", exit.Output, want)
	}
	if len(b.ran) != 2 || len(b.saved) != 0 {
		t.Errorf("ran %d processes and saved %d images after a failure", len(b.ran), len(b.saved))
	}
	if _, err := b.try("FROM scratch\nRUN true\nRUN echo good now\n"); err != nil || len(b.did()) != 1 {
		t.Errorf("the build after it: %v, did %q: want only the second RUN", err, b.did())
	}
}

func TestEventsTellEveryStepInOrder(t *testing.T) {
	b := newBench(t)
	b.build("FROM scratch AS one\nENV A=b\nRUN echo hello\nFROM one\nRUN echo bye\n")
	var got []string
	for _, e := range b.events {
		switch e.Kind {
		case StepBegins:
			got = append(got, "["+e.Stage+"] "+e.Text)
		case StepOutput:
			got = append(got, string(e.Output))
		case StepEnds:
			got = append(got, "done")
		}
	}
	want := []string{
		"[one] FROM scratch", "done", "[one] ENV A=b", "done", "[one] RUN echo hello", "hello\n", "done",
		"[stage-1] FROM one", "done", "[stage-1] RUN echo bye", "bye\n", "done",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("told\n%q\nwant\n%q", got, want)
	}
	last := b.events[len(b.events)-1]
	if last.Number != 2 || last.Of != 2 || last.Elapsed <= 0 || last.Line != 5 {
		t.Errorf("last event: %+v", last)
	}
}

func TestABuildEndsWhenItIsCancelled(t *testing.T) {
	b := newBench(t)
	builder, plan, err := b.plan("FROM scratch\nRUN echo begun; exec sleep 100\n")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	builder.Tell = func(e Event) {
		if e.Kind == StepOutput {
			cancel()
		}
	}
	begin := time.Now()
	if _, err := builder.Build(ctx, plan); err == nil {
		t.Error("a cancelled build made an image")
	}
	if time.Since(begin) > 50*time.Second {
		t.Error("the build waited for its process")
	}
}
