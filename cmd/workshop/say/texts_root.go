package say

// rootTexts are the command line's own: help, the choice of language, and what
// another operating system is told.
var rootTexts = map[string]Text{
	"root.short": {
		"learn what a container is by building one",
		"컨테이너를 직접 만들면서 배워요",
	},
	"root.lang-flag": {
		"language: ko or en",
		"언어: ko 또는 en",
	},
	"root.usage":        {"Usage:", "사용법:"},
	"root.examples":     {"Examples:", "예:"},
	"root.commands":     {"Commands:", "명령:"},
	"root.flags":        {"Flags:", "옵션:"},
	"root.global-flags": {"Flags of every command:", "모든 명령의 옵션:"},
	"root.more-help": {
		"workshop COMMAND --help says more about a command.",
		"workshop COMMAND --help로 명령을 더 자세히 볼 수 있어요.",
	},
	"root.help-flag": {"say what this is for and stop", "이 도움말 보기"},
	"root.ask-language": {
		"Which language? / 어떤 언어로 할까요?  1) English  2) 한국어 > ",
		"Which language? / 어떤 언어로 할까요?  1) English  2) 한국어 > ",
	},
	"root.elsewhere": {
		`A container is a feature of the Linux kernel, and this is %s. Three ways to get a Linux:
  1. a virtual machine:  Lima (brew install lima; limactl start; lima) or
                         Multipass (multipass launch --name workshop; multipass shell workshop)
  2. the devcontainer:   open this folder in VS Code with Docker Desktop, "Reopen in Container"
  3. a cloud shell:      GitHub Codespaces on this repository, or any throw-away Linux server`,
		`컨테이너는 리눅스 커널의 기능인데, 여기는 %s예요. 리눅스를 준비하는 방법은 세 가지예요:
  1. 가상 머신:      Lima (brew install lima; limactl start; lima) 또는
                     Multipass (multipass launch --name workshop; multipass shell workshop)
  2. devcontainer:   Docker Desktop이 있는 VS Code로 이 폴더를 열고 "Reopen in Container"
  3. 클라우드 셸:    이 저장소의 GitHub Codespaces, 또는 쓰고 버릴 수 있는 아무 리눅스 서버`,
	},
}
