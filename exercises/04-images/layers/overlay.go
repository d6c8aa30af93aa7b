//go:build linux

package layers

import (
	"fmt"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// CanOverlay tries whether this machine lets root of a user namespace mount an overlay on the fake host's disks: inside
// another container the files may themselves be on an overlay, which does not take one as its upperdir.
func CanOverlay(b *grade.Bench) bool {
	dir := b.Dir("try")
	for _, name := range []string{"/l", "/u", "/w", "/m"} {
		b.Dir("try" + name)
	}
	options := fmt.Sprintf("userxattr,lowerdir=%s/l,upperdir=%[1]s/u,workdir=%[1]s/w", dir)
	if b.Run(grade.Own("mount", "-t", "overlay", "-o", options, "overlay", dir+"/m")...).Status() != 0 {
		return false
	}
	grade.Prepared(b.Run(grade.Own("umount", dir+"/m")...))
	return true
}
