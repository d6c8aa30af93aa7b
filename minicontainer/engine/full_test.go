package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// To remove containers is what one does about a full disk, so it must not need room. The place of the new
// record is taken here by a directory, which root cannot write either.
func TestWhereNoRecordCanBeWrittenAContainerStopsAndIsRemoved(t *testing.T) {
	e, state := newEngine(t)
	r, _, err := e.Run(config(t, state, "web", "sleep", "1000"), shim.Talk{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(e.Dir(r.ID), "record.json.new", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := e.Stop("web", at(0)); err != nil {
		t.Errorf("stop: %v", err)
	}
	list, err := e.List()
	if err != nil || len(list) != 1 || list[0].State.Status != record.Exited {
		t.Errorf("list: %+v, %v; want that it has exited", list, err)
	}
	found, err := e.Check(false)
	var unwritten *record.WriteError
	if err != nil || len(found) != 1 || !errors.As(found[0].Err, &unwritten) {
		t.Errorf("check: %+v, %v; want that it could not be written", found, err)
	}
	if err := e.Start("web", nil); !errors.As(err, &unwritten) {
		t.Errorf("start: %v", err)
	}
	if err := e.Remove("web", false); err != nil {
		t.Errorf("remove: %v", err)
	}
}

func TestRemoveByForceIsNotOutrunByRestart(t *testing.T) {
	e, state := newEngine(t)
	r, _, err := e.Run(config(t, state, "web", "sleep", "1000"), shim.Talk{})
	if err != nil {
		t.Fatal(err)
	}
	again := make(chan error)
	go func() {
		for {
			if err := e.Restart(r.ID, at(0)); err != nil {
				again <- err
				return
			}
		}
	}()
	if err := e.Remove("web", true); err != nil {
		t.Errorf("remove: %v", err)
	}
	if err := <-again; !errors.Is(err, record.ErrNotFound) {
		t.Errorf("restart, at last: %v", err)
	}
}

// at is an end after so long, however the container was made.
func at(grace time.Duration) Ending { return Ending{Grace: &grace} }
