package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
)

const cached = `FROM scratch
ARG V=1
COPY a.txt /
RUN cp a.txt b && echo $V >v
COPY d /d
WORKDIR /w
RUN echo end >end
`

func TestAnUnchangedRebuildRunsNothing(t *testing.T) {
	b := newBench(t)
	b.files()
	first := b.build(cached)
	if got := len(b.did()); got != 5 {
		t.Fatalf("the first build did %v, want all five steps", b.did())
	}
	ran := len(b.ran)
	second := b.build(cached)
	if len(b.did()) != 0 || len(b.ran) != ran {
		t.Errorf("the second build did %v", b.did())
	}
	if !reflect.DeepEqual(first, second) {
		t.Errorf("the second build made another image:\n%+v\n%+v", first, second)
	}
}

func TestWhatCountsForTheCache(t *testing.T) {
	touch := func(name string) func(*bench) {
		return func(b *bench) {
			if err := os.Chtimes(filepath.Join(b.dir, name), time.Now(), time.Now().Add(time.Hour)); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		name   string
		change func(b *bench)
		from   string // the dockerfile with this …
		to     string // … replaced
		want   int    // steps that are done again
	}{
		{"a time", touch("a.txt"), "", "", 0},
		{"a file that nobody copies", func(b *bench) { b.file("other", "x") }, "", "", 0},
		{"the first file", func(b *bench) { b.file("a.txt", "changed") }, "", "", 5},
		{"a later file", func(b *bench) { b.file("d/e/c.txt", "changed") }, "", "", 3},
		{"a new file in a directory", func(b *bench) { b.file("d/new", "") }, "", "", 3},
		{"a name", func(b *bench) {
			os.Rename(filepath.Join(b.dir, "d/b.txt"), filepath.Join(b.dir, "d/c.txt"))
		}, "", "", 3},
		{"a mode", func(b *bench) { os.Chmod(filepath.Join(b.dir, "d/b.txt"), 0o600) }, "", "", 3},
		{"a symlink", func(b *bench) {
			os.Remove(filepath.Join(b.dir, "d/link"))
			os.Symlink("elsewhere", filepath.Join(b.dir, "d/link"))
		}, "", "", 3},
		{"a build argument", func(b *bench) { b.options.BuildArgs = map[string]string{"V": "2"} }, "", "", 4},
		{"a build argument of its default's value", func(b *bench) { b.options.BuildArgs = map[string]string{"V": "1"} }, "", "", 0},
		{"a proxy", func(b *bench) { b.options.BuildArgs = map[string]string{"http_proxy": "x"} }, "", "", 0},
		{"a command", nil, "echo end >", "echo END >", 1},
		{"a label", nil, "WORKDIR", "LABEL a=b\nWORKDIR", 0},
		{"a variable", nil, "WORKDIR /w", "WORKDIR /w\nENV A=b", 1},
		{"a user", nil, "RUN echo end", "USER 5\nRUN echo end", 1},
		{"a shell", nil, "RUN echo end", "SHELL [\"/bin/sh\", \"-ec\"]\nRUN echo end", 1},
		{"an owner", nil, "COPY d /d", "COPY --chown=1 d /d", 3},
		{"a comment", nil, "WORKDIR", "# words\nWORKDIR", 0},
		{"the way it is written", nil, "COPY d /d", "copy   d \\\n  /d", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.files()
			b.build(cached)
			if test.change != nil {
				test.change(b)
			}
			b.build(strings.Replace(cached, test.from, test.to, 1))
			if did := b.did(); len(did) != test.want {
				t.Errorf("%d steps were done again, want %d: %q", len(did), test.want, did)
			}
		})
	}
}

func TestNoCacheDoesEverything(t *testing.T) {
	b := newBench(t)
	b.files()
	b.build(cached)
	b.noCache = true
	b.build(cached)
	if did := b.did(); len(did) != 5 {
		t.Errorf("did %q, want all five steps", did)
	}
}

func TestAStageThatGivesTheSameIsNoReasonToCopyAgain(t *testing.T) {
	b := newBench(t)
	b.file("src", "1")
	b.file("comment", "1")
	const file = "FROM scratch AS one\nCOPY . /s/\nRUN cp s/src out\nFROM scratch\nCOPY --from=one /out /\nRUN cp out last\n"
	b.build(file)
	b.file("comment", "2")
	b.build(file)
	if did := b.did(); len(did) != 2 {
		t.Errorf("did %q, want the two steps of the first stage", did)
	}
	b.file("src", "2")
	b.build(file)
	if did := b.did(); len(did) != 4 {
		t.Errorf("did %q, want all four steps", did)
	}
}

