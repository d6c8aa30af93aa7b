package say

var cleanTexts = map[string]Text{
	"clean.short": {
		"remove what these programs keep on disk",
		"이 프로그램들이 디스크에 남긴 것 지우기",
	},
	"clean.long": {
		`Remove what these programs keep on disk: the base image and the directories in
which containers are put together. Files of others stay.

The language and the milestones that workshop remembers stay, too: they are in
~/.config/minicontainer.`,
		`이 프로그램들이 디스크에 남긴 것을 지워요. base 이미지와 컨테이너를 조립하는
디렉터리예요. 다른 파일은 그대로 둬요.

workshop이 기억하는 언어와 진행 상황도 그대로 남아요. ~/.config/minicontainer에
있어요.`,
	},
	"clean.ask":      {"Remove %s?", "상태 디렉터리(%s)를 지울까요?"},
	"clean.yes-flag": {"do not ask", "묻지 않기"},
	"clean.nothing":  {"There is nothing to remove: %s does not exist.", "지울 것이 없어요. 상태 디렉터리(%s)가 없어요."},
	"clean.kept": {
		"Nothing was removed: containers are kept here. Remove them first, with what they have written: minicontainer rm -f %s",
		"아무것도 지우지 않았어요. 여기 남아 있는 컨테이너가 있어요. 컨테이너가 쓴 것까지 지워도 된다면 먼저 지워 주세요: minicontainer rm -f %s",
	},
	"clean.in-use": {
		"Not removed, a container is using it: %s (end the container, then clean again)",
		"컨테이너가 쓰는 중이라 지우지 않았어요: %s (컨테이너를 끝낸 다음 다시 해 주세요)",
	},
	"clean.others": {
		"Ours is gone, but %s holds files that are not ours; they stay.",
		"minicontainer의 파일은 모두 지웠어요. 다만 상태 디렉터리(%s)에는 다른 파일이 있어서 그대로 뒀어요.",
	},
	"clean.done": {
		"Clean: nothing of ours is left in %s, and nothing was mounted there.",
		"깨끗해요. 상태 디렉터리(%s)에 minicontainer의 파일이 남아 있지 않고, 마운트된 것도 없었어요.",
	},
	"clean.stays": {
		"The language and the milestones remembered in %s stay.",
		"기억해 둔 언어와 진행 상황(%s)은 그대로 있어요.",
	},
}
