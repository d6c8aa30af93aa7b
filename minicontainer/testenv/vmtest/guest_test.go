package vmtest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

func TestMain(m *testing.M) {
	if size := os.Getenv(hogEnv); size != "" {
		hog(size)
		return
	}
	os.Exit(testenv.Main(m))
}

func TestTheGuestIsTheHostThatIsPromised(t *testing.T) {
	vmtest.Run(t, vmtest.Options{Tests: "^TestInside", Flags: []string{"-test.short"}, Env: []string{"WORD=handed in"}})
}

func inside(t *testing.T) {
	t.Helper()
	if !vmtest.Inside() {
		t.Skip("runs in the guest, by TestTheGuestIsTheHostThatIsPromised")
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestInsideAllControllersAreInVersion2(t *testing.T) {
	inside(t)
	have := strings.Fields(read(t, "/sys/fs/cgroup/cgroup.controllers"))
	for _, want := range []string{"cpuset", "cpu", "io", "memory", "hugetlb", "pids"} {
		if !strings.Contains(fmt.Sprint(have), want) {
			t.Errorf("no %s among %v", want, have)
		}
	}
	if own := read(t, "/proc/self/cgroup"); own != "0::/\n" {
		t.Errorf("this process is in %q", own)
	}
}

func TestInsideOptionsArrive(t *testing.T) {
	inside(t)
	if !testing.Short() || os.Getenv("WORD") != "handed in" {
		t.Errorf("short %v, WORD %q", testing.Short(), os.Getenv("WORD"))
	}
	if text := read(t, "testdata/known.txt"); text != "known\n" {
		t.Errorf("testdata: %q", text)
	}
	out, err := exec.Command("sh", "-c", "echo one two | wc -w").Output()
	if err != nil || strings.TrimSpace(string(out)) != "2" {
		t.Errorf("the base image's commands: %q, %v", out, err)
	}
}

// TestInsideARootCanBeReplaced: what lies in an initramfs cannot, by itself.
func TestInsideARootCanBeReplaced(t *testing.T) {
	inside(t)
	dir := t.TempDir()
	err := testenv.OwnMounts(func() {
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, ""); err != nil {
			t.Fatal(err)
		}
		if err := unix.Chdir(dir); err != nil {
			t.Fatal(err)
		}
		if err := unix.PivotRoot(".", "."); err != nil {
			t.Errorf("pivot_root: %v", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestInsideMountsSpreadUnlessPrevented(t *testing.T) {
	inside(t)
	for _, line := range strings.Split(read(t, "/proc/self/mountinfo"), "\n") {
		if fields := strings.Fields(line); len(fields) > 6 && !strings.HasPrefix(fields[6], "shared:") {
			t.Errorf("not shared: %s", line)
		}
	}
}

// group makes a control group with values in its files, and removes it with the test.
func group(t *testing.T, values map[string]string) string {
	t.Helper()
	const root = "/sys/fs/cgroup"
	if err := os.WriteFile(root+"/cgroup.subtree_control", []byte("+memory +io"), 0); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "minicontainer-vmtest")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	})
	for name, value := range values {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(value), 0); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// start runs this program once more, born in the group.
func start(t *testing.T, dir string, env string) (string, error) {
	t.Helper()
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), env)
	cmd.SysProcAttr = &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: fd}
	var out bytes.Buffer
	cmd.Stdout = &out
	err = cmd.Run()
	return out.String(), err
}

// hogEnv has this program take so many MiB of memory, and tell how many kB of it are on the disk.
const hogEnv = "MINICONTAINER_VMTEST_HOG"

func hog(size string) {
	mib, err := strconv.Atoi(size)
	if err != nil {
		os.Exit(2)
	}
	memory := make([]byte, mib<<20)
	for i := 0; i < len(memory); i += 4096 {
		memory[i] = 1
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		os.Exit(2)
	}
	_, rest, _ := strings.Cut(string(status), "VmSwap:")
	fmt.Print(strings.Fields(rest)[0], memory[len(memory)-1]-1)
}

func TestInsideSwapIsRealAndLimited(t *testing.T) {
	inside(t)
	if swaps := strings.Count(read(t, "/proc/swaps"), "/dev/"); swaps != 1 {
		t.Fatalf("%d swap disks", swaps)
	}
	const hogMiB, memory = 48, 24 << 20
	t.Run("as much as there is", func(t *testing.T) {
		dir := group(t, map[string]string{"memory.max": fmt.Sprint(memory), "memory.swap.max": "max"})
		out, err := start(t, dir, fmt.Sprintf("%s=%d", hogEnv, hogMiB))
		swapped, _ := strconv.Atoi(strings.Fields(out + " -")[0])
		if err != nil || swapped < (hogMiB<<10)-memory>>10 {
			t.Errorf("%d kB are on the disk, %v", swapped, err)
		}
	})
	t.Run("none", func(t *testing.T) {
		dir := group(t, map[string]string{"memory.max": fmt.Sprint(memory), "memory.swap.max": "0"})
		if out, err := start(t, dir, fmt.Sprintf("%s=%d", hogEnv, hogMiB)); err == nil {
			t.Errorf("it lived, with %s kB on the disk", out)
		}
		if events := read(t, dir+"/memory.events"); !strings.Contains(events, "oom_kill 1") {
			t.Errorf("events: %s", events)
		}
	})
}

// TestInsideTheScratchDiskIsRealAndLimited writes past the page cache, so that a write is as slow as the disk.
func TestInsideTheScratchDiskIsRealAndLimited(t *testing.T) {
	inside(t)
	var st unix.Stat_t
	if err := unix.Stat(vmtest.Scratch, &st); err != nil {
		t.Fatal(err)
	}
	const size, perSecond = 1 << 20, 1 << 20
	device := fmt.Sprintf("%d:%d", unix.Major(st.Rdev), unix.Minor(st.Rdev))
	dir := group(t, map[string]string{"io.max": fmt.Sprintf("%s wbps=%d", device, perSecond)})
	free := min(writeDirect(t, size), writeDirect(t, size), writeDirect(t, size))
	if err := os.WriteFile(dir+"/cgroup.procs", []byte("0"), 0); err != nil {
		t.Fatal(err)
	}
	limited := writeDirect(t, size)
	if err := os.WriteFile("/sys/fs/cgroup/cgroup.procs", []byte("0"), 0); err != nil {
		t.Fatal(err)
	}
	const least = size * time.Second / perSecond * 8 / 10 // the first slice of time is given in advance
	if free >= least || limited < least {
		t.Errorf("%v without a limit, %v with one", free, limited)
	}
	if stat := read(t, dir+"/io.stat"); !strings.Contains(stat, fmt.Sprintf("%s rbytes=0 wbytes=%d ", device, size)) {
		t.Errorf("io.stat: %s", stat)
	}
}

func writeDirect(t *testing.T, size int) time.Duration {
	t.Helper()
	f, err := os.OpenFile(vmtest.Scratch, os.O_WRONLY|unix.O_DIRECT, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const block = 64 << 10
	buffer, err := unix.Mmap(-1, 0, block, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE) // aligned, as O_DIRECT wants it
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(buffer)
	began := time.Now()
	for written := 0; written < size; written += block {
		if _, err := f.Write(buffer); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(began)
}
