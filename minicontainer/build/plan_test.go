package build

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/image"
)

func TestConfiguration(t *testing.T) {
	b := newBench(t)
	made := b.build(`FROM scratch
MAINTAINER Somebody <a@b.c>
ENV A=1 B="two words"
ENV OLD form here
LABEL a.b=c "d e"="f g"
WORKDIR /w
USER 1:2
EXPOSE 80 53/udp 8000-8001
VOLUME /v
VOLUME ["/data", "/more data"]
STOPSIGNAL SIGQUIT
SHELL ["/bin/sh", "-eu", "-c"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=1m --start-interval=2s --retries=4 CMD test -e /ok
ENTRYPOINT ["/init", "--"]
CMD run $A
ONBUILD COPY . /src
ONBUILD RUN make
`)
	config := made.Config
	want := dockerspec.DockerOCIImageConfig{
		ImageConfig: v1.ImageConfig{
			User: "1:2", WorkingDir: "/w", StopSignal: "SIGQUIT",
			Env:          []string{defaultPath, "A=1", "B=two words", "OLD=form here"},
			Entrypoint:   []string{"/init", "--"},
			Cmd:          []string{"/bin/sh", "-eu", "-c", "run $A"},
			Labels:       map[string]string{"a.b": "c", "d e": "f g"},
			ExposedPorts: map[string]struct{}{"80/tcp": {}, "53/udp": {}, "8000/tcp": {}, "8001/tcp": {}},
			Volumes:      map[string]struct{}{"/v": {}, "/data": {}, "/more data": {}},
		},
		DockerOCIImageConfigExt: dockerspec.DockerOCIImageConfigExt{
			Shell:   []string{"/bin/sh", "-eu", "-c"},
			OnBuild: []string{"COPY . /src", "RUN make"},
			Healthcheck: &dockerspec.HealthcheckConfig{
				Test: []string{"CMD-SHELL", "test -e /ok"}, Interval: 5 * time.Second, Timeout: 3 * time.Second,
				StartPeriod: time.Minute, StartInterval: 2 * time.Second, Retries: 4,
			},
		},
	}
	if got := config.Config; !reflect.DeepEqual(got, want) {
		t.Errorf("config is\n%s\nwant\n%s", asJSON(got), asJSON(want))
	}
	if config.Author != "Somebody <a@b.c>" || config.OS != "linux" {
		t.Errorf("author %q, system %q", config.Author, config.OS)
	}
}

