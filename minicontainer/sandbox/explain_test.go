package sandbox

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

func assembled(t *testing.T, c Container) string {
	t.Helper()
	p, err := Assemble(c)
	if err != nil {
		t.Fatal(err)
	}
	return create{c.Spec}.Line() + "\n" + plan.Lines(p.Steps())
}

func TestAssemblyOfABareSpecAsShellLines(t *testing.T) {
	want := `# no namespaces: only the root directory changes
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-  # and every other number in use
chroot /r
cd /
setpriv --reuid=0 --regid=0 --clear-groups
exec env -i PATH=/bin probe 'a b'
`
	if diff := cmp.Diff(want, assembled(t, Container{Spec: bare("/r", "a b")})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAssemblyOfAFullSpecAsShellLines(t *testing.T) {
	s := full("/s/root")
	s.Root.Readonly = true
	s.Process.Terminal = true
	s.Process.NoNewPrivileges = true
	s.Process.Cwd = "/w"
	s.Process.User = specs.User{UID: 5, GID: 6, AdditionalGids: []uint32{7, 8}}
	s.Linux.MaskedPaths = []string{"/proc/kcore"}
	s.Linux.ReadonlyPaths = []string{"/proc/sys"}
	s.Mounts = s.Mounts[:2]
	want := `unshare --fork --mount --uts --ipc --pid --net --cgroup --time sh
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /s
mkdir -p /s/root
mkdir -p /s/upper
mkdir -p /s/work
mount -t overlay -o lowerdir=/img,upperdir=/s/upper,workdir=/s/work,redirect_dir=off,metacopy=off overlay /s/root
mkdir -p /s/root/proc
mount -t proc proc /s/root/proc
mkdir -p /s/root/dev
mount -t tmpfs -o nosuid,mode=755 tmpfs /s/root/dev
DEVICES
mkdir -p /s/root/w
# not typable: a pseudo-terminal of the container's own, its other end handed to the caller
if [ -d /s/root/proc/kcore ]; then mount -t tmpfs -o ro,size=4k,nr_inodes=1,mode=755 tmpfs /s/root/proc/kcore; elif [ -e /s/root/proc/kcore ]; then mount --bind /s/root/dev/null /s/root/proc/kcore; fi
if [ -e /s/root/proc/sys ]; then mount --rbind /s/root/proc/sys /s/root/proc/sys; mount -o remount,bind,ro /s/root/proc/sys; fi
mount -o remount,bind,ro /s/root
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-  # and every other number in use
ip link set lo up
hostname inside
# the clocks are those that unshare --time has set
cd /s/root && pivot_root . . && umount -l . && cd /
cd /w
for n in 0 1 2; do [ ! -p /proc/self/fd/$n ] || chown 5 /proc/self/fd/$n; done
setpriv --reuid=5 --regid=6 --groups=7,8
setpriv --pdeathsig=KILL
setpriv --no-new-privs
exec env -i PATH=/bin probe
`
	want = strings.Replace(want, "DEVICES\n", plan.Lines(rootfs.Devices("/s/root", false)), 1)
	got := assembled(t, Container{Spec: s, Scratch: &rootfs.Scratch{Lower: "/img", Stage: "/s"}, DieWithCaller: true})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The list of what no shell can type is part of the documentation: one more entry
// is a change of what --explain=script promises.
func TestOnlyTheTerminalIsNotTypable(t *testing.T) {
	s := inUserNamespace(full("/r"))
	s.Process.Terminal = true
	s.Process.NoNewPrivileges = true
	s.Root.Readonly = true
	s.Linux.MaskedPaths, s.Linux.ReadonlyPaths = rootfs.DefaultMasked, rootfs.DefaultReadonly
	p, err := Assemble(Container{Spec: s, DieWithCaller: true, Scratch: &rootfs.Scratch{Lower: "/l", Stage: "/s"}})
	if err != nil {
		t.Fatal(err)
	}
	var not []string
	for _, step := range p.Steps() {
		if !plan.Typable(step.Line()) {
			not = append(not, step.Name())
		}
	}
	if diff := cmp.Diff([]string{"open terminal"}, not); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
