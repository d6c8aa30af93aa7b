//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "execve keeps the process and throws its program away. What stays is the process's: its number, its directories, its open descriptors. The environment stays only if you pass it on.",
		KO: "execve는 프로세스는 그대로 두고 그 안의 프로그램만 바꿔요. 번호, 디렉터리, 열린 디스크립터처럼 프로세스에 속한 것은 그대로 남아요. 환경 변수는 여러분이 넘겨줄 때만 남고요.",
	},
	{
		EN: "syscall.Exec or unix.Exec; it searches in no PATH. For descriptors see close_range(2) and FD_CLOEXEC in fcntl(2): there is no /proc in here to read a list from.",
		KO: "syscall.Exec나 unix.Exec를 쓰세요. 이것은 PATH에서 찾아 주지 않아요. 디스크립터는 close_range(2)와 fcntl(2)의 FD_CLOEXEC를 보세요. 이 안에는 목록을 읽을 /proc이 없어요.",
	},
	{
		EN: "path := the command, if it has a slash; else the first of the six directories with an executable file of that name; mark all descriptors from 3 on as close-on-exec; env := PATH and HOME, and TERM if it is set; exec path with env; return its error, wrapped.",
		KO: "path := 명령에 슬래시가 있으면 그대로, 없으면 여섯 디렉터리 중 그 이름의 실행 파일이 처음 나오는 곳. 3번부터 모든 디스크립터에 close-on-exec를 표시. env := PATH와 HOME, TERM은 있을 때만. path를 env로 exec하고 에러는 감싸서(wrap) 돌려주기.",
	},
}

