package say

// slidesTexts belong to workshop slides: the command, and the page's own words.
var slidesTexts = map[string]Text{
	"slides.short": {
		"show the slides of lesson N in the browser",
		"레슨 N의 슬라이드를 브라우저로 보기",
	},
	"slides.out-flag": {
		"write the page to `FILE`, which works without this program",
		"페이지를 `FILE`로 저장 (이 프로그램이 없어도 열 수 있어요)",
	},
	"slides.addr-flag": {
		"serve at `HOST:PORT`; port 0 takes a free one",
		"슬라이드를 띄울 `HOST:PORT` (포트 0은 비어 있는 포트를 골라요)",
	},
	"slides.no-open-flag": {
		"do not open a browser",
		"브라우저를 열지 않기",
	},
	"slides.wrote": {"wrote %s; open it in a browser", "%s 파일을 저장했어요. 브라우저로 열어 보세요"},
	"slides.serving": {
		"The slides are at %s. Ctrl-C ends this. In the page, ? shows the keys and s the speaker's view.",
		"슬라이드 주소는 %s예요. Ctrl-C를 누르면 끝나요. 페이지에서 ?를 누르면 단축키가, s를 누르면 발표자 화면이 나와요.",
	},

	"slides.previous": {"previous slide", "이전 슬라이드"},
	"slides.next":     {"next slide", "다음 슬라이드"},
	"slides.keys":     {"keys", "단축키"},
	"slides.notes":    {"speaker's notes", "발표자 노트"},
	"slides.elapsed":  {"time since the start", "시작한 뒤 지난 시간"},
	"slides.last":     {"This is the last slide.", "마지막 슬라이드예요."},
	"slides.close":    {"Close", "닫기"},

	"slides.key-next":     {"next slide", "다음 슬라이드"},
	"slides.key-previous": {"previous slide", "이전 슬라이드"},
	"slides.key-ends":     {"first and last slide", "처음과 마지막 슬라이드"},
	"slides.key-full":     {"full screen, and back", "전체 화면 켜고 끄기"},
	"slides.key-speaker":  {"speaker's view: notes, next slide, clock", "발표자 화면: 노트, 다음 슬라이드, 시계"},
	"slides.key-clock":    {"set the speaker's clock to zero", "발표자 시계를 0으로"},
	"slides.key-print":    {"print, one slide a page; with ?notes=1 in the address, with notes", "인쇄(한 쪽에 한 장). 주소에 ?notes=1을 붙이면 노트까지"},
	"slides.key-help":     {"these keys", "이 단축키 목록"},
}
