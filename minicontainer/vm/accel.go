package vm

import (
	"fmt"
	"os/exec"
	"strings"
)

// Accel is what runs a guest's instructions.
type Accel string

// The ways to run a guest.
const (
	Auto Accel = "auto" // KVM where it is possible, else TCG
	KVM  Accel = "kvm"  // QEMU, and the processor itself
	TCG  Accel = "tcg"  // QEMU, and an emulated processor
	Own  Accel = "own"  // our hypervisor (package machine), and the processor itself
	UML  Accel = "uml"  // a kernel that is a program
)

// Accels are all of them but Auto.
func Accels() []Accel { return []Accel{KVM, TCG, Own, UML} }

// Possible tells whether guests can be run so; the error says why not.
func (a Accel) Possible() error {
	if err := GuestsRun(); err != nil {
		return err
	}
	switch a {
	case Auto:
		return qemuInstalled()
	case KVM:
		if err := qemuInstalled(); err != nil {
			return err
		}
		return CanShare()
	case TCG:
		return qemuInstalled()
	case Own:
		return CanShare()
	case UML:
		_, err := FindUserMode()
		return err
	}
	return fmt.Errorf("read --accel %.20q: auto, kvm, tcg, own or uml", string(a))
}

// choose is a way that is possible.
func (a Accel) choose() (Accel, error) {
	if err := a.Possible(); err != nil {
		return a, err
	}
	if a != Auto {
		return a, nil
	}
	if CanShare() == nil {
		return KVM, nil
	}
	return TCG, nil
}

// QEMUVersion is the first line of what QEMU says of itself; "" if there is none.
func QEMUVersion() string {
	out, err := exec.Command(QEMU, "--version").Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

func qemuInstalled() error {
	if _, err := exec.LookPath(QEMU); err != nil {
		return fmt.Errorf("run guest: %s is not installed (Debian: qemu-system-x86; Alpine: qemu-system-x86_64)", QEMU)
	}
	return nil
}

// Describe says in a few words what it is.
func (a Accel) Describe() string {
	return map[Accel]string{
		KVM: "QEMU; the guest's instructions run on the processor itself",
		TCG: "QEMU; the processor is emulated",
		Own: "our hypervisor; the guest's instructions run on the processor itself",
		UML: "User-mode Linux: a kernel that is a program",
	}[a]
}
