package doctor

import (
	"go/version"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

var everyLesson = []int{1, 2, 3, 4, 5, 6, 7}

func judgeBits(f Facts) Check {
	c := Check{ID: "bits", Status: StatusOK, Why: say.T("doctor.why-bits"), Lessons: everyLesson}
	c.Found = say.T("doctor.bits", f.Arch, f.KernelBits)
	switch {
	case f.KernelBits != 64:
		c.Status, c.Remedy = StatusBad, say.T("doctor.fix-64bit")
	case f.Arch != "amd64" && f.Arch != "arm64":
		c.Status, c.Remedy = StatusWarn, say.T("doctor.fix-arch")
	}
	return c
}

func judgeDistribution(f Facts) Check {
	libc := f.Libc
	if libc == "" {
		libc = "?"
	}
	name := f.Distribution
	if name == "" {
		name = "Linux"
	}
	return Check{
		ID: "distribution", Status: StatusInfo,
		Found: say.T("doctor.distribution", name, libc),
		Why:   say.T("doctor.why-distribution"), Lessons: []int{1, 4},
	}
}

func judgeInside(f Facts) Check {
	c := Check{ID: "inside", Status: StatusInfo, Why: say.T("doctor.why-inside"), Lessons: []int{3, 4, 5}}
	switch {
	case f.Inside.PlayWithDocker:
		c.Found = say.T("doctor.inside-pwd")
	case f.Inside.GVisor:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.inside-gvisor"), say.T("doctor.fix-real-linux")
	case f.Inside.Container != "":
		c.Found = say.T("doctor.inside-container", f.Inside.Container)
	case f.Inside.WSL != 0:
		c.Found = say.T("doctor.inside-wsl", f.Inside.WSL)
	default:
		c.Found = say.T("doctor.inside-nothing")
	}
	return c
}

// GoWanted is go.mod's go directive; a test compares the two.
const GoWanted = "1.23.0"

func judgeGo(f Facts) Check {
	c := Check{ID: "go", Status: StatusOK, Why: say.T("doctor.why-go"), Lessons: everyLesson}
	switch {
	case f.GoVersion == "":
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.go-none", GoWanted), getGo(f.DistroID)
	case version.Compare(f.GoVersion, "go1.21") < 0:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.go-stuck", f.GoVersion, GoWanted), getGo(f.DistroID)
	case version.Compare(f.GoVersion, "go"+GoWanted) < 0:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.go-old", f.GoVersion, GoWanted), getGo(f.DistroID)
	default:
		c.Found = say.T("doctor.go-new", f.GoVersion, GoWanted)
	}
	return c
}

func getGo(distro string) say.Message {
	switch distro {
	case "debian":
		return say.T("doctor.fix-go-debian")
	case "ubuntu":
		return say.T("doctor.fix-go-ubuntu")
	case "alpine":
		return say.T("doctor.fix-go-alpine")
	}
	return say.T("doctor.fix-go-tarball")
}

const (
	mebibyte   = 1 << 20
	leastMem   = 256 * mebibyte
	leastSpace = 1024 * mebibyte
)

func judgeMemory(f Facts) Check {
	c := Check{ID: "memory", Status: StatusOK, Why: say.T("doctor.why-memory"), Lessons: []int{3, 6}}
	c.Found = say.T("doctor.memory", f.MemoryFree/mebibyte, f.CPUs)
	if f.MemoryFree < leastMem {
		c.Status, c.Remedy = StatusWarn, say.T("doctor.fix-memory")
	}
	return c
}

func judgeDisk(f Facts) Check {
	c := Check{ID: "disk", Status: StatusOK, Why: say.T("doctor.why-disk"), Lessons: []int{4, 6}}
	c.Found = say.T("doctor.disk", f.DiskFree/mebibyte, f.StateDir)
	if f.DiskFree < leastSpace {
		c.Status, c.Remedy = StatusWarn, say.T("doctor.fix-disk")
	}
	return c
}

func judgeTerminal(f Facts) Check {
	c := Check{ID: "terminal", Status: StatusOK, Why: say.T("doctor.why-terminal"), Lessons: []int{1}}
	locale := f.Locale
	if locale == "" {
		locale = "POSIX"
	}
	switch {
	case !f.HasTerminal:
		c.Status, c.Found = StatusInfo, say.T("doctor.terminal-none", locale)
	case !isUTF8(locale):
		c.Status, c.Found = StatusWarn, say.T("doctor.terminal-ascii", locale)
		c.Remedy = say.T("doctor.fix-utf8")
	default:
		c.Found = say.T("doctor.terminal", locale)
	}
	return c
}

func isUTF8(locale string) bool {
	_, codeset, _ := strings.Cut(strings.ToLower(locale), ".")
	codeset, _, _ = strings.Cut(codeset, "@")
	return codeset == "utf-8" || codeset == "utf8"
}

// judgeClock notices the clock of a machine that woke from a snapshot: every
// certificate is then "not yet valid" and no image can be pulled.
func judgeClock(f Facts) Check {
	c := Check{ID: "clock", Status: StatusOK, Why: say.T("doctor.why-clock"), Lessons: []int{4}}
	c.Found = say.T("doctor.clock", f.Now.UTC().Format("2006-01-02 15:04"))
	if f.Now.Year() < 2025 {
		c.Status, c.Remedy = StatusWarn, say.T("doctor.fix-clock")
	}
	return c
}
