package guest

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

func TestThePlanOfTheFirstProcess(t *testing.T) {
	const want = `mount --rbind / /mnt && cd /mnt && mount --move . / && exec chroot . /init
mount --mkdir -t proc proc /proc
dmesg -n 1
mount --mkdir -t sysfs sysfs /sys
mount --mkdir -t devtmpfs devtmpfs /dev
mount --mkdir -t devpts devpts /dev/pts
mount --mkdir -t tmpfs tmpfs /dev/shm
mount --mkdir -t tmpfs tmpfs /run
mount --mkdir -t tmpfs tmpfs /tmp
mount --mkdir -t cgroup2 cgroup2 /sys/fs/cgroup
insmod /lib/modules/virtio.ko
insmod /lib/modules/virtio_blk.ko
for d in /sys/block/*; do ln -s /dev/${d##*/} /dev/disk/by-id/virtio-$(cat $d/serial); done
ip link set lo up
mount --make-rshared /
swapon /dev/disk/by-id/virtio-swap
`
	order := Order{Modules: []string{"/lib/modules/virtio.ko", "/lib/modules/virtio_blk.ko"}, Swap: "swap"}
	if got := plan.Lines(Plan(order)); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestAnOrderArrivesAsItWasGiven(t *testing.T) {
	order := Order{Modules: []string{"/m"}, Swap: "s", Args: []string{"/p", "a b"}, Env: []string{"A=b"}, Dir: "/d"}
	text, err := order.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "order.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := readOrder(file); err != nil || !reflect.DeepEqual(got, order) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := readOrder(file + "-none"); err == nil {
		t.Error("an order that is not there is read")
	}
}

func TestMarksAreKnownFromWhatProgramsPrint(t *testing.T) {
	for line, want := range map[string]struct {
		mark   Mark
		status int
	}{
		Begin.line(0)[1:]:                      {Begin, 0},
		End.line(137)[1:]:                      {End, 137},
		"minicontainer-guest: end 3\r\n":       {End, 3},
		"minicontainer-guest: end\n":           {},
		"minicontainer-guest: end soon\n":      {},
		"minicontainer-guest: other 3\n":       {},
		"it says minicontainer-guest: end 3\n": {},
		"":                                     {},
	} {
		if mark, status := ReadMark(line); mark != want.mark || status != want.status {
			t.Errorf("%q: %q %d", line, mark, status)
		}
	}
}
