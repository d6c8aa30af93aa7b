//go:build linux && amd64

package kvm

import (
	"strings"
	"testing"
	"unsafe"
)

// The numbers as strace(1) and linux/kvm.h have them.
func TestRequestsAreNumberedAsTheKernelNumbersThem(t *testing.T) {
	for _, c := range []struct {
		r    request
		want uintptr
	}{
		{getAPIVersion, 0xae00},
		{createVM, 0xae01},
		{getVCPUMmapSize, 0xae04},
		{getSupportedCPUID, 0xc008ae05},
		{createVCPU, 0xae41},
		{setUserMemoryRegion, 0x4020ae46},
		{setTSSAddr, 0xae47},
		{setIdentityMapAddr, 0x4008ae48},
		{createIRQChip, 0xae60},
		{irqLine, 0x4008ae61},
		{createPIT2, 0x4040ae77},
		{run, 0xae80},
		{getRegs, 0x8090ae81},
		{setRegs, 0x4090ae82},
		{getSregs, 0x8138ae83},
		{setSregs, 0x4138ae84},
		{setCPUID2, 0x4008ae90},
	} {
		if c.r.number != c.want {
			t.Errorf("%s is %#x, want %#x", c.r.name, c.r.number, c.want)
		}
	}
}

// What no number says, as only the begin of it is counted there.
func TestLayoutsAreTheKernels(t *testing.T) {
	var r kvmRun
	for what, c := range map[string]struct{ got, want uintptr }{
		"an answer of cpuid":                {unsafe.Sizeof(CPUIDEntry{}), 40},
		"answers after their count":         {unsafe.Offsetof(cpuid{}.entries), 8},
		"the switch to leave at once":       {unsafe.Offsetof(r.immediateExit), 1},
		"the reason":                        {unsafe.Offsetof(r.exitReason), 8},
		"what depends on the reason":        {unsafe.Offsetof(r.exit), 32},
		"where a port's data is":            {unsafe.Offsetof(exitIO{}.offset), 8},
		"how many of them":                  {unsafe.Offsetof(exitIO{}.count), 4},
		"the length of an access to memory": {unsafe.Offsetof(exitMMIO{}.length), 16},
		"its direction":                     {unsafe.Offsetof(exitMMIO{}.isWrite), 20},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", what, c.got, c.want)
		}
	}
}

func TestAReasonHasAName(t *testing.T) {
	for r, want := range map[Reason]string{Halt: "hlt", InternalError: "internal error", 77: "reason 77"} {
		if r.String() != want {
			t.Errorf("%d is %q, want %q", uint32(r), r, want)
		}
	}
}

func TestARefusalNamesTheRequest(t *testing.T) {
	if _, err := createVM.withNumber(-1, 0); err == nil || !strings.HasPrefix(err.Error(), "KVM_CREATE_VM: ") {
		t.Errorf("%v", err)
	}
}
