//go:build linux

package bench

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

func BenchmarkZZ(b *testing.B) {
	state := b.TempDir() + "/state"
	exec.Command("true").Run()
	e := engine.New(state)
	defer removeAll(e)
	for range 20 {
		if err := startSleeper(context.Background(), os.Getenv("ZZPROG"), state); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("list", func(b *testing.B) { for range b.N { e.List() } })
	l, _ := e.List()
	b.Run("usage", func(b *testing.B) { for range b.N { for _, c := range l { e.Usage(c) } } })
	b.Run("find", func(b *testing.B) { for range b.N { for _, c := range l { cgroup.Find(c.Spec.Linux.CgroupsPath[1:]) } } })
	g, _ := cgroup.Find(l[0].Spec.Linux.CgroupsPath[1:])
	b.Run("gusage", func(b *testing.B) { for range b.N { for range 20 { g.Usage() } } })
	b.Run("detect", func(b *testing.B) { for range b.N { for range 20 { cgroup.Detect() } } })
}
