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

// refusals are the flags of run and create, by name, and the reasons.
var refusals = []struct{ name, why string }{
	{"gpus", "a graphics card takes its vendor's drivers in the container, and a program to put them there; or see --device"},
	{"runtime", "this is the runtime, and there is no other here"},
	{"link", "Docker has given it up: put both into a network of yours (network create), where they find each other by name"},
	{"isolation", "it is for Windows"},
	{"storage-opt", "no quota can be had of an overlay on most file systems; --tmpfs and volumes have sizes"},
	{"volume-driver", "volumes are directories here, by the driver local"},
	{"kernel-memory", "the kernel has given it up; -m counts the kernel's memory, too"},
	{"cpu-rt-period", "real-time scheduling in control groups is switched off in every distribution's kernel"},
	{"cpu-rt-runtime", "real-time scheduling in control groups is switched off in every distribution's kernel"},
	{"memory-swappiness", "version 2 of control groups has it no more; --memory-swap limits swap"},
	{"blkio-weight-device", "weights of single disks need the BFQ scheduler; --blkio-weight and --device-read-bps do without"},
	{"link-local-ip", "nobody asks for an address of that kind: --ip"},
	{"ip6", "the address of version 6 follows from that of version 4: --ip"},
	{"use-api-socket", "there is no daemon, and no socket of one"},
	{"cpu-count", "it is for Windows; --cpus"},
	{"cpu-percent", "it is for Windows; --cpus"},
	{"io-maxbandwidth", "it is for Windows; --device-read-bps, --device-write-bps"},
	{"io-maxiops", "it is for Windows; --device-read-iops, --device-write-iops"},
}

// addRefused adds them, hidden in the help.
func addRefused(cmd *cobra.Command) {
	for _, r := range refusals {
		cmd.Flags().Var(refused(r.why), r.name, r.why)
		cmd.Flags().Lookup(r.name).Hidden = true
	}
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
