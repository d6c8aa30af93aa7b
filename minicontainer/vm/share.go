// Sharing the processor: KVM.
//
// With hardware virtualization (VMX of Intel, SVM of AMD) a guest's instructions run on the
// processor itself, at its speed. That /dev/kvm is there does not prove it: in clouds there are
// hosts whose KVM is a program, too, interprets the guest's kernel, and gives up at
// instructions that every Linux uses. QEMU then pauses, and says nothing. So the processor must
// have the feature as well, or everything is emulated, which always works.

package vm

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// CanShare tells whether Machine.Share will do; the error says why not.
func CanShare() error {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return fmt.Errorf("look for hardware virtualization: %w", err)
	}
	if !virtualizes(string(text)) {
		return fmt.Errorf("look for hardware virtualization: the processor shows neither vmx nor svm")
	}
	kvm, err := os.OpenFile("/dev/kvm", os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("look for hardware virtualization: %w", err)
	}
	return kvm.Close()
}

// virtualizes reads the flags in the text of /proc/cpuinfo. Source: proc_cpuinfo(5).
func virtualizes(cpuinfo string) bool {
	for _, line := range strings.Split(cpuinfo, "\n") {
		name, value, _ := strings.Cut(line, ":")
		if strings.TrimSpace(name) == "flags" {
			flags := strings.Fields(value)
			return slices.Contains(flags, "vmx") || slices.Contains(flags, "svm")
		}
	}
	return false
}

// GuestsRun tells whether programs of this one's kind run in a guest, which is amd64; the
// error says why not.
func GuestsRun() error {
	if runtime.GOARCH != "amd64" {
		return fmt.Errorf("run guest: guests are amd64 machines, and this program is for %s", runtime.GOARCH)
	}
	return nil
}
