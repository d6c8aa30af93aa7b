package say

// stageTexts belong to demo and tour.
var stageTexts = map[string]Text{
	"stage.demo-short": {"type a lesson's demonstration for an audience, for real", "레슨의 시연을 청중 앞에서 실제로 실행하기"},
	"stage.demo-long": {
		`Type a lesson's demonstration, command by command, and run it for real, in a new
directory that is removed afterwards. A key types the next command, another one
runs it; q ends. Without a terminal it goes straight through.

--recorded prints what the demonstration printed when it was recorded, for the
day on which nothing works.`,
		`레슨의 시연을 명령 하나씩 입력하고 실제로 실행해요. 새 디렉터리에서 실행하고,
끝나면 그 디렉터리를 지워요. 키를 누르면 다음 명령을 입력하고, 한 번 더 누르면
실행해요. q를 누르면 끝나요. 터미널이 아니면 멈추지 않고 끝까지 가요.

--recorded는 녹화해 둔 출력을 보여 줘요. 아무것도 안 되는 날을 위한 것이에요.`,
	},
	"stage.recorded-flag": {"print the recorded output instead", "실행하지 않고 녹화해 둔 출력 보기"},
	"stage.own-host":      {"on a host to throw away: a network namespace, in which /run and /var/lib are empty", "버려도 되는 호스트에서 실행해요. /run과 /var/lib이 비어 있는 네트워크 네임스페이스예요"},
	"stage.keys":          {"any key: type, then run · q: end", "아무 키: 입력, 한 번 더: 실행 · q: 끝"},
	"stage.needs":         {"left out: this part needs %[1]s", "건너뜀: 이 부분에는 %[1]s이(가) 필요해요"},
	"stage.tour-short":    {"run the stage of every lesson for real, in order", "모든 레슨의 스테이지를 차례로 실제로 실행하기"},
}
