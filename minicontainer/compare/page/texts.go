package page

import "github.com/minicontainer/minicontainer/minicontainer/compare"

// texts are the page's sentences in one language. The labels that a terminal's table has as well are in compare.Words.
type texts struct {
	Title, Subtitle, EmulationNote, Cold, AtOnce string

	TimeHeading, TimeNote       string
	MemoryHeading, MemoryNote   string
	MemoryColumns               []string
	DensityHeading, DensityNote string
	WorkHeading, WorkNote       string
	Works                       map[string]string
	WallsHeading, WallsNote     string
	Walls                       wallTexts
	DiskHeading, DiskNote       string
	DiskColumns                 []string
	PlacesHeading               string
	Places                      []place
	MachineHeading              string
	Machine                     machineTexts
	MethodHeading               string
	Method                      methodTexts
	CommandsHeading             string
	AbsentHeading               string
}

type wallTexts struct {
	Kernel, BootID, Uptime, HostSees, SeesHost, SeesSiblings, Processes, Memory, Processors string
	DeviceFiles, Devices, KernelLog, SystemCalls, Capabilities, Sysctls                     string
	ItsOwn, TheHosts, NoSystemCalls, Filtered, All, AllOf                                   string
}

type machineTexts struct {
	Processor, Virtualizing, NoVirtualizing, Nested, Memory, Kernel, Load, Date, Took string
}

type methodTexts struct {
	Runs string
	Rest []string
}

// place is one of the three usual kinds of virtualization, and what it is here.
type place struct{ Name, Text string }

func textsOf(l compare.Language) *texts {
	if l == compare.Korean {
		return &korean
	}
	return &english
}
