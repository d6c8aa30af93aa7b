// Kernel settings that are a namespace's own.
//
// Most files of /proc/sys set the one kernel for everybody on the machine. A few are kept once for each namespace, and only
// those may be a container's: anything else would be a change of the host. Which these are is not written down in the
// kernel's interface; it is knowledge. Source: namespaces(7) and the manual pages of the kinds.

package confine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// ownedByIPC are the settings of an IPC namespace besides fs.mqueue.*. Source: ipc_namespaces(7).
var ownedByIPC = []string{
	"kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
	"kernel.shm_rmid_forced", "kernel.msg_next_id", "kernel.sem_next_id", "kernel.shm_next_id",
}

// NamespaceOf is the kind of namespace that a setting belongs to, or "" if it is the whole machine's. The key is in the
// form of sysctl(8), with dots; slashes are as good (net/ipv4/conf/eth0.1/forwarding).
func NamespaceOf(key string) specs.LinuxNamespaceType {
	key = dotted(key)
	switch {
	case strings.HasPrefix(key, "net."):
		return specs.NetworkNamespace
	case strings.HasPrefix(key, "fs.mqueue.") || slices.Contains(ownedByIPC, key):
		return specs.IPCNamespace
	case key == "kernel.hostname" || key == "kernel.domainname":
		return specs.UTSNamespace
	}
	return ""
}

// dotted is the key with dots between its parts.
func dotted(key string) string {
	if slash := strings.IndexByte(key, '/'); slash >= 0 && !strings.Contains(key[:slash], ".") {
		return strings.NewReplacer("/", ".", ".", "/").Replace(key)
	}
	return key
}

// Sysctl sets one setting of the namespaces that the process is in.
type Sysctl struct{ Key, Value string }

// Name is "set" and the key.
func (s Sysctl) Name() string { return "set " + s.Key }

// Line is sysctl(8)'s.
func (s Sysctl) Line() string { return plan.Quote("sysctl", "-q", "-w", s.Key+"="+s.Value) }

// Do writes the file below the /proc that is in sight. A key that is not a namespace's own is refused.
func (s Sysctl) Do() error {
	if NamespaceOf(s.Key) == "" {
		return fmt.Errorf("%s: it is the whole machine's", s.Name())
	}
	path := strings.NewReplacer(".", "/", "/", ".").Replace(dotted(s.Key))
	if !filepath.IsLocal(path) {
		return fmt.Errorf("%s: not a name of a setting", s.Name())
	}
	if err := os.WriteFile(filepath.Join("/proc/sys", path), []byte(s.Value), 0); err != nil {
		return fmt.Errorf("%s to %q: %w", s.Name(), s.Value, syscalls.Cause(err))
	}
	return nil
}

var _ plan.Step = Sysctl{}
