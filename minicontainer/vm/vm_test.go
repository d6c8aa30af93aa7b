package vm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestAKernelIsFoundWhereTheEnvironmentSays(t *testing.T) {
	tree := t.TempDir()
	write(t, tree+"/boot/vmlinuz-6.1.0-9", "")
	write(t, tree+"/lib/modules/6.1.0-9/modules.builtin", "")
	write(t, tree+"/boot/vmlinuz-6.2.0", "") // and no modules
	want := Kernel{Image: tree + "/boot/vmlinuz-6.1.0-9", Modules: tree + "/lib/modules/6.1.0-9"}
	for _, named := range []string{tree, want.Image} {
		t.Setenv(KernelEnv, named)
		if got, err := FindKernel(); err != nil || got != want {
			t.Errorf("%s: %+v, %v", named, got, err)
		}
	}
	for _, named := range []string{tree + "/nowhere", tree + "/boot/vmlinuz-6.2.0", tree + "/lib"} {
		t.Setenv(KernelEnv, named)
		if got, err := FindKernel(); !errors.Is(err, ErrNoKernel) || !strings.Contains(err.Error(), named) {
			t.Errorf("%s: %+v, %v", named, got, err)
		}
	}
	if got := want.Release(); got != "6.1.0-9" {
		t.Errorf("release %q", got)
	}
}

func TestModulesComeAfterWhatTheyDependOn(t *testing.T) {
	depends := map[string][]string{
		"veth":         nil,
		"br_netfilter": {"bridge"},
		"bridge":       {"stp", "llc"},
		"stp":          {"llc"},
		"llc":          nil,
	}
	lookup := func(name string) (string, []string, error) {
		d, there := depends[name]
		switch {
		case name == "ext4":
			return "", nil, nil // built in
		case !there:
			return "", nil, fs.ErrNotExist
		}
		return "/" + name, d, nil
	}
	got, err := orderModules([]string{"veth", "br-netfilter", "ext4", "bridge"}, lookup)
	if want := []string{"/veth", "/llc", "/stp", "/bridge", "/br_netfilter"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := orderModules([]string{"zfs"}, lookup); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "zfs") {
		t.Errorf("got %v", err)
	}
}

func TestAModuleThatCannotBeReadIsRefusedByName(t *testing.T) {
	k := Kernel{Modules: t.TempDir()}
	write(t, k.Modules+"/kernel/net/packed.ko.xz", "")
	write(t, k.Modules+"/kernel/net/text.ko", "some text that is no object file")
	write(t, k.Modules+"/modules.builtin", "kernel/fs/ext4/built-in.ko\n")
	for name, why := range map[string]string{
		"packed": "packed.ko.xz is compressed",
		"text":   "bad magic number",
		"absent": "this kernel has no such module",
	} {
		if _, err := k.ModuleFiles(name); err == nil || !strings.Contains(err.Error(), "find module "+name) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files, err := (Kernel{}).ModuleFiles(); err != nil || len(files) != 0 { // User-mode Linux has none
		t.Errorf("none: %v, %v", files, err)
	}
	if files, err := k.ModuleFiles("built_in"); err != nil || len(files) != 0 {
		t.Errorf("built in: %v, %v", files, err)
	}
	if got := dependsIn([]byte("license=GPL\x00depends=llc,stp\x00name=bridge\x00")); !slices.Equal(got, []string{"llc", "stp"}) {
		t.Errorf("depends on %v", got)
	}
	if got := dependsIn([]byte("depends=\x00")); got != nil {
		t.Errorf("depends on %v", got)
	}
}

func TestASwapDiskSaysWhatItIs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "swap")
	const size = 1 << 20
	if err := MakeSwapDisk(file, size); err != nil {
		t.Fatal(err)
	}
	disk, err := os.ReadFile(file)
	if err != nil || len(disk) != size || string(disk[4086:4096]) != "SWAPSPACE2" || disk[1024] != 1 || disk[1028] != 255 {
		t.Errorf("%d bytes, %v", len(disk), err)
	}
	if err := MakeSwapDisk(file, size); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a disk that is there: %v", err)
	}
}

func TestAMachineIsACommandLine(t *testing.T) {
	m := Machine{Kernel: "/k/vmlinux", Initramfs: "/k/initramfs", Memory: 256, Disks: []Disk{{Name: "swap", File: "/k/a,b"}}}
	const want = "qemu-system-x86_64 -M microvm -accel tcg -m 256 -nodefaults -no-user-config -nographic -no-reboot -serial stdio " +
		"-kernel /k/vmlinux -initrd /k/initramfs " +
		"-append 'console=ttyS0 quiet rdinit=/init panic=-1 cryptomgr.notests tsc_early_khz=2300000' " +
		"-drive if=none,format=raw,cache=unsafe,id=swap,file=/k/a,,b -device virtio-blk-device,drive=swap,serial=swap"
	if got := m.Line(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	m.Share = true
	if got := m.Line(); !strings.Contains(got, "-accel kvm") || strings.Contains(got, "tsc") {
		t.Errorf("with the processor shared: %s", got)
	}
}

func TestAProcessorIsSharedOnlyIfItHasTheFeature(t *testing.T) {
	for cpuinfo, want := range map[string]bool{
		"processor\t: 0\nflags\t\t: fpu vme svm sse\n":     true,
		"flags\t\t: fpu vmx\nvmx flags\t: vnmi\n":          true,
		"flags\t\t: fpu hypervisor\nbugs: svm vmx\n":       false,
		"Features\t: fp asimd\n":                           false,
		"model name\t: vmx svm\nflags\t\t: fpu svm_lock\n": false,
	} {
		if got := virtualizes(cpuinfo); got != want {
			t.Errorf("%q: %v", cpuinfo, got)
		}
	}
}
