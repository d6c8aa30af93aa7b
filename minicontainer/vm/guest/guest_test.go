package guest

import (
	"bytes"
	"errors"
	"io"
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
ln -s /proc/self/fd /dev/fd; for n in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/${n%:*} /dev/${n#*:}; done
mount --mkdir -t tmpfs tmpfs /run
mount --mkdir -t tmpfs tmpfs /tmp
mount --mkdir -t cgroup2 cgroup2 /sys/fs/cgroup
insmod /lib/modules/virtio.ko
insmod /lib/modules/virtio_blk.ko
for d in /sys/block/*; do ln -s /dev/${d##*/} /dev/disk/by-id/virtio-$(cat $d/serial); done
ip link set lo up
swapon /dev/disk/by-id/virtio-swap
mount --make-rshared /
`
	order := Order{Modules: []string{"/lib/modules/virtio.ko", "/lib/modules/virtio_blk.ko"}, Swap: "swap"}
	if got := plan.Lines(Plan(order)); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestAnOrderArrivesAsItWasGiven(t *testing.T) {
	order := Order{
		Modules: []string{"/m"}, Swap: "s", Root: OnDisk, Hostname: "h",
		Program: Command{Args: []string{"/p", "a b"}, Env: []string{"A=b"}, Dir: "/d", User: "nobody", Terminal: &Size{3, 4}},
	}
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

func TestFramesAreKnownFromWhatOthersWrite(t *testing.T) {
	var line, noise bytes.Buffer
	line.WriteString("[    0.1] Linux\r\n")
	must(t, WriteFrame(&line, Begin, nil))
	must(t, WriteFrame(&line, Output, []byte("a\x1eb\x00")))
	line.WriteString("[    1.5] out of memory\n")
	must(t, WriteFrame(&line, End, append([]byte{137}, "why"...)))
	line.WriteString("[    1.6] power down")
	frames := ReadFrames(&line, &noise)
	for _, want := range []struct {
		kind Kind
		data string
	}{{Begin, ""}, {Output, "a\x1eb\x00"}, {End, "\x89why"}} {
		if kind, data, err := frames.Next(); err != nil || kind != want.kind || string(data) != want.data {
			t.Errorf("%q %q, %v; want %q %q", kind, data, err, want.kind, want.data)
		}
	}
	if _, _, err := frames.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last: %v", err)
	}
	if want := "[    0.1] Linux\r\n[    1.5] out of memory\n[    1.6] power down"; noise.String() != want {
		t.Errorf("beside the frames: %q", noise.String())
	}
	cut := bytes.NewReader([]byte{0x1e, 'o', 0, 9, 'x'})
	if _, _, err := ReadFrames(cut, &noise).Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