func asJSON(v any) string {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestHistoryTellsEveryStep(t *testing.T) {
	b := newBench(t)
	b.file("a.txt", "A")
	made := b.build(`FROM scratch
ARG V=1
ENV A=b
COPY --chown=1 a.txt /x/
RUN echo $V
RUN ["sh", "-c", "echo >f"]
WORKDIR /w
WORKDIR /w
CMD ["sh"]
`)
	want := []string{
		"- ARG V=1", "- ENV A=b", "+ COPY --chown=1 a.txt /x/", "- RUN |1 V=1 /bin/sh -c echo $V", "+ RUN |1 V=1 sh -c echo >f",
		"+ WORKDIR /w", "- WORKDIR /w", `- CMD ["sh"]`,
	}
	var got []string
	layers := 0
	for _, h := range made.Config.History {
		sign := "+"
		if h.EmptyLayer {
			sign = "-"
		} else {
			layers++
		}
		got = append(got, sign+" "+h.CreatedBy)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("history is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if layers != len(made.Layers()) {
		t.Errorf("history tells of %d layers, and there are %d", layers, len(made.Layers()))
	}
	if made.Config.Created == nil || time.Since(*made.Config.Created) > time.Hour {
		t.Errorf("created: %v", made.Config.Created)
	}
}

func TestVariables(t *testing.T) {
	for _, test := range []struct {
		name, dockerfile string
		args             map[string]string
		want             string
	}{
		{"ENV", "FROM scratch\nENV A=1 B=$A\nENV C=$A-${A:+yes}-${X:-no}", nil, "B= C=1-yes-no"},
		{"ARG and its default", "FROM scratch\nARG A=1\nENV C=$A", nil, "C=1"},
		{"ARG given", "FROM scratch\nARG A=1\nENV C=$A", map[string]string{"A": "2"}, "C=2"},
		{"ARG without a value", "FROM scratch\nARG A\nENV C=x$A", nil, "C=x"},
		{"not before the ARG", "FROM scratch\nENV C=x$A\nARG A=1", map[string]string{"A": "2"}, "C=x"},
		{"not without the ARG", "FROM scratch\nENV C=x$A", map[string]string{"A": "2"}, "C=x"},
		{"not in the next stage", "FROM scratch AS one\nARG A=1\nFROM scratch\nENV C=x$A", nil, "C=x"},
		{"before FROM, asked for", "ARG A=1\nFROM scratch\nARG A\nENV C=$A", nil, "C=1"},
		{"before FROM, not asked for", "ARG A=1\nFROM scratch\nENV C=x$A", nil, "C=x"},
		{"before FROM, another default", "ARG A=1\nFROM scratch\nARG A=2\nENV C=$A", nil, "C=2"},
		{"one ARG from another", "ARG A=1\nARG B=${A}2\nFROM scratch\nARG B\nARG C=${B}3\nENV C=$C", nil, "C=123"},
		{"ENV wins over ARG", "FROM scratch\nENV C=env\nARG C=arg\nENV D=$C", nil, "C=env D=env"},
		{"the stage's base gives its variables", "FROM scratch AS one\nENV A=1\nFROM one\nENV C=$A", nil, "C=1"},
		{"escaped", "FROM scratch\nENV A=1\nENV C=\\$A D='$A'", nil, "C=$A D=$A"},
		{"another escape character", "# escape=`\nFROM scratch\nENV A=1\nENV C=`$A", nil, "C=$A"},
		{"the platform", "FROM scratch\nARG TARGETOS\nARG TARGETPLATFORM\nENV C=$TARGETOS/$TARGETPLATFORM", nil, "C=linux/" + ourPlatform},
		{"the platform, not asked for", "FROM scratch\nENV C=x$TARGETOS", nil, "C=x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.options.BuildArgs = test.args
			env := b.build(test.dockerfile + "\n").Config.Config.Env
			for _, pair := range strings.Fields(test.want) {
				name, want, _ := strings.Cut(pair, "=")
				if got, _ := variables(env).Get(name); got != want {
					t.Errorf("%s is %q, want %q; all: %q", name, got, want, env)
				}
			}
			if _, has := variables(env).Get("A"); has && !strings.Contains(test.dockerfile, "ENV A") {
				t.Errorf("an ARG is in the image: %q", env)
			}
		})
	}
}

func TestFromTakesVariables(t *testing.T) {
	b := newBench(t)
	b.images["img:2"] = b.build("FROM scratch\nENV WHO=img2\n")
	b.options.BuildArgs = map[string]string{"TAG": "2"}
	made := b.build("ARG TAG=1\nARG PLATFORM=$TARGETPLATFORM\nFROM --platform=$PLATFORM img:${TAG}\n")
	if who, _ := variables(made.Config.Config.Env).Get("WHO"); who != "img2" {
		t.Errorf("the base is %q", who)
	}
}

func TestOnlyTheStagesThatAreNeededAreMade(t *testing.T) {
	const file = `FROM scratch AS lib
RUN echo lib >lib
FROM gone AS unneeded
RUN exit 1
FROM lib AS prog
RUN cat lib >prog
FROM scratch AS test
RUN --mount=type=bind,from=prog,target=/p cat p/prog >tested
FROM scratch
COPY --from=prog /prog /
`
	for target, want := range map[string]string{
		"": "[lib prog stage-4] /prog", "lib": "[lib] /lib", "prog": "[lib prog] /lib /prog", "test": "[lib prog test] /tested", "2": "[lib prog] /lib /prog", "PROG": "[lib prog] /lib /prog",
	} {
		t.Run(target, func(t *testing.T) {
			b := newBench(t)
			b.options.Target = target
			_, plan, err := b.plan(file)
			if err != nil {
				t.Fatal(err)
			}
			made := b.build(file)
			var names []string
			for _, s := range plan.Stages {
				name := s.Name
				if name == "" {
					name = fmt.Sprintf("stage-%d", s.Index)
				}
				names = append(names, name)
			}
			got := fmt.Sprint(names)
			for _, name := range sortedKeys(b.tree(made.Layers())) {
				got += " " + name
			}
			if got != want {
				t.Errorf("made %s, want %s", got, want)
			}
			if len(b.asked) != 0 {
				t.Errorf("images that nobody needs were asked for: %q", b.asked)
			}
		})
	}
}

func TestOnbuildIsDoneByTheNextImage(t *testing.T) {
	b := newBench(t)
	b.file("src", "1")
	base := b.build("FROM scratch\nWORKDIR /w\nONBUILD ARG X=1\nONBUILD COPY src ./\nONBUILD RUN cat w/src >w/made; echo $X >>w/made\n")
	if files := b.tree(base.Layers()); len(files) != 1 {
		t.Errorf("the base has %v", files)
	}
	b.images["base"] = base
	made := b.build("FROM base\nRUN cp w/made w/after\n")
	b.is(made, map[string]string{"/w": "0755 0:0 /", "/w/src": "0644 0:0 1", "/w/made": "0644 0:0 11\n", "/w/after": "0644 0:0 11\n"})
	if left := made.Config.Config.OnBuild; len(left) != 0 {
		t.Errorf("the image hands the triggers on: %q", left)
	}
	bad := base
	bad.Config.Config.OnBuild = []string{"BLARG 1"}
	b.images["base"] = bad
	if _, err := b.try("FROM base\n"); err == nil || !strings.Contains(err.Error(), "line 1: FROM base: ONBUILD BLARG 1") {
		t.Errorf("a broken trigger: %v", err)
	}
}

func TestCommandAndEntrypoint(t *testing.T) {
	b := newBench(t)
	b.images["base"] = b.build("FROM scratch\nENTRYPOINT [\"/e\"]\nCMD [\"c\"]\n")
	for dockerfile, want := range map[string]string{
		"FROM base":                               `["/e"] ["c"]`,
		"FROM base\nENTRYPOINT [\"/f\"]":          `["/f"] []`,
		"FROM base\nCMD [\"d\"]\nENTRYPOINT e":    `["/bin/sh" "-c" "e"] ["d"]`,
		"FROM base\nCMD d e":                      `["/e"] ["/bin/sh" "-c" "d e"]`,
		"FROM base\nENTRYPOINT []\nCMD []":        `[] []`,
		"FROM base\nHEALTHCHECK NONE\nCMD [\"\"]": `["/e"] [""]`,
	} {
		config := b.build(dockerfile + "\n").Config.Config
		if got := fmt.Sprintf("%q %q", config.Entrypoint, config.Cmd); got != want {
			t.Errorf("%q: %s, want %s", dockerfile, got, want)
		}
	}
}

func TestTheFileIsRefusedByLine(t *testing.T) {
	for _, test := range []struct {
		dockerfile string
		want       error
		text       string
	}{
		{"", nil, "no instructions"},
		{"# only words\n", nil, "no instructions"},
		{"RUN x", nil, "line 1"},
		{"ARG A=1", ErrNoStage, ""},
		{"FROM scratch\n\nFROBNICATE x", nil, "line 3: unknown instruction: FROBNICATE"},
		{"FROM scratch\nRUN <<EOF\nx", nil, "line 2: unterminated heredoc"},
		{"FROM scratch\nCOPY x", nil, "line 2: COPY requires at least two arguments"},
		{"FROM scratch\nENV", nil, "line 2"},
		{"FROM scratch AS 1x", nil, "line 1: invalid name"},
		{"FROM scratch\nADD https://example.com/a /a", ErrURL, "line 2: ADD: https://example.com/a"},
		{"FROM scratch\nRUN --mount=type=secret,id=x cat /run/secrets/x", ErrFlag, "line 2: RUN: --mount=type=secret"},
		{"FROM scratch\nRUN --mount=type=ssh,target=/s ssh x", ErrFlag, "--mount=type=ssh"},
		{"FROM scratch\nRUN --mount=target=/ x", ErrMountTarget, "line 2"},
		{"FROM scratch\nRUN --mount=type=cache x", ErrMountTarget, "line 2"},
		{"FROM scratch\nRUN --mount=type=cache,from=scratch,target=/x x", ErrCacheFrom, "line 2"},
		{"FROM scratch\nRUN --network=host x", ErrNetworkFlag, "line 2: RUN: --network=host"},
		{"FROM scratch\nRUN --frob x", nil, "line 2: unknown flag: --frob"},
		{"FROM scratch\nSTOPSIGNAL SIGNOTHING", ErrSignal, "line 2: STOPSIGNAL: SIGNOTHING"},
		{"FROM scratch\nEXPOSE 70000", ErrPort, "line 2: EXPOSE: 70000"},
		{"FROM scratch\nEXPOSE 9-8/udp", ErrPort, ""},
		{"FROM scratch\nENV A=xxxxxxxxxxxxxxxx" + strings.Repeat("\nENV A=$A$A", 60), ErrTooLong, "ENV"},
		{"FROM scratch\nENV A=${B?}", nil, "line 2"},
		{"FROM scratch\nCOPY --from=later /x /\nFROM scratch AS later", nil, ""},
		{"FROM scratch AS me\nCOPY --from=me /x /", ErrLater, "line 2: COPY: --from=me"},
		{"FROM scratch\nCOPY --from=7 /x /", ErrNoTarget, "line 2"},
		{"FROM scratch\nCOPY --from=0 /x /", ErrLater, "line 2"},
		{"FROM ${NOTHING}", ErrNoBase, "line 1: FROM ${NOTHING}"},
		{"FROM --platform=plan9/mips scratch", ErrPlatform, "line 1"},
		{"FROM gone:1", image.ErrNoImage, "line 1: FROM gone:1"},
		{"# syntax=example.com/other/language:1\nFROM scratch", ErrSyntax, "line 1"},
		{"# check=error=true\nFROM scratch\nMAINTAINER x", nil, "lint"},
	} {
		b := newBench(t)
		_, _, err := b.plan(test.dockerfile)
		if strings.Contains(test.dockerfile, "AS later") {
			b.options.Target = "0"
			_, _, err = b.plan(test.dockerfile)
			test.want = ErrLater
		}
		if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(fmt.Sprint(err), test.text) {
			t.Errorf("%q: %v, want %v with %q", test.dockerfile, err, test.want, test.text)
		}
	}
}

func TestDirectives(t *testing.T) {
	b := newBench(t)
	for _, head := range []string{
		"# syntax=docker/dockerfile:1", "#syntax = docker.io/docker/dockerfile:1.7-labs", "# syntax=localhost:5000/docker/dockerfile-upstream@sha256:12",
		"# check=skip=all", "\ufeff# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended;error=true",
	} {
		b.build(head + "\nFROM scratch\nCMD x\n")
	}
	f, err := Parse([]byte("from scratch\nMAINTAINER x\nRUN a \\\n\n b\n"))
	if err != nil || len(f.Warnings) != 2 {
		t.Errorf("warnings %q, %v, want two", f.Warnings, err)
	}
	f, err = Parse([]byte("# check=skip=MaintainerDeprecated\nfrom scratch\nMAINTAINER x\n"))
	if err != nil || len(f.Warnings) != 0 {
		t.Errorf("warnings %q, %v, want none", f.Warnings, err)
	}
}

func TestLabelsOfTheCommandLineAndUnusedArguments(t *testing.T) {
	b := newBench(t)
	b.options = Options{Labels: map[string]string{"a": "line", "b": "line"}, BuildArgs: map[string]string{"USED": "1", "FIRST": "1", "NOT": "1", "HTTPS_PROXY": "p"}}
	made := b.build("ARG FIRST\nFROM scratch\nLABEL a=file c=file\nARG USED\n")
	if got, want := made.Config.Config.Labels, map[string]string{"a": "line", "b": "line", "c": "file"}; !reflect.DeepEqual(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	var warnings []string
	for _, e := range b.events {
		if e.Kind == Warning {
			warnings = append(warnings, e.Text)
		}
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "--build-arg NOT") {
		t.Errorf("warnings %q, want one about NOT", warnings)
	}
}
