package registry

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/registrytest"
)

func TestPushAndPullWithDebiansRegistry(t *testing.T) {
	host := registrytest.Start(t, registrytest.Options{User: "whale", Password: "secret"})
	f := newImage(t, "amd64", 100, 5<<20, 0)
	ref := Reference{Registry: host, Repository: "team/app", Tag: "1"}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := client(t)

	if err := c.Push(ctx, ref, f.target, f, nil); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("without credentials: %v", err)
	}
	if err := c.Login(ctx, host, "whale", "guessed"); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := c.Login(ctx, host, "whale", "secret"); err != nil {
		t.Error(err)
	}
	c.Keychain = fixed{User: "whale", Password: "secret"}
	if err := c.Push(ctx, ref, f.target, f, newRecorder()); err != nil {
		t.Fatal(err)
	}
	to := newMemory()
	to.leave(f.layers[1].Digest, append([]byte(nil), f.whole[f.layers[1].Digest][:1<<20]...))
	if d, err := c.Pull(ctx, ref, amd64(), to, newRecorder()); err != nil || d.Digest != f.target.Digest {
		t.Errorf("%+v, %v", d, err)
	}
	same(t, to, append(f.layers, f.config, f.target)...)

	other, told := ref, newRecorder()
	other.Repository = "team/other"
	c.Elsewhere = func(string, digest.Digest) string { return "team/app" }
	if err := c.Push(ctx, other, f.target, f, told); err != nil || told.ended[f.layers[1].Digest] != Mounted {
		t.Errorf("%v, %v", err, told.ended)
	}
	other.Tag = "none"
	if _, err := c.Pull(ctx, other, amd64(), newMemory(), nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such tag: %v", err)
	}
}

// skopeo is the field's tool to copy images. It looks for signatures where only root gets to, unless told otherwise.
func skopeo(t *testing.T, args ...string) {
	t.Helper()
	dir := t.TempDir()
	signatures := "default-docker: {sigstore: 'file://" + dir + "'}\n"
	if err := os.WriteFile(filepath.Join(dir, "default.yaml"), []byte(signatures), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Peer(t, "skopeo"), append([]string{"--insecure-policy", "--registries.d=" + dir, "copy"}, args...)...)
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("skopeo copy %v: %v\n%s", args, err, out)
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func TestSkopeoPullsWhatWePushAndWePullWhatSkopeoPushes(t *testing.T) {
	testenv.Peer(t, "skopeo")
	host := registrytest.Start(t, registrytest.Options{})
	f := &fixture{memory: newMemory(), pack: zipped} // skopeo would pack what is not packed
	f.target = f.add(t, "amd64", v1.MediaTypeImageManifest, v1.MediaTypeImageConfig, 1000, 70_000)
	ours := Reference{Registry: host, Repository: "ours", Tag: "1"}
	if err := client(t).Push(context.Background(), ours, f.target, f, nil); err != nil {
		t.Fatal(err)
	}
	layout := filepath.Join(t.TempDir(), "layout")
	skopeo(t, "--src-tls-verify=false", "docker://"+ours.String(), "oci:"+layout+":x")
	for d, want := range f.whole {
		got, err := os.ReadFile(filepath.Join(layout, "blobs/sha256", d.Encoded()))
		if err != nil || string(got) != string(want) {
			t.Errorf("what skopeo has of ours: %v", err)
		}
	}

	for _, format := range []string{"oci", "v2s2"} {
		theirs := Reference{Registry: host, Repository: "theirs", Tag: format}
		skopeo(t, "--dest-tls-verify=false", "--format="+format, "oci:"+layout+":x", "docker://"+theirs.String())
		to := newMemory()
		d, err := client(t).Pull(context.Background(), theirs, amd64(), to, nil)
		if err != nil {
			t.Fatal(err)
		}
		same(t, to, f.layers...)
		var m v1.Manifest
		if err := json.Unmarshal(to.whole[d.Digest], &m); err != nil || len(m.Layers) != 2 || isManifest(d.MediaType) == false || format == "v2s2" != (d.MediaType == dockerManifest) {
			t.Errorf("%s: %+v, %v", format, d, err)
		}
	}
}
