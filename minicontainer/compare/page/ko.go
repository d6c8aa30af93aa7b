package page

var korean = texts{
	Title:    "같은 프로그램, 다른 벽: %s",
	Subtitle: "같은 파일 하나를 프로세스로, 컨테이너 안에서, 가상 머신 안에서 실행하고 같은 것을 물었다.",
	EmulationNote: "빗금은 에뮬레이션이다. 프로세서가 게스트를 직접 실행할 수 없는 곳에서는 QEMU가 게스트의 명령어를 하나하나 번역한다. " +
		"가상 머신이 무엇인지는 보여 주지만, 얼마나 빠른지는 보여 주지 않는다.",
	Cold: "첫 실행", AtOnce: "동시에 실행한 수",

	TimeHeading: "준비까지 걸린 시간",
	TimeNote: "명령을 시작하기 직전부터 READY라는 줄이 나올 때까지다. 세로선은 중앙값, 점은 한 번의 실행, 고리는 느린 첫 실행이다. " +
		"로그 축이라서 눈금 하나마다 열 배가 된다.",
	MemoryHeading: "실제로 쓰는 메모리",
	MemoryNote: "인스턴스 하나가 호스트에 둔 모든 프로세스의 PSS다. 여럿이 함께 쓰는 페이지는 나누어 센다. " +
		"게스트에게 약속한 크기가 아니라 게스트가 실제로 건드린 만큼이며, 게스트의 커널과 페이지 캐시도 들어간다.",
	MemoryColumns:  []string{"종류", "PSS", "RSS", "cgroup", "그중 anon", "그중 페이지 캐시", "64 MiB를 쓴 뒤의 PSS", "안에서 보이는 값: 전체 / 남은"},
	DensityHeading: "하나 더 띄우는 값",
	DensityNote: "모든 인스턴스의 PSS를 합한 값과 그 점들을 지나는 직선이다. 컨테이너는 호스트의 커널과 이미지 파일의 페이지 캐시를 함께 쓰고, " +
		"게스트는 둘 다 새로 가져온다.",
	WorkHeading: "같은 계산에 걸린 시간, 호스트의 프로세스에 견주어",
	WorkNote: "1×는 프로세스만큼 빠르다는 뜻이고, 프로세스의 시간은 이름 아래에 있다. 컨테이너의 명령어와 시스템 콜은 호스트의 것 그대로다. " +
		"vmx나 svm이 있는 프로세서에서는 게스트의 명령어도 그렇지만, 에뮬레이션에서는 그렇지 않다.",
	Works: map[string]string{
		"sha256": "32 MiB의 sha256", "float": "제곱근 500만 번", "getppid": "시스템 콜 한 번", "fork_exec": "fork, exec, wait", "pages": "새 페이지 32 MiB",
	},
	WallsHeading: "무엇이 호스트와 갈라놓는가",
	WallsNote:    "짐작하지 않고 찾아보았다. 안의 프로그램이 본 것을 말하고, 호스트의 /proc에서 그 프로그램을 찾았다. 칠한 칸은 호스트의 것이 아니다.",
	Walls: wallTexts{
		Kernel: "커널", BootID: "부팅 ID", Uptime: "켜진 시간(/proc/uptime)", HostSees: "호스트가 안의 프로세스를 본다", SeesHost: "안에서 호스트의 프로세스를 본다",
		SeesSiblings: "같은 종류끼리 서로 본다", Processes: "보이는 프로세스 수", Memory: "보이는 메모리", Processors: "보이는 프로세서",
		DeviceFiles: "/dev의 장치", Devices: "/sys/class의 장치", KernelLog: "읽을 수 있는 커널 로그", SystemCalls: "호스트의 시스템 콜",
		Capabilities: "권한(capability) 수", Sysctls: "호스트와 값이 다른 sysctl(8개 중)",
		ItsOwn: "자기 것", TheHosts: "호스트의 것", NoSystemCalls: "없음: 자기 커널의 것", Filtered: "걸러짐(seccomp)", All: "전부", AllOf: "%d개 전부",
	},
	DiskHeading: "디스크",
	DiskNote:    "실제는 블록이 차지하는 크기(st_blocks × 512)이고 겉보기는 ls -l이 말하는 크기다. 함께 쓰는 것은 한 번만 있다.",
	DiskColumns: []string{"종류", "파일", "실제", "겉보기", "누구의 것"},

	PlacesHeading: "이 종류들의 자리",
	Places: []place{
		{"호스트형", "하이퍼바이저가 보통 운영체제 위의 프로그램이다. VirtualBox, VMware Workstation, QEMU가 그렇다. 다른 프로그램처럼 호스트의 커널에 " +
			"메모리와 시간과 파일을 달라고 한다. 여기서 잰 가상 머신은 이 종류다."},
		{"베어메탈형", "하이퍼바이저가 하드웨어 바로 위에 있고 운영체제들이 그 위에 있다. Xen과 VMware ESXi가 그렇다. 나란히 잴 호스트의 프로세스가 " +
			"없으므로 여기서는 설명만 하고 재지 않았다."},
		{"KVM은 경계를 흐린다", "KVM은 리눅스 자체를 하이퍼바이저로 만든다. 게스트의 명령어는 프로세서가 직접 실행하고, 해서는 안 되는 일은 하드웨어 위의 커널이 " +
			"붙잡는다. 프로그램인 QEMU는 장치 노릇만 한다. 겉모습은 호스트형이고 속도는 베어메탈형이다. 클라우드는 대부분 이렇게 만든다."},
		{"컨테이너", "두 번째 머신이 아예 없다. 하나뿐인 커널이 다른 파일, 다른 프로세스, 다른 네트워크를 보여 주고 한도를 정해 둔 프로세스다. 그래서 프로세스처럼 " +
			"시작하고, 안의 모든 것이 같은 커널에 닿는다. 값은 거기에 있다. 그 커널에 난 구멍 하나는 모든 벽에 난 구멍이다."},
	},
	MachineHeading: "머신",
	Machine: machineTexts{
		Processor: "프로세서", Virtualizing: "하드웨어 가상화", NoVirtualizing: "없음(vmx도 svm도 없음)", Nested: "; 이 머신도 가상 머신", Memory: "메모리",
		Kernel: "커널", Load: "재기 전 부하", Date: "날짜", Took: "걸린 시간",
	},
	MethodHeading: "방법",
	Method: methodTexts{
		Runs: "종류마다 %d번을 번갈아 실행했고, 매번 다른 종류부터 시작했다. 보고하는 값은 중앙값이다. 첫 실행이 나머지의 중앙값의 %g배를 넘으면 느린 첫 실행으로 보고, 그리기만 하고 세지 않는다.",
		Rest: []string{
			"계산은 한 번 시작해서 다섯 번씩 돌렸다. 격리는 호스트의 프로세스와 같은 종류의 다른 인스턴스가 있을 때 한 번 살폈다.",
			"밀도는 세 점 이상을 지나는 최소제곱 직선이다. 하나를 재고 열을 곱하면 짐작일 뿐이다.",
			"호스트의 페이지 캐시는 비우지 않았다. 거의 없는 경우를 재려고 모두를 느리게 하는 일이다. 무엇이든 두 번째 시작은 파일을 메모리에서 찾는다.",
			"모든 표본은 같은 실행의 JSON과 CSV에 있다. 머신이 다르면 숫자도 다르다. 견줄 수 있는 것은 방법과 자릿수다.",
		},
	},
	CommandsHeading: "명령줄",
	AbsentHeading:   "재지 못한 것",
}
