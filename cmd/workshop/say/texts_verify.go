package say

// verifyTexts belong to workshop verify.
var verifyTexts = map[string]Text{
	"verify.short": {
		"for maintainers and CI: check everything that go test does not",
		"관리자와 CI용: go test가 보지 않는 것을 모두 검사하기",
	},
	"verify.passed": {"all %d checks hold", "검사 %d개를 모두 통과했어요"},
	"verify.failed": {"%[1]d of %[2]d checks fail", "검사 %[2]d개 중 %[1]d개가 실패했어요"},
	"verify.no-linter": {
		"golangci-lint is not installed; .golangci.yml was not run",
		"golangci-lint가 없어서 .golangci.yml은 돌리지 않았어요",
	},
}
