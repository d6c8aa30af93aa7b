package machine

// Linux is a machine that boots Linux, not switched on yet.
type Linux struct {
	Kernel      []byte // an uncompressed ELF kernel
	Initramfs   string // the file with the archive, or "" for none
	CommandLine string // the kernel's, with "console=ttyS0" if it should be heard
	Memory      int    // MiB, at most MaxMemory
}

// MaxMemory is in MiB. A PC's memory has a hole from 3 to 4 GiB, where its devices are.
const MaxMemory = 3 << 10
