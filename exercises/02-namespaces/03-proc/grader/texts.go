//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Two things have to meet: a namespace, which numbers processes, and a file system, which shows them. The file system shows the namespace of the process that mounted it, for ever.",
		KO: "두 가지가 만나야 해요. 프로세스에 번호를 매기는 네임스페이스와, 그것을 보여 주는 파일 시스템이에요. 이 파일 시스템은 마운트한 프로세스의 네임스페이스를 끝까지 보여 줘요.",
	},
	{
		EN: "SysProcAttr.Cloneflags takes several flags at once: clone(2) lists them. pid_namespaces(7), \"/proc and PID namespaces\". What a new mount namespace shares with the old one, and how to stop that: mount_namespaces(7), and lesson 1, pivot_root.",
		KO: "SysProcAttr.Cloneflags에는 플래그를 여러 개 한꺼번에 줄 수 있고, 목록은 clone(2)에 있어요. pid_namespaces(7)의 \"/proc and PID namespaces\". 새 마운트 네임스페이스가 옛것과 무엇을 공유하는지, 어떻게 그만두는지는 mount_namespaces(7)과 레슨 1의 pivot_root에 있어요.",
	},
	{
		EN: "startContainer: new pid and new mount namespace for again; run it.  becomeFirst: 1. every mount private, recursively  2. mount a new proc on root/proc  3. enter root  4. replace this process by command",
		KO: "startContainer: again에게 새 PID 네임스페이스와 새 마운트 네임스페이스를 주고 실행.  becomeFirst: 1. 모든 마운트를 재귀적으로 private로  2. root/proc에 새 proc을 마운트  3. root로 들어가기  4. 이 프로세스를 command로 바꾸기",
	},
}

