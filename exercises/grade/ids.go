//go:build linux

package grade

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// idMaps are the user and group ids of the judge's user namespace.
type idMaps struct {
	uids, gids []syscall.SysProcIDMap
	many       bool
}

// strangers is the first of 65536 ids that are given to nobody by the usual rules
// (login.defs, subuid, systemd's containers).
const strangers, manyIDs = 1_900_000_000, 65_536

// mappings chooses the ids that this process can give.
func mappings() (idMaps, Tier) {
	if os.Geteuid() != 0 {
		return idMaps{uids: oneID(os.Geteuid()), gids: oneID(os.Getegid())}, Rootless
	}
	have := idsOfNamespace("/proc/self/uid_map")
	switch {
	case have > strangers+manyIDs:
		return manyFrom(strangers), Root
	case have >= manyIDs: // inside a container with a range of its own
		return manyFrom(0), Root
	}
	return idMaps{uids: oneID(0), gids: oneID(0)}, Rootless
}

func oneID(id int) []syscall.SysProcIDMap {
	return []syscall.SysProcIDMap{{ContainerID: 0, HostID: id, Size: 1}}
}

func manyFrom(first int) idMaps {
	m := []syscall.SysProcIDMap{{ContainerID: 0, HostID: first, Size: manyIDs}}
	return idMaps{uids: m, gids: m, many: true}
}

// idsOfNamespace is how many ids from 0 on our own user namespace has.
func idsOfNamespace(file string) int {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	var inside, outside, size int
	line, _, _ := strings.Cut(string(text), "\n")
	if n, _ := fmt.Sscan(line, &inside, &outside, &size); n != 3 || inside != 0 { //nolint:errcheck // n tells
		return 0
	}
	return size
}

func (m idMaps) attr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: m.uids, GidMappings: m.gids, GidMappingsEnableSetgroups: m.many,
		Credential: &syscall.Credential{Uid: 0, Gid: 0, NoSetGroups: !m.many},
		Pdeathsig:  syscall.SIGKILL,
	}
}

var noNamespaces = Text{
	"this machine lets you make no user namespace, and without one nothing of yours is run. `workshop doctor` names the switch.",
	"이 머신에서는 사용자 네임스페이스를 만들 수 없어요. 그것 없이는 여러분의 코드를 실행하지 않아요. `workshop doctor`가 어떤 설정 때문인지 알려 줘요.",
}

var noFakeHost = Text{
	"the fake host cannot be made on this machine: %[1]s. In a container, it needs one that may mount a /proc of its own (--privileged, or systempaths=unconfined).",
	"이 머신에서는 가짜 호스트를 만들 수 없어요: %[1]s. 컨테이너 안이라면 자기 /proc을 마운트할 수 있는 컨테이너여야 해요(--privileged 또는 systempaths=unconfined).",
}

func tierReason(t Tier) Text {
	if t == Root {
		return Text{
			"this check needs what only root can give: several user ids, or control groups. Run it as root (sudo), on any machine.",
			"이 검사에는 root만 줄 수 있는 것이 필요해요. 여러 개의 사용자 ID나 컨트롤 그룹이에요. root로(sudo) 실행하면 돼요.",
		}
	}
	return noNamespaces
}
