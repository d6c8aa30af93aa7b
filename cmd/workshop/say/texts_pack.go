package say

// packTexts belong to workshop pack.
var packTexts = map[string]Text{
	"pack.short": {
		"build static programs for amd64 and arm64 into DIR",
		"amd64와 arm64용 정적 프로그램을 DIR에 빌드하기",
	},
	"pack.done": {
		"%d programs in %s, their checksums in %s. Copy them to any Linux: they need nothing installed.",
		"프로그램 %d개를 %s에 넣었고, 체크섬은 %s에 있어요. 어떤 리눅스로든 복사하면 돼요. 따로 설치할 것은 없어요.",
	},
}