var (
	proper    = grade.Text{EN: "at /proc, a procfs whose process 1 is the first of the command's PID namespace", KO: "명령이 있는 PID 네임스페이스의 첫 프로세스가 1번인 procfs가 /proc에 있음"}
	untouched = grade.Text{EN: "the host's mounts as they were", KO: "호스트의 마운트는 그대로"}
	apart     = grade.Text{EN: "a PID namespace that is not the host's", KO: "호스트의 것이 아닌 PID 네임스페이스"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "ns.proc.not-started",
		Expected: grade.Text{EN: "%[1]s running in the new root", KO: "새 루트에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "ns.proc.no-namespace",
		Expected: apart,
		So:       grade.Text{EN: "the command runs ✓, but as one of the host's processes, with a number of the host's. Whatever it prints as its number: the kernel's answer is above.", KO: "명령은 실행됐어요 ✓ 하지만 호스트의 프로세스 가운데 하나이고 호스트의 번호를 가졌어요. 명령이 자기 번호를 무엇이라고 출력하든, 위의 줄이 커널의 대답이에요."},
	},
	{
		ID:       "ns.proc.not-forked",
		Expected: apart,
		So:       grade.Text{EN: "a new PID namespace exists ✓, but for children that are still to come: a process never changes the namespace that it is numbered in, and the command runs in one that was there before.", KO: "새 PID 네임스페이스는 생겼어요 ✓ 하지만 앞으로 생길 자식들의 것이에요. 프로세스는 자기 번호가 속한 네임스페이스를 바꿀 수 없고, 명령은 그 전부터 있던 프로세스에서 실행되고 있어요."},
	},
	{
		ID:       "ns.proc.too-early",
		Expected: untouched,
		So:       grade.Text{EN: "proc was mounted ✓, but by a process of the host, and on the host: it shows the host's processes, and stays when the container is gone. When it was mounted the new namespaces were not there yet.", KO: "proc은 마운트됐어요 ✓ 하지만 호스트의 프로세스가 호스트에 마운트했어요. 그래서 호스트의 프로세스를 보여 주고, 컨테이너가 끝나도 남아요. 마운트할 때는 새 네임스페이스가 아직 없었어요."},
	},
	{
		ID:       "ns.proc.no-mount-namespace",
		Expected: untouched,
		So:       grade.Text{EN: "the command has a PID namespace of its own ✓, but its list of mounts is the host's: what it mounted, the host has mounted, and still has when the container is gone.", KO: "명령은 자기 PID 네임스페이스에 있어요 ✓ 하지만 마운트 목록은 호스트의 것이에요. 거기서 마운트한 것은 호스트가 마운트한 것이고, 컨테이너가 끝나도 남아요."},
	},
	{
		ID:       "ns.proc.leaked",
		Expected: untouched,
		So:       grade.Text{EN: "a mount made for the container appeared on the host: a new mount namespace is a copy, and each mount in it is still the twin of one outside.", KO: "컨테이너를 위해 한 마운트가 호스트에도 나타났어요. 새 마운트 네임스페이스는 복사본이고, 그 안의 마운트는 저마다 바깥에 있는 쌍둥이와 아직 이어져 있어요."},
	},
	{
		ID:       "ns.proc.not-in-root",
		Expected: grade.Text{EN: "root -> %[1]s", KO: "root -> %[1]s"},
		So:       grade.Text{EN: "the command has a PID namespace of its own ✓, but its root directory is another than it was given: it sees other files, and another /proc, than those prepared for it.", KO: "명령은 자기 PID 네임스페이스에 있어요 ✓ 하지만 루트 디렉터리가 주어진 것이 아니에요. 마련해 둔 것과는 다른 파일과 다른 /proc을 봐요."},
	},
	{
		ID:       "ns.proc.empty",
		Expected: proper,
		So:       grade.Text{EN: "the command has a PID namespace of its own ✓ and its root ✓, but /proc in it is an empty directory: `ps` finds nothing to read. A PID namespace comes without a view of itself.", KO: "명령은 자기 PID 네임스페이스에 있고 ✓ 루트도 맞아요 ✓ 하지만 /proc이 빈 디렉터리예요. `ps`가 읽을 것이 없어요. PID 네임스페이스가 생긴다고 그것을 보여 주는 것까지 생기지는 않아요."},
	},
	{
		ID:       "ns.proc.bind",
		Expected: proper,
		So:       grade.Text{EN: "the command has a PID namespace of its own ✓, but what is mounted at its /proc is the host's procfs, shown at a second place: the same file system, with the same processes.", KO: "명령은 자기 PID 네임스페이스에 있어요 ✓ 하지만 /proc에 마운트된 것은 호스트의 procfs를 다른 자리에 한 번 더 보여 주는 것이에요. 같은 파일 시스템이고, 보이는 프로세스도 같아요."},
	},
	{
		ID:       "ns.proc.host-procfs",
		Expected: proper,
		So:       grade.Text{EN: "the command has a PID namespace of its own ✓, and a procfs was newly mounted ✓, but it shows the host's processes: a process that is numbered by the host mounted it.", KO: "명령은 자기 PID 네임스페이스에 있고 ✓ procfs도 새로 마운트했어요 ✓ 하지만 호스트의 프로세스를 보여 줘요. 호스트의 번호를 가진 프로세스가 마운트했기 때문이에요."},
	},
	{
		ID:       "ns.proc.not-first",
		Expected: grade.Text{EN: "the command itself as process 1", KO: "1번 프로세스가 명령 자신"},
		So:       grade.Text{EN: "the command has its namespace ✓ and its /proc ✓, but somebody else is process 1 there: the kernel gives orphans to that one, and ends everything when it ends.", KO: "명령은 자기 네임스페이스에 있고 ✓ /proc도 그래요 ✓ 하지만 거기의 1번 프로세스는 다른 프로세스예요. 커널은 고아 프로세스를 1번에게 맡기고, 1번이 끝나면 모두 끝내요."},
	},
	{
		ID:       "ns.proc.cwd-outside",
		Expected: grade.Text{EN: "a working directory inside %[1]s", KO: "%[1]s 안의 작업 디렉터리"},
		So:       grade.Text{EN: "the command has its PID namespace ✓, its root ✓ and its /proc ✓, but its working directory is one of the host's: from there `cat ../etc/hostname` reads the host's file.", KO: "명령은 자기 PID 네임스페이스에 있고 ✓ 루트도 ✓ /proc도 맞아요 ✓ 하지만 작업 디렉터리가 호스트의 것이에요. 거기서 `cat ../etc/hostname`을 하면 호스트의 파일이 읽혀요."},
	},
	{
		ID:       "ns.proc.faked",
		Expected: grade.Text{EN: "what the command prints: %[1]s", KO: "명령이 출력하는 말: %[1]s"},
		So:       grade.Text{EN: "one command was started as it should be ✓. Of another one something else was printed than it prints, so it did not run.", KO: "한 명령은 제대로 시작됐어요 ✓ 다른 명령에서는 그 명령이 출력할 말과 다른 것이 나왔어요. 그 명령은 실행되지 않은 거예요."},
	},
	{
		ID:       "ns.proc.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command runs as it should ✓, but how it ended is lost on the way: who starts a container wants to know.", KO: "명령은 제대로 실행돼요 ✓ 하지만 어떻게 끝났는지가 도중에 사라져요. 컨테이너를 시작한 사람은 그걸 알고 싶어 해요."},
	},
}
