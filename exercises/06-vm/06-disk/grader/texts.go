//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A name, a file and the place that it takes are three things. Many names can be of one file; a file can be longer than what it takes, or shorter. What is a file, if not its name?",
		KO: "이름, 파일, 파일이 차지하는 자리는 서로 다른 세 가지예요. 이름 여럿이 한 파일의 것일 수 있고, 파일의 길이는 차지하는 자리보다 길 수도 짧을 수도 있어요. 이름이 아니라면 무엇이 파일일까요?",
	},
	{
		EN: "man 2 lstat: st_mode, st_dev, st_ino, st_size, st_blocks, and the unit of the last. man 7 inode. go doc path/filepath.WalkDir, go doc syscall.Stat_t.",
		KO: "man 2 lstat: st_mode, st_dev, st_ino, st_size, st_blocks, 그리고 마지막 것의 단위. man 7 inode. go doc path/filepath.WalkDir, go doc syscall.Stat_t.",
	},
	{
		EN: "seen = none, once for all paths.  for each path, for each thing below it, links not followed: lstat; an error ends it; no regular file: pass over; (device, inode) seen: pass over; else remember it, add st_size to the one sum and st_blocks in bytes to the other.",
		KO: "본 것 = 없음, 모든 경로에 하나만.  경로마다, 그 아래에 있는 것마다, 링크는 따라가지 않고: lstat, 에러면 끝, 일반 파일이 아니면 넘어가기, (장치, 아이노드)를 이미 봤으면 넘어가기, 아니면 적어 두고 한쪽 합에는 st_size를, 다른 합에는 바이트로 바꾼 st_blocks를 더하기.",
	},
}

