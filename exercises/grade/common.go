package grade

// common are the mistakes that an answer to any exercise can make.
var common = []Mistake{
	{
		ID:       "answer.untouched",
		Expected: Text{"your own work in place of the TODO or the question marks", "TODO나 물음표 자리에 직접 쓴 코드나 답"},
		So:       Text{"%[1]s is still as it came. Read README.md beside it, then fill in what is open.", "%[1]s 파일이 처음 받은 그대로예요. 같은 폴더의 README.ko.md를 읽고 그 자리를 채우세요."},
	},
	{
		ID:       "answer.missing",
		Expected: Text{"the file %[1]s", "%[1]s 파일"},
		So:       Text{"the exercise's file is not there. `workshop reset` brings it back as it came.", "연습 문제 파일이 없어요. `workshop reset`으로 처음 상태로 되돌릴 수 있어요."},
	},
	{
		ID:       "answer.does-not-compile",
		Expected: Text{"a program that the Go compiler accepts", "Go 컴파일러가 받아들이는 프로그램"},
		So:       Text{"nothing could be run yet. The first line above is the compiler's.", "아직 아무것도 실행하지 못했어요. 위의 첫 줄이 컴파일러가 한 말이에요."},
	},
	{
		ID:       "answer.does-not-parse",
		Expected: Text{"a script that sh can read to its end", "sh가 끝까지 읽을 수 있는 스크립트"},
		So:       Text{"sh stopped reading at a line of %[1]s that it does not understand, and nothing after it was done. It is run by sh: what only bash knows (arrays, [[ ]], …) or another language is none of it.", "sh가 %[1]s에서 이해하지 못하는 줄을 만나 읽기를 멈췄고, 그 뒤로는 아무것도 하지 않았어요. 이 파일은 sh로 실행돼요. bash만 아는 문법(배열, [[ ]] 등)이나 다른 언어는 sh의 것이 아니에요."},
	},
	{
		ID:       "answer.line-ends",
		Expected: Text{"lines that end with LF alone", "LF 하나로 끝나는 줄"},
		So:       Text{"%[1]s has the line ends of Windows. To sh the CR before each is a part of the last word of the line, of a file's name, say: what looks right is not.", "%[1]s의 줄이 Windows 방식으로 끝나요. sh에게는 줄 끝의 CR이 그 줄 마지막 단어의 일부예요. 예를 들어 파일 이름의 일부가 돼요. 그래서 보기에는 맞아도 맞지 않아요."},
	},
	{
		ID:       "answer.borrowed",
		Expected: Text{"only the standard library and golang.org/x/sys/unix, and no ready-made container tool", "표준 라이브러리와 golang.org/x/sys/unix만 쓰고, 이미 만들어진 컨테이너 도구는 쓰지 않아요"},
		So:       Text{"the work is done by %[1]s. Here you make it yourself, with the system calls it uses.", "일을 %[1]s에게 맡겼어요. 여기서는 그것이 쓰는 시스템 콜로 직접 만들어요."},
	},
	{
		ID:       "answer.too-slow",
		Expected: Text{"an end within %[1]s", "%[1]s 안에 끝남"},
		So:       Text{"the program did not end and was stopped.", "프로그램이 끝나지 않아서 강제로 끝냈어요."},
	},
	{
		ID:       "answer.out-of-memory",
		Expected: Text{"a program that gets by with %[1]s MiB", "%[1]s MiB로 충분한 프로그램"},
		So:       Text{"the program wanted more memory than the fence allows, and was ended. Your machine did not notice.", "울타리가 허용하는 것보다 많은 메모리를 쓰려고 해서 종료했어요. 여러분의 머신은 아무 영향도 받지 않았어요."},
	},
	{
		ID:       "answer.too-many-processes",
		Expected: Text{"at most %[1]s processes and threads", "프로세스와 스레드를 합쳐 %[1]s개 이하"},
		So:       Text{"the program started processes without end, and was ended. Your machine did not notice.", "프로세스를 끝없이 만들어서 종료했어요. 여러분의 머신은 아무 영향도 받지 않았어요."},
	},
	{
		ID:       "answer.too-many-groups",
		Expected: Text{"at most %[1]s control groups", "컨트롤 그룹 %[1]s개 이하"},
		So:       Text{"the program made control groups without end, and was ended. Your machine did not notice.", "컨트롤 그룹을 끝없이 만들어서 종료했어요. 여러분의 머신은 아무 영향도 받지 않았어요."},
	},
	{
		ID:       "answer.damaged-host",
		Expected: Text{"a host that is afterwards as it was before", "실행 뒤에도 그대로인 호스트"},
		So:       Text{"the program took something away from the machine it ran on. This was the fake host; on a real one it would be gone now.", "프로그램이 자기가 실행된 머신에서 무언가를 없앴어요. 가짜 호스트라서 괜찮지만, 진짜 머신이었다면 지금 사라졌을 거예요."},
	},
	{
		ID: "answer.unknown",
		So: Text{"this is not what the exercise asks for, and not a mistake I know. Compare the two lines above.", "연습 문제가 요구한 것과 다른데, 제가 아는 실수는 아니에요. 위의 두 줄을 비교해 보세요."},
	},
}
