package say

// docsTexts belong to workshop docs.
var docsTexts = map[string]Text{
	"docs.short": {
		"check that the texts agree with the code and with each other",
		"문서가 코드와, 그리고 서로 맞는지 검사하기",
	},
	"docs.write-flag": {
		"fill in the fences taken from code and transcripts",
		"코드와 터미널 기록에서 가져오는 블록 채워 넣기",
	},
	"docs.accept-flag": {
		"the Korean `FILE` was read against the English",
		"한국어 `FILE`을 영어 원문과 대조해 읽었다고 적어 두기",
	},
	"docs.wrote": {"filled in %s", "%s 파일을 채웠어요"},
	"docs.accepted": {
		"%s now stands for today's English text",
		"%s 파일은 이제 현재 영어 원문의 번역이에요",
	},
	"docs.clean": {"%d texts agree with the code and with each other", "문서 %d개가 코드와, 그리고 서로 맞아요"},
}