var right = grade.Text{EN: "%[1]s", KO: "%[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.disk.gave-up",
		Expected: right,
		So: grade.Text{
			EN: "the program was run ✓, and returned an error where everything is there and can be read.",
			KO: "프로그램은 실행됐어요 ✓ 하지만 모두 있고 읽을 수 있는데 에러를 돌려줬어요.",
		},
	},
	{
		ID:       "vm.disk.virtual",
		Expected: right,
		So: grade.Text{
			EN: "the length of the file was found ✓, and given out for its place on the disk, too. A machine's disk image is as long as the disk that the guest sees; blocks that nobody has ever written are holes, and a hole takes nothing. Who compares by this number believes that a machine needs a hundred times the disk that it does.",
			KO: "파일의 길이는 찾았어요 ✓ 그런데 그것을 디스크에서 차지하는 자리라고도 했어요. 머신의 디스크 이미지는 게스트가 보는 디스크만큼 길지만, 아무도 쓴 적 없는 블록은 구멍이고 구멍은 자리를 차지하지 않아요. 이 숫자로 비교하면 머신이 디스크를 실제보다 백 배쯤 쓰는 것처럼 보여요.",
		},
	},
	{
		ID:       "vm.disk.unit",
		Expected: right,
		So: grade.Text{
			EN: "what the disk has given out was asked for ✓. It is told in blocks, and the number was taken with another unit. A file system has blocks of its own size, and st_blksize is advice on reading; neither is the unit of st_blocks, which is the same everywhere.",
			KO: "디스크가 내준 것을 물었어요 ✓ 그 답은 블록 수로 나오는데, 다른 단위로 셈했어요. 파일 시스템마다 자기 블록 크기가 있고 st_blksize는 읽을 때 참고하라는 값이에요. st_blocks의 단위는 그 둘과 상관없이 어디서나 같아요.",
		},
	},
	{
		ID:       "vm.disk.nested",
		Expected: right,
		So: grade.Text{
			EN: "the files at the top of a layer are counted ✓. Those in directories further down are not, and that is where almost all of a root file system is.",
			KO: "레이어 맨 위의 파일은 셌어요 ✓ 더 아래 디렉터리에 있는 파일은 빠졌는데, 루트 파일 시스템은 거의 다 거기에 있어요.",
		},
	},
	{
		ID:       "vm.disk.not-files",
		Expected: right,
		So: grade.Text{
			EN: "all regular files are counted ✓, and something besides. The st_size of a directory is the length of its list, counted differently by each file system, and that of a symbolic link the length of a path. The sum would change with the disk that a layer lies on.",
			KO: "일반 파일은 모두 셌어요 ✓ 그런데 다른 것도 셌어요. 디렉터리의 st_size는 목록의 길이인데 파일 시스템마다 세는 법이 다르고, 심볼릭 링크의 st_size는 경로의 길이예요. 그러면 레이어가 놓인 디스크에 따라 합이 달라져요.",
		},
	},
	{
		ID:       "vm.disk.hard-link",
		Expected: right,
		So: grade.Text{
			EN: "each name is found ✓. Some of them are of one file: a hard link is no copy and takes no place. Counted by names, a disk seems fuller than it is, and one with backups in it fuller than it could be.",
			KO: "이름은 모두 찾았어요 ✓ 그런데 그중 몇 개는 한 파일의 이름이에요. 하드 링크는 복사본이 아니어서 자리를 차지하지 않아요. 이름으로 세면 디스크가 실제보다 더 차 보이고, 백업이 들어 있으면 디스크보다 더 커 보이기까지 해요.",
		},
	},
	{
		ID:       "vm.disk.twin",
		Expected: right,
		So: grade.Text{
			EN: "files are counted once ✓, and two different ones were taken for one. They have the same size, time and even content, as copies do, and each takes its own place. Which names are of one file only the number of its inode says, with the number of its file system.",
			KO: "파일을 한 번씩만 셌어요 ✓ 그런데 다른 두 파일을 하나로 봤어요. 복사본이라 크기도 시각도, 심지어 내용도 같지만 자리는 따로 차지해요. 어느 이름들이 한 파일의 것인지는 파일 시스템의 번호와 inode 번호만 알려 줘요.",
		},
	},
	{
		ID:       "vm.disk.symlink",
		Expected: right,
		So: grade.Text{
			EN: "the files of the layer are found ✓. A symbolic link in it was followed. What it leads to is not of this image, or was counted already, or is nowhere; in somebody else's image it may lead to any file of your host.",
			KO: "레이어의 파일은 찾았어요 ✓ 그런데 그 안의 심볼릭 링크를 따라갔어요. 링크가 가리키는 것은 이 이미지의 것이 아니거나, 이미 셌거나, 어디에도 없어요. 남이 만든 이미지라면 여러분 호스트의 아무 파일이나 가리킬 수 있어요.",
		},
	},
	{
		ID:       "vm.disk.shared-layer",
		Expected: right,
		So: grade.Text{
			EN: "a file is counted once within one directory ✓. What two images share was counted for each. It is on the disk once, and that is the point of layers: the second image on the same base costs no more than what it adds.",
			KO: "한 디렉터리 안에서는 파일을 한 번만 셌어요 ✓ 하지만 두 이미지가 함께 쓰는 것은 이미지마다 셌어요. 디스크에는 한 번만 있고, 레이어는 바로 그러려고 있는 거예요. 같은 베이스 위의 두 번째 이미지는 더한 만큼만 들어요.",
		},
	},
	{
		ID:       "vm.disk.device",
		Expected: right,
		So: grade.Text{
			EN: "second names of a file are recognised ✓. Here two files were taken for one: an inode number is unique on its own file system only, and these are on two.",
			KO: "한 파일의 다른 이름을 알아봐요 ✓ 그런데 여기서는 파일 둘을 하나로 봤어요. 아이노드 번호는 한 파일 시스템 안에서만 하나뿐인데, 이 둘은 서로 다른 파일 시스템에 있어요.",
		},
	},
	{
		ID:       "vm.disk.silent",
		Expected: grade.Text{EN: "an error", KO: "에러"},
		So: grade.Text{
			EN: "what is there is measured ✓. A path is not there, and nothing says so: the sum looks like that of a complete image. A measurement that leaves something out has to fail.",
			KO: "있는 것은 쟀어요 ✓ 그런데 경로 하나가 없는데도 아무 말이 없어요. 합이 온전한 이미지의 것처럼 보여요. 무언가를 빠뜨린 측정은 실패해야 해요.",
		},
	},
}
