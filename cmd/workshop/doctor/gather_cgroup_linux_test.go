package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestGroupsCanBeMadeWhereTheDoctorSays makes one in each place, by hand; and none where all is read-only.
func TestGroupsCanBeMadeWhereTheDoctorSays(t *testing.T) {
	testenv.RealRoot(t)
	var f Facts
	gatherCgroup(&f)
	if len(f.Cgroup.Places) == 0 {
		testenv.Missing(t, "cgroup", fmt.Sprint(f.Cgroup.Refused))
	}
	for _, place := range f.Cgroup.Places {
		dir := filepath.Join(place, fmt.Sprintf("minicontainer-doctor-%d", os.Getpid()))
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Error(err)
			continue
		}
		if err := unix.Rmdir(dir); err != nil {
			t.Error(err)
		}
	}
	trees, err := cgroup.Detect()
	if err != nil {
		t.Fatal(err)
	}
	err = testenv.OwnMounts(func() {
		for _, tree := range trees {
			if err := unix.Mount("", tree.Point, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
		}
		var f Facts
		gatherCgroup(&f)
		if len(f.Cgroup.Places) > 0 || len(f.Cgroup.Refused) != len(wantedControllers) || !strings.Contains(f.Cgroup.Remount, trees[0].Point) {
			t.Errorf("where all is read-only: %+v", f.Cgroup)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
