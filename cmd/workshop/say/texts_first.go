package say

// firstTexts belong to the first container.
var firstTexts = map[string]Text{
	"first.welcome": {
		"Welcome. You are at the very beginning: no container yet. A container is an ordinary process that has been given a view of its own. I will now make one, and show what it sees and what this machine sees.",
		"반가워요. 이제 막 시작했어요. 아직 컨테이너가 하나도 없어요. 컨테이너는 자기만의 시야를 가진 평범한 프로세스예요. 지금 하나를 만들어서, 컨테이너가 보는 것과 이 머신이 보는 것을 나란히 보여 드릴게요.",
	},
	"first.plan-root": {
		"You are root, so it is made with root's rights. It gets namespaces and mounts of its own; on your disk only %s is written (the base image, some 15 MB; `%s clean` removes it).",
		"지금 root로 실행 중이라서 root 권한으로 만들어요. 컨테이너는 자기만의 네임스페이스와 마운트를 갖고, 디스크에는 상태 디렉터리(%s)에만 써요 (base 이미지, 약 15MB예요. `%s clean`으로 지울 수 있어요).",
	},
	"first.plan-user": {
		"You are an ordinary user, so it is made in a user namespace (rootless): root's rights are not needed. On your disk only %s is written (the base image, some 15 MB; `%s clean` removes it).",
		"일반 사용자로 실행 중이라서 사용자 네임스페이스 안에 만들어요(루트리스). root 권한은 필요 없어요. 디스크에는 상태 디렉터리(%s)에만 써요 (base 이미지, 약 15MB예요. `%s clean`으로 지울 수 있어요).",
	},
	"first.ask":       {"Make it?", "만들까요?"},
	"first.yes-or-no": {"Please answer y or n.", "y 또는 n으로 답해 주세요."},
	"first.later":     {"Nothing was done. Come back with the same command.", "아무것도 하지 않았어요. 같은 명령으로 언제든 다시 시작할 수 있어요."},
	"first.again":     {"You have made your first container.", "첫 컨테이너는 이미 만들어 봤어요."},
	"first.ask-again": {"Make it once more?", "한 번 더 만들어 볼까요?"},
	"first.failed": {
		"The container did not run. `%s doctor` tells what this machine lacks.",
		"컨테이너가 실행되지 않았어요. `%s doctor`가 이 머신에 무엇이 부족한지 알려 줘요.",
	},
	"first.too-long": {
		"The container did not answer within %d seconds. I have ended it.",
		"컨테이너가 %d초 안에 응답하지 않아서 종료했어요.",
	},
	"first.here-it-is":   {"Here it is. The same questions, asked outside and inside:", "컨테이너를 만들었어요. 같은 질문을 바깥과 안에서 각각 해 봤어요."},
	"first.outside":      {"this machine", "이 머신"},
	"first.inside-label": {"container", "컨테이너"},
	"first.hostname":     {"What is the host name?", "호스트 이름은?"},
	"first.processes":    {"Which processes are there?", "프로세스는?"},
	"first.count":        {"%d, the first: %s", "%d개, 1번은: %s"},
	"first.hidden":       {"(hidden from this user)", "(이 사용자에게는 보이지 않아요)"},
	"first.files":        {"Which files are in / ?", "/ 에 있는 파일은?"},
	"first.kernel":       {"Which kernel is it?", "커널은?"},
	"first.meaning": {
		"Everything differs but the kernel. There is no second machine and no guest operating system: the container is a process of this kernel, and this machine's ps sees it. What it cannot see was not hidden by a wall but by giving it another view; the seven lessons build that view, one piece a week.",
		"커널만 빼고 모두 달라요. 두 번째 머신도, 게스트 OS도 없어요. 컨테이너는 바로 이 커널의 프로세스이고, 이 머신의 ps에도 보여요. 컨테이너가 어떤 것을 못 보는 까닭은 벽에 가려서가 아니라 다른 시야를 받았기 때문이에요. 일곱 개의 레슨에서 그 시야를 매주 한 조각씩 만들어요.",
	},
	"first.ask-inside": {"Go inside?", "안으로 들어가 볼까요?"},
	"first.inside": {
		"You are in another container, made the same way; its host name is first. Look around (ps, ls /, mount, hostname). `exit` brings you back.",
		"이제 안이에요. 같은 방법으로 새로 만든 다른 컨테이너이고, 호스트 이름은 first예요. 둘러보세요(ps, ls /, mount, hostname). `exit`를 치면 돌아와요.",
	},
	"first.next": {
		`
What to type next:
  a shell in a container
      %[1]s run --rm -it base sh
  every step of making one, as lines a person could type
      %[1]s run --rm --explain base ps
  what this machine can do
      %[2]s doctor
  begin the first lesson
      %[2]s start 01`,
		`
이제 이렇게 해 보세요:
  컨테이너 안에서 셸 쓰기
      %[1]s run --rm -it base sh
  컨테이너를 만드는 과정을 사람이 칠 수 있는 명령으로 한 단계씩 보기
      %[1]s run --rm --explain base ps
  이 머신에서 할 수 있는 것 알아보기
      %[2]s doctor
  첫 레슨 시작하기
      %[2]s start 01`,
	},
}
