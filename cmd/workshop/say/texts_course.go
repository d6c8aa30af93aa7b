package say

// courseTexts belong to the commands that work on exercises.
var courseTexts = map[string]Text{
	"course.list-short":     {"the lessons and exercises, and how you stand", "레슨과 연습 문제 목록, 지금까지의 결과"},
	"course.next-short":     {"what to do next", "다음에 할 일"},
	"course.start-short":    {"begin a lesson: where to read and where to write", "레슨 시작하기: 어디를 읽고 어디에 쓰는지"},
	"course.check-short":    {"check your answers", "내 답 검사하기"},
	"course.hint-short":     {"one more hint for an exercise", "연습 문제의 힌트 하나 더 보기"},
	"course.solution-short": {"a worked answer, after you have passed or given up", "통과했거나 포기한 문제의 풀이 보기"},
	"course.give-up-short":  {"open the solution without having passed", "통과하지 않고 풀이 열기"},
	"course.reset-short":    {"put exercises back as they came; what you wrote is kept", "연습 문제를 처음 상태로 되돌리기 (쓴 것은 따로 보관해요)"},
	"course.progress-short": {"carry your answers to another machine", "내 답을 다른 머신으로 옮기기"},
	"course.export-short":   {"your answers as one line of text, or as a FILE", "내 답을 한 줄의 글(또는 FILE)로 내보내기"},
	"course.import-short":   {"bring answers back, and check them again", "내보낸 답을 가져와서 다시 검사하기"},
	"course.json-flag":      {"print the results as JSON", "결과를 JSON으로 출력"},
	"course.watch-flag":     {"check again after every save, until Ctrl-C", "저장할 때마다 다시 검사 (Ctrl-C로 끝내기)"},
	"course.check-long": {
		`Check your answers: all of them, those of a LESSON such as 01, or one EXERCISE
such as 01/chdir.

Your program is compiled here and run in the fake host: a container of its own,
in which it can break everything without breaking anything. The judge looks at
it from outside.

  ✓ passed   ✗ your answer is wrong   - an earlier exercise comes first
  ! this machine cannot run the check, which is not your fault

Exit status 0 if all passed, else 1.`,
		`답을 검사해요. 전부, 01 같은 레슨(LESSON) 하나, 또는 01/chdir 같은 연습 문제
(EXERCISE) 하나를 검사할 수 있어요.

여러분의 프로그램은 여기서 컴파일하고, 가짜 호스트 안에서 실행해요. 무엇을 해도
진짜 머신은 다치지 않는 컨테이너예요. 채점기는 바깥에서 들여다봐요.

  ✓ 통과   ✗ 답이 틀림   - 먼저 통과해야 할 문제가 있음
  ! 이 머신에서는 검사할 수 없음 (여러분 탓이 아니에요)

모두 통과하면 종료 상태 0, 아니면 1이에요.`,
	},
	"course.no-place": {
		"There are no exercises in this directory or above it. Go to your clone of the course, or let `%s start 01` make a folder here.",
		"이 디렉터리와 그 위에는 연습 문제가 없어요. 이 과정을 클론한 폴더로 가거나, `%s start 01`로 여기에 폴더를 만드세요.",
	},
	"course.made":     {"I have made the folder %[1]s for you. First: cd %[1]s", "%[1]s 폴더를 만들었어요. 먼저 cd %[1]s 하세요."},
	"course.all-done": {"Every exercise has passed.", "모든 연습 문제를 통과했어요."},
	"course.next": {
		"Next: %[1]s  %[2]s\n  read   %[3]s\n  write  %[4]s\n  check  %[5]s check %[1]s",
		"다음: %[1]s  %[2]s\n  읽기   %[3]s\n  쓰기   %[4]s\n  검사   %[5]s check %[1]s",
	},
	"course.start":      {"The text:       %[1]s\nThe exercises:  %[2]s", "본문:       %[1]s\n연습 문제:  %[2]s"},
	"course.start-then": {"\nBegin with %[1]s: read its README, write your answer, then\n  %[2]s check %[1]s", "\n%[1]s부터 시작하세요. README.ko.md를 읽고 답을 쓴 다음에\n  %[2]s check %[1]s"},
	"course.points":     {"%[1]d of %[2]d points", "%[2]d점 중 %[1]d점"},
	"course.watching":   {"Watching your files. Save one, and I check it; Ctrl-C ends.", "파일을 지켜보고 있어요. 저장하면 바로 검사해요. Ctrl-C로 끝내요."},
	"course.hint":       {"hint %[1]d/%[2]d: %[3]s", "힌트 %[1]d/%[2]d: %[3]s"},
	"course.last-hint": {
		"That was the last hint. If you have had enough: %[2]s give-up %[1]s",
		"마지막 힌트예요. 더는 못 하겠다면: %[2]s give-up %[1]s",
	},
	"course.closed": {
		"The solution of %[1]s opens when you have passed.\n  a hint    %[2]s hint %[1]s\n  give up   %[2]s give-up %[1]s",
		"%[1]s의 풀이는 통과한 뒤에 열려요.\n  힌트       %[2]s hint %[1]s\n  포기하기   %[2]s give-up %[1]s",
	},
	"course.give-up-ask": {"Open the solution of %s without having passed?", "통과하지 않고 %s의 풀이를 열까요?"},
	"course.reset-ask":   {"Put these back as they came (what you wrote is kept aside): %s?", "처음 상태로 되돌릴까요? 쓴 것은 따로 보관해요. (%s)"},
	"course.not-done":    {"Nothing was done. Without a terminal to ask at, --yes says yes.", "아무것도 하지 않았어요. 물어볼 터미널이 없다면 --yes로 대답하세요."},
	"course.reset":       {"%s is as it came.", "%s 문제를 처음 상태로 되돌렸어요."},
	"course.kept":        {"What you had written is kept in %s", "쓴 것은 %s에 보관했어요."},
	"course.exported":    {"Written to %[1]s. On the other machine:\n  %[2]s progress import %[1]s", "%[1]s에 저장했어요. 다른 머신에서:\n  %[2]s progress import %[1]s"},
	"course.keep-line":   {"Keep this line. On the other machine:\n  %s progress import LINE", "이 한 줄을 잘 보관하세요. 다른 머신에서 LINE 자리에 붙여 넣으세요.\n  %s progress import LINE"},
	"course.long-line": {
		"The line has %[1]d bytes, more than many chat windows take. As a file: %[2]s progress export FILE",
		"이 줄은 %[1]d바이트라서 채팅창에 안 들어갈 수 있어요. 파일로 저장하려면: %[2]s progress export FILE",
	},
	"course.imported":   {"Answers brought back: %d. They are checked again now.", "답 %d개를 가져왔어요. 이제 다시 검사해요."},
	"course.mine-short": {"run your own runtime: your answers, put together", "내 런타임 실행하기: 지금까지 쓴 답을 하나로 합친 것"},
	"course.mine-long": {
		`Run your own runtime: the answers to the code exercises, put together into one
program and run in the fake host. base is the base image. What you have not
written yet is left out, and said so.`,
		`내 런타임을 실행해요. 코드 연습 문제의 답을 하나의 프로그램으로 합쳐서 가짜
호스트 안에서 실행해요. base는 base 이미지예요. 아직 쓰지 않은 부분은 빼고,
무엇이 빠졌는지 알려 줘요.`,
	},
	"course.mine-broken": {
		"Put together, your answers do not compile. Two files may use the same name: they are one program now.",
		"답을 하나로 합치니 컴파일되지 않아요. 이제 한 프로그램이라서, 두 파일이 같은 이름을 쓰는지 확인해 보세요.",
	},
}