func TestACacheThatIsWrongIsNoCache(t *testing.T) {
	for name, damage := range map[string]func(b *bench, entry string){
		"no entry":      func(_ *bench, entry string) { os.Remove(entry) },
		"half an entry": func(_ *bench, entry string) { os.Truncate(entry, 20) },
		"empty entry":   func(_ *bench, entry string) { os.Truncate(entry, 0) },
		"wrong entry":   func(_ *bench, entry string) { os.WriteFile(entry, []byte("{}"), 0o600) },
		"no blob":       func(b *bench, _ string) { b.blobs = map[digest.Digest][]byte{} },
		"cleared": func(b *bench, _ string) {
			if err := b.cache.Clear(); err != nil {
				b.t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			const file = "FROM scratch\nRUN echo 1 >f\n"
			want := b.tree(b.build(file).Layers())
			entries, err := filepath.Glob(filepath.Join(b.cache.dir, "steps", "*"))
			if err != nil || len(entries) != 1 {
				t.Fatalf("entries %v, %v, want one", entries, err)
			}
			damage(b, entries[0])
			second := b.build(file)
			if did := b.did(); len(did) != 1 {
				t.Errorf("did %q, want the step to be done again", did)
			}
			b.is(second, want)
			b.build(file)
			if did := b.did(); len(did) != 0 {
				t.Errorf("did %q after the cache was made good", did)
			}
		})
	}
}

func TestAFileThatChangesWhileItIsCopiedIsNotCached(t *testing.T) {
	b := newBench(t)
	const file = "FROM scratch\nCOPY a.txt /\n"
	b.file("a.txt", "old")
	b.beforeWorkspace = func() { b.file("a.txt", "new") }
	b.build(file)
	b.beforeWorkspace = nil
	b.file("a.txt", "old")
	b.is(b.build(file), map[string]string{"/a.txt": "0644 0:0 old"})
}

func TestSeveralBuildsAtOnce(t *testing.T) {
	b := newBench(t)
	b.files()
	want := b.tree(b.build(cached).Layers())
	if err := b.cache.Clear(); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for n := 0; n < 4; n++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			other := &bench{fakeWorld: b.fakeWorld, dir: b.dir, cache: b.cache}
			builder, plan, err := other.plan(cached)
			if err == nil {
				_, err = builder.Build(context.Background(), plan)
			}
			if err != nil {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	for i, made := range b.saved {
		if got := b.tree(made.Layers()); !reflect.DeepEqual(got, want) {
			t.Errorf("image %d is %v, want %v", i, got, want)
		}
	}
}

func TestCacheMounts(t *testing.T) {
	b := newBench(t)
	count := func(options string) string {
		b.noCache = true
		made := b.build("FROM scratch\nRUN --mount=type=cache,target=/c" + options + " echo x >>c/log; cat c/log >all\n")
		return b.tree(made.Layers())["/all"]
	}
	const owner = "0644 0:0 "
	if first, second := count(""), count(""); first != owner+"x\n" || second != owner+"x\nx\n" {
		t.Errorf("the log was %q, then %q: want one line more each time", first, second)
	}
	if other := count(",id=other"); other != owner+"x\n" {
		t.Errorf("the log of another cache is %q", other)
	}
	made := b.saved[len(b.saved)-1]
	if files := b.tree(made.Layers()); len(files) != 1 {
		t.Errorf("the mount is in the layer: %v", files)
	}
	if err := b.cache.Clear(); err != nil {
		t.Fatal(err)
	}
	if cleared := count(""); cleared != owner+"x\n" {
		t.Errorf("after Clear the log is %q", cleared)
	}
}

func TestAPrivateCacheIsNobodyElses(t *testing.T) {
	c := OpenCache(t.TempDir())
	m := RunMount{ID: "x", Mode: 0o750}
	const lockNow = 6 // LOCK_EX|LOCK_NB
	one, lock, err := c.mountDir(m, lockNow)
	if err != nil {
		t.Fatal(err)
	}
	two, other, err := c.mountDir(m, lockNow)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if one == two {
		t.Errorf("both have %s", one)
	}
	lock.Close()
	again, lock, err := c.mountDir(m, lockNow)
	if err != nil || again != one {
		t.Errorf("after the first gave it back: %s, %v, want %s", again, err, one)
	}
	lock.Close()
	if info, err := os.Stat(one); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("mode of the cache: %v, %v", info, err)
	}
}

func TestExplainKnowsWhatIsCached(t *testing.T) {
	b := newBench(t)
	b.files()
	explain := func() string {
		builder, plan, err := b.plan(cached)
		if err != nil {
			t.Fatal(err)
		}
		text, err := builder.Explain(context.Background(), plan)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	states := func(text string) (list []string) {
		for _, line := range strings.Split(strings.TrimSpace(text), "\n")[1:] {
			words := strings.Fields(line)
			if strings.HasPrefix(words[0], "sha256:") {
				list = append(list, "key")
				words = words[1:]
			}
			list = append(list, words[0])
		}
		return list
	}
	if got, want := fmt.Sprint(states(explain())), "[config key do do do do do]"; got != want {
		t.Errorf("before: %s, want %s", got, want)
	}
	if len(b.ran) != 0 {
		t.Error("explaining ran something")
	}
	b.build(cached)
	if got, want := fmt.Sprint(states(explain())), "[config key cached key cached key cached key cached key cached]"; got != want {
		t.Errorf("after: %s, want %s", got, want)
	}
	b.file("d/b.txt", "changed")
	if got, want := fmt.Sprint(states(explain())), "[config key cached key cached key do do do]"; got != want {
		t.Errorf("after a change: %s, want %s", got, want)
	}
}
