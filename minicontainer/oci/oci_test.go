package oci

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
)

func TestWhatSaveWritesLoadReads(t *testing.T) {
	dir := t.TempDir()
	s := Default(Choices{Root: "rootfs"})
	s.Process.Args = []string{"sh"}
	if err := Save(dir, s); err != nil {
		t.Fatal(err)
	}
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Root.Path = filepath.Join(dir, "rootfs") // relative to the bundle
	if diff := cmp.Diff(s, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLoadRefusesWhatIsNoBundle(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "no such file",
		"{":                      "unexpected end",
		"{}":                     "root.path is missing",
		`{"root":{"path":""}}`:   "root.path is missing",
		`{"hostname":7}`:         "cannot unmarshal number",
		`{"root":{"path":"r"}}x`: "invalid character",
	} {
		dir := t.TempDir()
		if text != "" {
			if err := os.WriteFile(filepath.Join(dir, ConfigName), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestDefaultForAnOrdinaryUserMapsRootToThem(t *testing.T) {
	s := Default(Choices{Root: "/r", Users: namespace.Own(1000, 100)})
	want := []specs.LinuxIDMapping{{ContainerID: 0, HostID: 1000, Size: 1}}
	if diff := cmp.Diff(want, s.Linux.UIDMappings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, m := range s.Mounts {
		if slices.Contains(m.Options, "gid=5") {
			t.Errorf("%s is to belong to a group that the user namespace does not have", m.Destination)
		}
	}
}

func TestDefaultOnTheHostsNetworkHasNoNetworkOfItsOwn(t *testing.T) {
	for _, host := range []bool{true, false} {
		s := Default(Choices{Root: "/r", HostNetwork: host})
		own := slices.ContainsFunc(s.Linux.Namespaces, func(ns specs.LinuxNamespace) bool { return ns.Type == specs.NetworkNamespace })
		if own == host {
			t.Errorf("host network %v, network namespace %v", host, own)
		}
	}
}
