package engine

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/event"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// told are the events so far, each in a line: what has happened, and some of the attributes.
func told(t *testing.T, e *Engine) (lines []string) {
	t.Helper()
	err := e.Events(event.Span{Until: time.Now()}, func(ev event.Event) error {
		line := ev.Type + " " + ev.Action
		for _, key := range []string{"name", "oldName", "exitCode", "signal"} {
			if value, there := ev.Actor.Attributes[key]; there {
				line += " " + key + "=" + value
			}
		}
		// A program in Go that has not come to its main yet dies of SIGTERM in its own way where it is PID 1.
		line = strings.ReplaceAll(line, "exitCode=2", "exitCode=137")
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestWhatHappensToAContainerIsTold(t *testing.T) {
	e, state := newEngine(t)
	r, _, err := e.Run(config(t, state, "web", "sleep", "1000"), shim.Talk{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() error{
		func() error { return e.Rename("web", "blog") },
		func() error { return e.Kill("blog", unix.SIGUSR1) },
		func() error { return e.Restart("blog", at(0)) },
		func() error { return e.Stop("blog", at(0)) },
		func() error { return e.Stop("blog", at(0)) }, // nothing happens
		func() error { return e.Start("blog", nil) },
		func() error { return e.Export(context.Background(), "blog", io.Discard) },
		func() error { return e.Remove("blog", true) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	const ending = "container kill name=blog signal=15\ncontainer kill name=blog signal=9\ncontainer die name=blog exitCode=137\ncontainer stop name=blog\n"
	want := "container create name=web\ncontainer start name=web\n" +
		"container rename name=blog oldName=/web\ncontainer kill name=blog signal=10\n" +
		ending + "container start name=blog\ncontainer restart name=blog\n" +
		ending + "container start name=blog\ncontainer export name=blog\n" +
		"container kill name=blog signal=9\ncontainer die name=blog exitCode=137\ncontainer destroy name=blog"
	if diff := cmp.Diff(strings.Split(want, "\n"), told(t, e)); diff != "" {
		t.Errorf("container %s (-want +got):\n%s", r.ShortID(), diff)
	}
}

// The end of a container that nobody has seen is told when it is found out.
func TestALostContainersEndIsToldByWhoFindsOut(t *testing.T) {
	e, state := newEngine(t)
	r, _, err := e.Run(config(t, state, "web", "sleep", "1000"), shim.Talk{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = e.Inspect(r.ID); err != nil {
		t.Fatal(err)
	}
	h, err := r.State.Shim.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Signal(unix.SIGKILL); err != nil || !h.Wait(record.ForEver) {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := e.List(); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"container create name=web", "container start name=web", "container die name=web exitCode=137"}
	if diff := cmp.Diff(want, told(t, e)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWhatHappensToImagesAndVolumesIsTold(t *testing.T) {
	e, _ := newEngine(t)
	i, err := e.BaseImage()
	if err != nil {
		t.Fatal(err)
	}
	v := NewAnonymous()
	v.Name = "data"
	if _, err := e.Volumes().Create(v); err != nil {
		t.Fatal(err)
	}
	if err := e.RemoveVolume("data"); err != nil {
		t.Fatal(err)
	}
	got := told(t, e)
	want := []string{"image tag name=" + i.Names[0].Familiar(), "volume create", "volume destroy"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}
