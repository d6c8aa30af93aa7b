//go:build linux

// What a container gets of this machine, as inspect shows it: limits, rights, and what it shares.

package cli

import (
	"path"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// hostConfig has Docker's names. Of limits, 0 is none.
type hostConfig struct {
	Binds           []string // as -v has them
	ContainerIDFile string
	LogConfig       logConfig
	NetworkMode     string
	PortBindings    map[string][]portBinding // as they were asked for
	AutoRemove      bool
	RestartPolicy   restartView
	VolumesFrom     []string

	CapAdd, CapDrop []string
	Privileged      bool
	SecurityOpt     []string
	GroupAdd        []string
	ReadonlyRootfs  bool
	MaskedPaths     []string
	ReadonlyPaths   []string

	CgroupnsMode, IpcMode, PidMode, UTSMode, UsernsMode string

	DNS             []string `json:"Dns"`
	DNSOptions      []string `json:"DnsOptions"`
	DNSSearch       []string `json:"DnsSearch"`
	ExtraHosts      []string
	PublishAllPorts bool

	Init        bool
	Annotations map[string]string `json:",omitempty"`
	Sysctls     map[string]string `json:",omitempty"`
	Tmpfs       map[string]string `json:",omitempty"`
	ShmSize     int64             // bytes
	OomScoreAdj int

	CgroupParent         string
	Memory               int64 // bytes, here and below
	MemorySwap           int64
	MemoryReservation    int64
	OomKillDisable       bool
	NanoCpus             int64
	CPUShares            uint64 `json:"CpuShares"`
	CPUPeriod            uint64 `json:"CpuPeriod"` // µs, here and below
	CPUQuota             int64  `json:"CpuQuota"`
	CpusetCpus           string
	CpusetMems           string
	BlkioWeight          uint16
	PidsLimit            int64
	Ulimits              []ulimitView
	Devices              []record.Device
	DeviceCgroupRules    []string
	Runtime, Isolation   string
	Links                []string // none, ever
	BlkioDeviceReadBps   []throttleView
	BlkioDeviceWriteBps  []throttleView
	BlkioDeviceReadIOps  []throttleView
	BlkioDeviceWriteIOps []throttleView
}

type restartView struct {
	Name              string
	MaximumRetryCount int // of on-failure; 0 is without end
}

type ulimitView struct {
	Name       string
	Hard, Soft int64 // -1 is no limit
}

// throttleView names the device by its numbers, "8:0": its name may be another one's by now.
type throttleView struct {
	Path string
	Rate uint64
}

// logConfig is what is kept of what it prints.
type logConfig struct {
	Type   string
	Config map[string]string
}

func newHostConfig(r record.Record) hostConfig {
	o, s := r.Options, r.Spec
	h := hostConfig{
		Binds: o.Binds, ContainerIDFile: o.CIDFile, NetworkMode: networkMode(r), PortBindings: portsWanted(r), AutoRemove: r.Remove,
		VolumesFrom: o.VolumesFrom, CapAdd: o.CapAdd, CapDrop: o.CapDrop, Privileged: o.Privileged, SecurityOpt: o.SecurityOpt,
		GroupAdd: o.GroupAdd, ReadonlyRootfs: s.Root.Readonly, CgroupnsMode: Or(o.CgroupnsMode, "private"), IpcMode: Or(o.IpcMode, "private"),
		PidMode: o.PidMode, UTSMode: o.UTSMode, UsernsMode: o.UsernsMode, PublishAllPorts: o.PublishAll, Init: r.Init,
		Annotations: s.Annotations, Tmpfs: o.Tmpfs, ShmSize: shmSize(s), CgroupParent: o.CgroupParent,
		Devices: orEmpty(o.Devices), DeviceCgroupRules: o.DeviceRules, Ulimits: orEmpty(ulimitsOf(s.Process)), Runtime: "minicontainer",
	}
	if s.Process.OOMScoreAdj != nil {
		h.OomScoreAdj = *s.Process.OOMScoreAdj
	}
	h.RestartPolicy = restartView{Or(r.Restart.Name, record.No), r.Restart.Retries}
	h.LogConfig = logConfig{Or(r.Log.Driver, jsonFile), r.Log.Options}
	if h.LogConfig.Config == nil {
		h.LogConfig.Config = map[string]string{}
	}
	h.names(r.Network)
	if s.Linux != nil {
		h.MaskedPaths, h.ReadonlyPaths, h.Sysctls = orEmpty(s.Linux.MaskedPaths), orEmpty(s.Linux.ReadonlyPaths), s.Linux.Sysctl
		h.limits(s.Linux)
	}
	return h
}

// names are how the container finds others by name.
func (h *hostConfig) names(n *network.Settings) {
	h.DNS, h.DNSOptions, h.DNSSearch = []string{}, []string{}, []string{}
	if n == nil {
		return
	}
	for _, server := range n.Names.Servers {
		h.DNS = append(h.DNS, server.String())
	}
	h.DNSOptions, h.DNSSearch = orEmpty(n.Names.Options), orEmpty(n.Names.Search)
	for _, extra := range n.Hosts {
		h.ExtraHosts = append(h.ExtraHosts, extra.String())
	}
}

// limits are those of the spec.
func (h *hostConfig) limits(linux *specs.Linux) {
	r := linux.Resources
	if r == nil {
		return
	}
	h.CgroupParent = Or(h.CgroupParent, path.Dir(linux.CgroupsPath))
	if m := r.Memory; m != nil {
		h.Memory, h.MemorySwap, h.MemoryReservation = orZero(m.Limit), orZero(m.Swap), orZero(m.Reservation)
		h.OomKillDisable = orZero(m.DisableOOMKiller)
	}
	if c := r.CPU; c != nil {
		h.CPUShares, h.CPUPeriod, h.CPUQuota, h.CpusetCpus, h.CpusetMems = orZero(c.Shares), orZero(c.Period), orZero(c.Quota), c.Cpus, c.Mems
		if h.CPUPeriod > 0 {
			h.NanoCpus = h.CPUQuota * 1e9 / int64(h.CPUPeriod) //nolint:gosec // microseconds
		}
	}
	if r.Pids != nil {
		h.PidsLimit = r.Pids.Limit
	}
	if b := r.BlockIO; b != nil {
		h.BlkioWeight = orZero(b.Weight)
		h.BlkioDeviceReadBps, h.BlkioDeviceWriteBps = throttles(b.ThrottleReadBpsDevice), throttles(b.ThrottleWriteBpsDevice)
		h.BlkioDeviceReadIOps, h.BlkioDeviceWriteIOps = throttles(b.ThrottleReadIOPSDevice), throttles(b.ThrottleWriteIOPSDevice)
	}
}

func orZero[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

func throttles(list []specs.LinuxThrottleDevice) (views []throttleView) {
	for _, d := range list {
		views = append(views, throttleView{strconv.FormatInt(d.Major, 10) + ":" + strconv.FormatInt(d.Minor, 10), d.Rate})
	}
	return views
}

func ulimitsOf(p *specs.Process) (list []ulimitView) {
	for _, r := range p.Rlimits {
		name := strings.ToLower(strings.TrimPrefix(r.Type, "RLIMIT_"))
		list = append(list, ulimitView{name, int64(r.Hard), int64(r.Soft)}) //nolint:gosec // all ones is -1, no limit
	}
	return list
}

// shmSize is the size of /dev/shm in bytes; 0 if it is another one's.
func shmSize(s *specs.Spec) int64 {
	for _, m := range s.Mounts {
		for _, option := range m.Options {
			text, sized := strings.CutPrefix(option, "size=")
			if m.Destination == "/dev/shm" && m.Type == "tmpfs" && sized {
				size, _ := ParseBytes(text) //nolint:errcheck // our own
				return size
			}
		}
	}
	return 0
}

// portsWanted are the ports of -p.
func portsWanted(r record.Record) map[string][]portBinding {
	wanted := map[string][]portBinding{}
	if r.Network == nil {
		return wanted
	}
	for _, p := range r.Network.Ports {
		binding := portBinding{}
		if p.Host.IsValid() {
			binding.HostIP = p.Host.String()
		}
		if p.First != 0 {
			binding.HostPort = strconv.Itoa(int(p.First))
		}
		if p.Last > p.First {
			binding.HostPort += "-" + strconv.Itoa(int(p.Last))
		}
		key := port{p.Port, p.Proto}.String()
		wanted[key] = append(wanted[key], binding)
	}
	return wanted
}
