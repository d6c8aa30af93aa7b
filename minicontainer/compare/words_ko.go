package compare

var korean = Words{
	Kinds: map[string]string{
		Process: "프로세스", Container: "컨테이너", FullContainer: "컨테이너(모두 켬)",
		KVM: "VM(QEMU, KVM)", TCG: "에뮬레이션(QEMU, TCG)", Own: "VM(우리 하이퍼바이저)", UML: "User-mode Linux",
	},
	Measures: map[string]string{
		"ready_seconds": "준비", "pss_bytes": "메모리", "sha256_seconds": "sha256", "float_seconds": "실수 연산",
		"getppid_seconds": "getppid", "fork_exec_seconds": "fork+exec", "pages_seconds": "페이지", "command_seconds": "명령",
		"touched_pss_bytes": "쓴 뒤",
	},
	Roles: map[string]string{
		"program_anon": "프로그램 자체 메모리", "program_file": "프로그램의 파일 페이지(페이지 캐시)",
		"attendance": "곁을 지키는 명령", "guest_memory": "게스트가 실제로 쓴 메모리", "hypervisor": "하이퍼바이저와 매핑한 파일",
	},
	Files: map[string]string{"image": "이미지", "kernel": "커널", "initramfs": "initramfs", "disk": "디스크"},
	Table: TableWords{
		Title: "%s: 프로세스, 컨테이너, 가상 머신으로", Cores: "코어",
		Time: "준비 시간과 메모리(PSS)", Work: "계산", Walls: "벽", Disk: "디스크",
		Range: "가장 빠름–느림", Around: "프로그램 밖", OneMore: "하나 더",
		OwnKernel: "자기 커널", Processes: "프로세스 수", HostSees: "호스트가 봄", SeesHost: "호스트를 봄", Devices: "장치",
		Yes: "예", No: "아니요", File: "파일", Actual: "실제", Apparent: "겉보기", Shared: "공유", Each: "각자 하나",
		Missing: "재지 못함", Failed: "중간에 빠짐", Emulation: "에뮬레이션은 명령어를 하나하나 번역한다. 가상 머신의 속도가 아니다.",
		SameTree: "이미지를 실행한 모든 종류의 루트 파일 시스템이 같다: %s (파일 %d개)", OtherTree: "루트 파일 시스템이 서로 다르다",
		Runs: "번갈아 %d번 실행한 중앙값. 느린 첫 실행(*)은 뺐다. 모든 표본은 --json과 --csv에 있다.",
	},
}
