package say

var benchTexts = map[string]Text{
	"bench.short": {
		"measure our programs against the others, in one run",
		"우리 프로그램을 다른 런타임과 한 번에 비교해서 재기",
	},
	"bench.image-short": {
		"Measure how long images take to unpack and to pack, against umoci, skopeo and podman",
		"이미지를 풀고 묶는 데 걸리는 시간을 umoci, skopeo, podman과 비교해 재요",
	},
	"bench.image-started": {
		"Images, %d rounds, in turn. This takes some minutes.",
		"이미지를 %d번씩 번갈아 재요. 몇 분 걸려요.",
	},
	"bench.life-short": {
		"a start against docker's, a start and ps when 500 containers run, and the memory of what stays beside each",
		"시작을 도커와 비교하고, 컨테이너 500개가 돌 때의 시작과 ps, 컨테이너마다 곁에 남는 프로세스의 메모리 재기",
	},
	"bench.life-started": {
		"Lives of containers, %d rounds, in turn; 500 are started on the way. This takes some minutes.",
		"컨테이너의 일생을 %d번씩 번갈아 재요. 도중에 컨테이너 500개를 시작해요. 몇 분 걸려요.",
	},
	"bench.network-short": {
		"how quick connections are, against docker's bridge, and what a start costs with 500 published ports",
		"연결이 얼마나 빠른지 도커의 브리지와 비교하고, 포트 500개를 공개했을 때 시작 비용 재기",
	},
	"bench.network-started": {
		"Connections, %d rounds, ours and docker's in turn, then starts. This takes some minutes.",
		"우리 연결과 도커의 연결을 %d번씩 번갈아 재고, 그다음 시작을 재요. 몇 분 걸려요.",
	},
	"bench.start-short": {
		"from start to exit of a container that does nothing",
		"아무 일도 하지 않는 컨테이너의 시작부터 종료까지",
	},
	"bench.stats-short": {
		"what one refresh of stats costs, with 1, 10 and 100 containers",
		"컨테이너가 1개, 10개, 100개일 때 stats를 한 번 새로 고치는 비용",
	},
	"bench.stats-started": {
		"Containers are started, and what they use is read %d times; medians count.",
		"컨테이너를 시작하고 사용량을 %d번 읽어요. 중앙값을 보세요.",
	},
	"bench.runs-flag": {"how often to run each", "각각 몇 번 실행할지"},
	"bench.started": {
		"Each is run %d times, taking turns; medians count, and ratios more than milliseconds.",
		"각각 %d번씩 번갈아 실행해요. 중앙값을 보고, 밀리초보다는 비율을 보세요.",
	},
}
