//go:build linux

package main

import (
	"archive/tar"
	"fmt"
	"io"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// TestAnImageOfMoreLayersThanOneMountCanName has one hundred layers, each with a file.
func TestAnImageOfMoreLayersThanOneMountCanName(t *testing.T) {
	containersPossible(t)
	e := engine.New(newState(t))
	i, err := e.BaseImage()
	if err != nil {
		t.Fatal(err)
	}
	hold, err := e.Images().Add()
	if err != nil {
		t.Fatal(err)
	}
	const layers = 100
	for n := range layers {
		i, err = e.Images().Commit(i, image.Change{}, func(w io.Writer) error {
			a := tar.NewWriter(w)
			if err := a.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: fmt.Sprintf("many/%03d", n), Mode: 0o644}); err != nil {
				return err
			}
			return a.Close()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	name, err := registry.Parse("many")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Images().Tag(name, i.Target); err != nil {
		t.Fatal(err)
	}
	hold.Close()
	if said := output(t, container("run", "--rm", "many", "sh", "-c", "ls /many | wc -l")); said != "100\n" {
		t.Errorf("there are %q files of 100", said)
	}
	if said := output(t, container("run", "--name", "one", "many", "sh", "-c", "rm /many/050; ls /many | wc -l")); said != "99\n" {
		t.Errorf("there are %q files of 99", said)
	}
	if said := output(t, container("diff", "one")); said != "C /many\nD /many/050\n" {
		t.Errorf("changed is %q", said)
	}
	output(t, container("rm", "one"))
}
