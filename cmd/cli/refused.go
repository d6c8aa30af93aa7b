//go:build linux

// Flags of Docker's that this runtime has not, and why: whoever uses one is told, instead of that there is no such flag.

package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// refused is a flag that is an error whatever its value is. It is a pflag.Value.
type refused string

func (r refused) String() string     { return "" }
func (r refused) Type() string       { return "refused" }
func (r refused) Set(_ string) error { return errors.New(string(r)) }

// Reasons that several flags have.
const (
	noSwarm      = "it is for Swarm, and one machine is all there is here"
	onePlatform  = "an image here is of one platform: that with which it was pulled or built"
	noSignatures = "signatures of images are not checked here, as Docker does not do any more either"
	noDriver     = "there is one driver, and it has no options"
	noRealTime   = "real-time scheduling in control groups is switched off in every distribution's kernel"
	onWindows    = "it is for Windows"
	noLink       = "Docker has given it up: put both into a network of yours (network create), where they find each other by name"
	addressFour  = "the address of version 6 follows from that of version 4: --ip"
	runsAsRun    = "RUN's processes have a container's usual walls and no limits: run has them"
	notYet       = "it is not made yet"
)

// refusal is a flag, and the reason.
type refusal struct{ name, why string }

// ofMaking are those of run and create.
var ofMaking = []refusal{
	{"gpus", "a graphics card takes its vendor's drivers in the container, and a program to put them there; or see --device"},
	{"runtime", "this is the runtime, and there is no other here"},
	{"link", noLink},
	{"isolation", onWindows},
	{"storage-opt", "no quota can be had of an overlay on most file systems; --tmpfs and volumes have sizes"},
	{"volume-driver", "volumes are directories here, by the driver local"},
	{"kernel-memory", "the kernel has given it up; -m counts the kernel's memory, too"},
	{"cpu-rt-period", noRealTime},
	{"cpu-rt-runtime", noRealTime},
	{"memory-swappiness", "version 2 of control groups has it no more; --memory-swap limits swap"},
	{"blkio-weight-device", "weights of single disks need the BFQ scheduler; --blkio-weight and --device-read-bps do without"},
	{"link-local-ip", "nobody asks for an address of that kind: --ip"},
	{"ip6", addressFour},
	{"use-api-socket", "there is no daemon, and no socket of one"},
	{"cpu-count", onWindows},
	{"cpu-percent", onWindows},
	{"io-maxbandwidth", onWindows},
	{"io-maxiops", onWindows},
	{"disable-content-trust", noSignatures},
}

// refusals are by command, without the words container and image in front.
var refusals = map[string][]refusal{
	"run":    ofMaking,
	"create": ofMaking,
	"start": {
		{"checkpoint", "what a process has in memory cannot be written down here: see CRIU"},
		{"checkpoint-dir", "what a process has in memory cannot be written down here: see CRIU"},
	},
	"rm":     {{"link", noLink}},
	"update": {{"cpu-rt-period", noRealTime}, {"cpu-rt-runtime", noRealTime}},
	"cp":     {{"follow-link", "name what the link leads to"}},
	"images": {{"tree", notYet}},
	"pull":   {{"all-tags", "name the tags that you want"}, {"disable-content-trust", noSignatures}},
	"push": {
		{"all-tags", "name the tags that you want"}, {"disable-content-trust", noSignatures}, {"platform", onePlatform},
	},
	"rmi":           {{"no-prune", "layers go with the last image that has them"}, {"platform", onePlatform}},
	"save":          {{"platform", onePlatform}},
	"load":          {{"platform", onePlatform}},
	"import":        {{"platform", "it is this machine's"}},
	"history":       {{"platform", onePlatform}},
	"image inspect": {{"platform", onePlatform}},
	"build": {
		{"add-host", notYet}, {"cache-from", "the cache is what was built here"}, {"platform", "it is this machine's, which RUN's programs need"},
		{"cgroup-parent", runsAsRun}, {"cpu-period", runsAsRun}, {"cpu-quota", runsAsRun}, {"cpu-shares", runsAsRun}, {"cpuset-cpus", runsAsRun},
		{"cpuset-mems", runsAsRun}, {"memory", runsAsRun}, {"memory-swap", runsAsRun}, {"security-opt", runsAsRun}, {"shm-size", runsAsRun},
		{"ulimit", runsAsRun}, {"isolation", onWindows}, {"squash", "export and import make one layer of a container"},
		{"compress", "nothing is sent anywhere"}, {"disable-content-trust", noSignatures},
	},
	"volume create": {
		{"opt", noDriver}, {"availability", noSwarm}, {"group", noSwarm}, {"limit-bytes", noSwarm}, {"required-bytes", noSwarm}, {"scope", noSwarm},
		{"secret", noSwarm}, {"sharing", noSwarm}, {"topology-preferred", noSwarm}, {"topology-required", noSwarm}, {"type", noSwarm},
	},
	"volume ls": {{"cluster", noSwarm}},
	"network create": {
		{"attachable", noSwarm}, {"ingress", noSwarm}, {"scope", noSwarm}, {"config-from", noSwarm}, {"config-only", noSwarm},
		{"aux-address", "addresses that are taken are seen"}, {"ip-range", notYet}, {"ipam-driver", noDriver}, {"ipam-opt", noDriver}, {"opt", noDriver},
		{"ipv4", "each network has addresses of version 4"},
	},
	"network inspect": {{"verbose", noSwarm}},
	"network connect": {
		{"driver-opt", noDriver}, {"gw-priority", "the way out is by the first network that is not internal"}, {"ip6", addressFour}, {"link", noLink},
		{"link-local-ip", "nobody asks for an address of that kind: --ip"},
	},
	"network disconnect": {{"force", "whoever is in a network has a record, or is swept"}},
}

// refuse adds to all commands below the flags that they refuse, hidden in the help.
func refuse(cmd *cobra.Command, path string) {
	for _, r := range refusals[path] {
		if cmd.Flags().Lookup(r.name) == nil {
			cmd.Flags().Var(refused(r.why), r.name, r.why)
			f := cmd.Flags().Lookup(r.name)
			f.Hidden, f.NoOptDefVal = true, "true" // many have no value
		}
	}
	for _, below := range cmd.Commands() {
		refuse(below, pathBelow(path, below))
	}
}

// pathBelow is a command's name among the refusals: container run is run, image ls is images.
func pathBelow(path string, cmd *cobra.Command) string {
	name := cmd.Name()
	switch {
	case path == "" || path == "container":
		return name
	case path != "image":
		return path + " " + name
	}
	switch name {
	case "ls":
		return "images"
	case "rm":
		return "rmi"
	case "inspect", "prune":
		return "image " + name
	}
	return name
}

// Refused tells why a flag is refused; "" if it is not, or if it is none.
func Refused(f *pflag.Flag) string {
	if _, is := f.Value.(refused); is {
		return f.Usage
	}
	return ""
}

// otherNames are flags that have a second name.
func otherNames(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	switch name {
	case "net", "net-alias":
		name = strings.Replace(name, "net", "network", 1)
	case "dns-opt":
		name = "dns-option"
	}
	return pflag.NormalizedName(name)
}
