package compare

// The names of kinds, which the texts of both languages know.
const (
	Process       = "process"        // on the host itself, with no walls
	Container     = "container"      // with nothing extra
	FullContainer = "container-full" // with everything on that our runtime has
	KVM           = "vm-kvm"         // QEMU, and the processor itself
	TCG           = "vm-tcg"         // QEMU, and an emulated processor
	Own           = "vm-own"         // our hypervisor, and the processor itself
	UML           = "vm-uml"         // a kernel that is a program
)

// Kind is a way to run a program.
type Kind struct {
	Name    string `json:"name"`    // unique; one of the constants, or what a table shall call it
	Missing string `json:"missing"` // why it cannot be measured here; "" if it can

	// Command is what begins each command line, up to the program: minicontainer run -i … IMAGE. For a process it is empty.
	// It connects the program's input and output with its own, runs in the foreground, and dies with its program.
	Command []string `json:"command"`
	// Probe is the path of the probe's file for the program after Command. It ends in probe.Name. See PlaceProbe.
	Probe string   `json:"probe"`
	Env   []string `json:"env,omitempty"` // in addition to ours

	Guest     bool `json:"guest"`                // it has a kernel of its own
	Emulated  bool `json:"emulated"`             // the guest's instructions are translated, not executed
	MemoryMiB int  `json:"memory_mib,omitempty"` // what a guest was promised

	Disk []File `json:"disk,omitempty"`
}

// File is a file or directory that a kind needs on disk.
type File struct {
	What string `json:"what"` // image, kernel, initramfs, disk
	Path string `json:"path"` // may be a pattern as of path/filepath; it is looked for while an instance runs
	Each bool   `json:"each"` // every instance has one of its own; else all share it
}

// argv is the whole command line that runs a program in it.
func (k Kind) argv(program ...string) []string {
	return append(append([]string{}, k.Command...), program...)
}