var running = grade.Text{EN: "the command running in its new root", KO: "새 루트에서 실행 중인 명령"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.env.not-started",
		Expected: running,
		So: grade.Text{
			EN: "the command never ran, though it was named by its full path in the container. The program's own words are above.",
			KO: "컨테이너 안의 전체 경로를 주었는데도 명령이 실행되지 않았어요. 위의 줄이 프로그램이 한 말이에요.",
		},
	},
	{
		ID:       "chroot.env.arguments",
		Expected: grade.Text{EN: "a command that gets the arguments it was given", KO: "받은 인자를 그대로 전달받는 명령"},
		So:       grade.Text{EN: "the command was started in its root ✓, with other arguments than were asked for. To the kernel the first one, argv[0], is the name that the command was called by; what the command takes for its arguments begins behind it.", KO: "명령이 자기 루트에서 시작됐어요 ✓ 하지만 주어진 것과 다른 인자를 받았어요. 커널에게 첫 번째 인자 argv[0]은 명령이 불린 이름이고, 명령이 인자로 여기는 것은 그다음부터예요."},
	},
	{
		ID:       "chroot.env.no-streams",
		Expected: grade.Text{EN: "descriptors 0, 1 and 2 as your program had them", KO: "여러분의 프로그램이 가졌던 그대로의 디스크립터 0, 1, 2"},
		So:       grade.Text{EN: "nothing of the host's is open ✓, but the three standard streams were not handed on either: what the command prints is lost.", KO: "호스트의 것은 하나도 열려 있지 않아요 ✓ 하지만 표준 스트림 세 개까지 넘겨주지 않아서 명령이 출력하는 내용이 사라져요."},
	},
	{
		ID:       "chroot.env.path-order",
		Expected: grade.Text{EN: "/usr/local/sbin/greet started, which comes first in the PATH", KO: "PATH에서 먼저 나오는 /usr/local/sbin/greet의 실행"},
		So:       grade.Text{EN: "the command is looked up in the container's PATH ✓, but two of its directories have one of that name, and the later one was taken. The order of a PATH has a meaning: the first wins.", KO: "컨테이너의 PATH에서 명령을 찾아요 ✓ 하지만 그 이름의 명령이 디렉터리 두 곳에 있는데 뒤쪽의 것을 실행했어요. PATH의 순서에는 뜻이 있어서, 먼저 나오는 쪽이 이겨요."},
	},
	{
		ID:       "chroot.env.child",
		Expected: grade.Text{EN: "one process, which your program was and %[1]s is", KO: "프로세스 하나. 여러분의 프로그램 자리를 이어받은 %[1]s"},
		So: grade.Text{
			EN: "the command runs ✓, but as a child. Who started your program knows only your program: a signal sent to it does not reach the command.",
			KO: "명령은 실행됐어요 ✓ 하지만 자식 프로세스예요. 여러분의 프로그램을 시작한 쪽은 그 프로그램밖에 모르기 때문에, 시그널을 보내도 명령에 닿지 않아요.",
		},
	},
	{
		ID:       "chroot.env.open-descriptor",
		Expected: grade.Text{EN: "descriptors 0, 1 and 2", KO: "디스크립터 0, 1, 2"},
		So: grade.Text{
			EN: "the command has taken your program's place ✓, with a descriptor that whoever started your program had left open. It leads out of the new root, to the host: a way out (CVE-2024-21626 was one).",
			KO: "명령이 여러분의 프로그램 자리를 이어받았어요 ✓ 그런데 프로그램을 시작한 쪽이 열어 둔 디스크립터가 함께 남았어요. 새 루트 바깥, 호스트로 이어지기 때문에 빠져나가는 길이 돼요(CVE-2024-21626이 그런 경우였어요).",
		},
	},
	{
		ID:       "chroot.env.leaked",
		Expected: grade.Text{EN: "PATH, HOME and TERM, and no other variable", KO: "PATH, HOME, TERM만 있고 다른 변수는 없음"},
		So: grade.Text{
			EN: "the command runs in its root ✓ with the host's variables: %[1]s came along, and every program inside can read it.",
			KO: "명령은 자기 루트에서 실행돼요 ✓ 하지만 호스트의 변수가 따라왔어요. 안에 있는 프로그램은 모두 %[1]s 값을 읽을 수 있어요.",
		},
	},
	{
		ID:       "chroot.env.host-path",
		Expected: grade.Text{EN: "PATH=" + containerPath, KO: "PATH=" + containerPath},
		So: grade.Text{
			EN: "no variable too many ✓, but PATH is the one of the person outside. It lists directories of the host, which mean nothing or something else in here.",
			KO: "남는 변수는 없어요 ✓ 하지만 PATH가 실행한 사람의 것이에요. 거기 적힌 것은 호스트의 디렉터리라서, 여기서는 없거나 다른 것이에요.",
		},
	},
	{
		ID:       "chroot.env.incomplete",
		Expected: grade.Text{EN: "%[2]s", KO: "%[2]s"},
		So: grade.Text{
			EN: "no variable too many ✓, but %[1]s is missing or has another value: programs inside go by it.",
			KO: "남는 변수는 없어요 ✓ 하지만 %[1]s 변수가 없거나 값이 달라요. 안에 있는 프로그램들은 이 변수를 보고 움직여요.",
		},
	},
	{
		ID:       "chroot.env.empty-term",
		Expected: grade.Text{EN: "no TERM, as none was set outside", KO: "바깥에 없었으니 TERM도 없음"},
		So: grade.Text{
			EN: "with a terminal all is right ✓. Without one TERM is set to nothing, and that is not the same as not set: a program that finds TERM believes it.",
			KO: "터미널이 있을 때는 모두 맞아요 ✓ 터미널이 없을 때는 TERM이 빈 값으로 설정돼 있어요. 빈 값은 없는 것과 달라요. TERM이 있으면 프로그램은 그 값을 믿어요.",
		},
	},
	{
		ID:       "chroot.env.no-lookup",
		Expected: grade.Text{EN: "%[1]s started, asked for by its name alone", KO: "이름만 주어도 실행되는 %[1]s"},
		So: grade.Text{
			EN: "a command with its path runs ✓; one by its name is not found. The kernel takes paths only: PATH is searched by whoever calls it.",
			KO: "경로로 준 명령은 실행돼요 ✓ 하지만 이름만 준 명령은 찾지 못해요. 커널은 경로만 받아요. PATH에서 찾는 것은 커널을 부르는 쪽의 일이에요.",
		},
	},
	{
		ID:       "chroot.env.host-lookup",
		Expected: grade.Text{EN: "greet, found in /usr/local/sbin", KO: "/usr/local/sbin에서 찾은 greet"},
		So: grade.Text{
			EN: "a command is looked up ✓, but along the PATH of the person outside, so another program of the same name was started.",
			KO: "명령을 찾기는 해요 ✓ 하지만 실행한 사람의 PATH를 따라가서, 이름만 같은 다른 프로그램이 실행됐어요.",
		},
	},
	{
		ID:       "chroot.env.error-lost",
		Expected: grade.Text{EN: "exit status %[1]s for %[2]s", KO: "%[2]s의 종료 상태 %[1]s"},
		So: grade.Text{
			EN: "commands that can be started are ✓. For one that cannot, main wants to tell \"not there\" (127) from \"may not be executed\" (126), and your error does not say which.",
			KO: "실행할 수 있는 명령은 실행돼요 ✓ 실행할 수 없을 때 main은 \"없음\"(127)과 \"실행 권한 없음\"(126)을 구별하려고 하는데, 돌려준 에러로는 알 수 없어요.",
		},
	},
}
