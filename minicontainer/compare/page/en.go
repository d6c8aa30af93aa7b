package page

var english = texts{
	Title:    "One program, different walls: %s",
	Subtitle: "The same file, run as a process, in containers and in virtual machines, and asked the same questions.",
	EmulationNote: "Hatched is emulation: QEMU translates every instruction of the guest, as it must where the processor cannot run guests itself. " +
		"It shows what a virtual machine is, and not how fast one is.",
	Cold: "cold", AtOnce: "at once",

	TimeHeading: "Time to ready",
	TimeNote: "From before the command is started to its line READY. The mark is the median, each dot a run, a ring a cold first one. " +
		"The axis is logarithmic: each line is ten times the one before.",
	MemoryHeading: "Memory that is really used",
	MemoryNote: "Proportional set size (PSS) of all processes of one instance on the host: what several share is divided among them. " +
		"What a guest was promised does not count, what it has touched does, its own kernel and page cache included.",
	MemoryColumns:  []string{"kind", "PSS", "RSS", "cgroup", "of it anon", "of it page cache", "PSS after writing 64 MiB", "told inside: total / available"},
	DensityHeading: "One more costs",
	DensityNote: "PSS of all instances together, and the straight line through it. Containers share the host's kernel and the page cache of " +
		"their image's files; every guest brings both again.",
	WorkHeading: "Work, in relation to a process on the host",
	WorkNote: "1× is as fast as the process, whose time stands below each work. A container's instructions and system calls are the host's. " +
		"A guest's instructions are, too, on a processor with vmx or svm; an emulated one's are not.",
	Works: map[string]string{
		"sha256": "sha256 of 32 MiB", "float": "5 million square roots", "getppid": "a system call", "fork_exec": "fork, exec, wait", "pages": "32 MiB of new pages",
	},
	WallsHeading: "What separates it from the host",
	WallsNote:    "Looked for, not assumed: a program inside says what it sees, and the host's /proc is searched for it. Marked is what is not the host's.",
	Walls: wallTexts{
		Kernel: "kernel", BootID: "boot id", Uptime: "up for (/proc/uptime)", HostSees: "host sees its processes", SeesHost: "sees the host's processes",
		SeesSiblings: "sees others of its kind", Processes: "processes it sees", Memory: "memory it is told of", Processors: "processors it is told of",
		DeviceFiles: "devices in /dev", Devices: "devices in /sys/class", KernelLog: "kernel log it can read", SystemCalls: "the host's system calls",
		Capabilities: "capabilities", Sysctls: "sysctls unlike the host's (of 8)",
		ItsOwn: "its own", TheHosts: "the host's", NoSystemCalls: "none: its own kernel's", Filtered: "filtered (seccomp)", All: "all", AllOf: "all %d",
	},
	DiskHeading: "Disk",
	DiskNote:    "On disk is what the blocks take (st_blocks × 512), apparent is what ls -l says. What all instances share is there once.",
	DiskColumns: []string{"kind", "file", "on disk", "apparent", "for"},

	PlacesHeading: "Where these kinds stand",
	Places: []place{
		{"Hosted", "The hypervisor is a program on an ordinary operating system: VirtualBox, VMware Workstation, QEMU. It asks the host's kernel for " +
			"memory, time and files, as any program does. The virtual machines measured here are of this kind."},
		{"Bare metal", "The hypervisor lies directly on the hardware, and the operating systems on it: Xen, VMware ESXi. It cannot be measured beside a process of " +
			"the same host, as there is no such host; so it is explained here, and not measured."},
		{"KVM blurs the line", "KVM makes Linux itself a hypervisor: the guest's instructions run on the processor, and the kernel, which lies on the hardware, " +
			"catches what they may not do. QEMU, a program, only plays the devices. Hosted by its looks, bare metal by its speed: most clouds are built so."},
		{"Container", "No second machine at all: a process that the one kernel shows other files, processes and networks, and limits. So it starts like a process, " +
			"and everything in it reaches the same kernel. That is its price: one hole in that kernel is a hole in every wall."},
	},
	MachineHeading: "The machine",
	Machine: machineTexts{
		Processor: "processor", Virtualizing: "hardware virtualization", NoVirtualizing: "none (neither vmx nor svm)", Nested: "; itself a virtual machine", Memory: "memory",
		Kernel: "kernel", Load: "load before", Date: "date", Took: "took",
	},
	MethodHeading: "The method",
	Method: methodTexts{
		Runs: "%d runs of each kind, in turn, each round beginning with another one. Reported is the median. A first run above %g times the median of the others is cold: shown, and not counted.",
		Rest: []string{
			"The processor's works ran five times each in one start of a kind. Isolation was looked at once, while a process on the host and another instance were there to be seen.",
			"Density is a least-squares line through at least three counts; one instance times ten would be a guess.",
			"The host's page cache was not dropped: that slows everybody down to measure what hardly occurs. The second start of anything finds its files in memory.",
			"All samples are in the JSON and CSV of the same run. Other machines give other numbers; the method can be compared, and the order of magnitude.",
		},
	},
	CommandsHeading: "Command lines",
	AbsentHeading:   "Not measured",
}
