package say

var cleanTexts = map[string]Text{
	"clean.short": {
		"remove what these programs keep on disk, and check that it is gone",
		"이 프로그램들이 디스크에 남긴 것을 지우고, 정말 지워졌는지 확인해요",
	},
	"clean.ask":      {"Remove %s?", "%s 를 지울까요?"},
	"clean.yes-flag": {"do not ask", "묻지 않고 지워요"},
	"clean.in-use": {
		"Not removed, a container is using it: %s (end the container, then clean again)",
		"컨테이너가 쓰는 중이라 지우지 않았어요: %s (컨테이너를 끝낸 다음 다시 해 주세요)",
	},
	"clean.others": {
		"Ours is gone, but %s holds files that are not ours; they stay.",
		"우리 것은 모두 지웠어요. 다만 %s 에는 우리 것이 아닌 파일이 있어서 그대로 뒀어요.",
	},
	"clean.done": {"Clean: %s is gone, and nothing is mounted there.", "깨끗해요. %s 는 지워졌고, 거기에 마운트된 것도 없어요."},
}
