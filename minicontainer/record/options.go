package record

// Options are what the command line asked for, where Spec shows only what came of it, or another one with each start.
// They are for those who look; nothing is made of them but what a comment says.
type Options struct {
	User        string            `json:"user,omitempty"` // as the image or -u has it
	CIDFile     string            `json:"cidFile,omitempty"`
	Binds       []string          `json:"binds,omitempty"` // as -v has them
	VolumesFrom []string          `json:"volumesFrom,omitempty"`
	Tmpfs       map[string]string `json:"tmpfs,omitempty"` // the places of --tmpfs, with their options
	PublishAll  bool              `json:"publishAll,omitempty"`

	CapAdd      []string `json:"capAdd,omitempty"`
	CapDrop     []string `json:"capDrop,omitempty"`
	Privileged  bool     `json:"privileged,omitempty"`
	SecurityOpt []string `json:"securityOpt,omitempty"`
	GroupAdd    []string `json:"groupAdd,omitempty"`
	Devices     []Device `json:"devices,omitempty"`
	DeviceRules []string `json:"deviceRules,omitempty"`

	CgroupParent string `json:"cgroupParent,omitempty"`
	CgroupnsMode string `json:"cgroupnsMode,omitempty"`
	IpcMode      string `json:"ipcMode,omitempty"`
	PidMode      string `json:"pidMode,omitempty"`
	UTSMode      string `json:"utsMode,omitempty"`
	UsernsMode   string `json:"usernsMode,omitempty"`
}

// Device is a device of the host in a container.
type Device struct {
	PathOnHost, PathInContainer string
	CgroupPermissions           string // of r, w and m
}
