package compare

var english = Words{
	Kinds: map[string]string{
		Process: "process", Container: "container", FullContainer: "container, everything on",
		KVM: "VM (QEMU, KVM)", TCG: "emulation (QEMU, TCG)", Own: "VM (our hypervisor)", UML: "User-mode Linux",
	},
	Measures: map[string]string{
		"ready_seconds": "ready", "pss_bytes": "memory", "sha256_seconds": "sha256", "float_seconds": "float",
		"getppid_seconds": "getppid", "fork_exec_seconds": "fork+exec", "pages_seconds": "pages", "command_seconds": "command",
		"touched_pss_bytes": "touched",
	},
	Roles: map[string]string{
		"program_anon": "program: its own memory", "program_file": "program: file pages (page cache)",
		"attendance": "the command that attends to it", "guest_memory": "guest memory that exists", "hypervisor": "hypervisor and the files it maps",
	},
	Files: map[string]string{"image": "image", "kernel": "kernel", "initramfs": "initramfs", "disk": "disk"},
	Table: TableWords{
		Title: "%s, as a process, in containers and in virtual machines", Cores: "cores",
		Time: "Time to ready, memory (PSS)", Work: "Work", Walls: "Walls", Disk: "Disk",
		Range: "from–to", Around: "around it", OneMore: "one more",
		OwnKernel: "own kernel", Processes: "processes", HostSees: "host sees", SeesHost: "sees host", Devices: "devices",
		Yes: "yes", No: "no", File: "file", Actual: "on disk", Apparent: "apparent", Shared: "shared", Each: "each its own",
		Missing: "Not measured", Failed: "Left out", Emulation: "Emulation translates every instruction: it is not the speed of a virtual machine.",
		SameTree: "Same root file system in all kinds that run the image: %s (%d files)", OtherTree: "The root file systems differ",
		Runs: "Medians of %d runs in turn, without a cold first one (* marks it); all of them are in --json and --csv.",
	},
}
