//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var wanted = grade.Text{EN: "a resolv.conf with a name server that the container reaches", KO: "컨테이너가 닿을 수 있는 네임 서버가 적힌 resolv.conf"}

var hints = [3]grade.Text{
	{
		EN: "A name server is an address, and an address belongs to a network. 127.0.0.53 on the host and 127.0.0.53 in the container are two places. Who stands behind the first one knows others.",
		KO: "네임 서버는 주소이고, 주소는 어느 네트워크의 것이에요. 호스트의 127.0.0.53과 컨테이너의 127.0.0.53은 서로 다른 곳이에요. 앞의 것 뒤에 있는 프로그램은 다른 서버를 알고 있어요.",
	},
	{
		EN: "man 5 resolv.conf; man 8 systemd-resolved, the section on /etc/resolv.conf; netip.Addr.IsLoopback. What open(2) does at a symbolic link, and what rename(2) does.",
		KO: "man 5 resolv.conf. man 8 systemd-resolved의 /etc/resolv.conf 부분. netip.Addr.IsLoopback. 심볼릭 링크에서 open(2)이 하는 일과 rename(2)이 하는 일.",
	},
	{
		EN: "1. of the host's file: the name servers that are not at a loopback address, and all lines about something else  2. no server? then those of resolved's own file  3. still none? an error  4. write a file beside the container's, and put it in its place",
		KO: "1. 호스트의 파일에서: 루프백 주소가 아닌 네임 서버들과, 다른 것에 관한 줄 모두  2. 서버가 없나? 그러면 resolved 자신의 파일에 있는 것들  3. 그래도 없나? 에러  4. 컨테이너의 파일 옆에 쓰고, 그 자리로 옮기기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.dns.missing",
		Expected: grade.Text{EN: "ROOT/etc/resolv.conf with a name server", KO: "네임 서버가 적힌 ROOT/etc/resolv.conf"},
		So:       grade.Text{EN: "the container reaches the server outside ✓, by its number. It does not know that it is the one to ask for names.", KO: "컨테이너가 번호로는 바깥의 서버에 닿아요 ✓ 하지만 이름을 물을 곳이 거기인지 몰라요."},
	},
	{
		ID:       "net.dns.loopback",
		Expected: grade.Text{EN: "ROOT/etc/resolv.conf: nameserver %[1]s", KO: "ROOT/etc/resolv.conf: nameserver %[1]s"},
		So:       grade.Text{EN: "the file is there ✓, and names a server at a loopback address. On the host somebody answers there; the container has a loopback of its own, and on that there is nobody.", KO: "파일은 있어요 ✓ 그런데 루프백 주소의 서버가 적혀 있어요. 호스트에서는 그 주소에서 누군가 대답하지만, 컨테이너에는 자기 루프백이 있고 거기에는 아무도 없어요."},
	},
	{
		ID:       "net.dns.no-server",
		Expected: grade.Text{EN: "ROOT/etc/resolv.conf with a name server that can be reached", KO: "닿을 수 있는 네임 서버가 적힌 ROOT/etc/resolv.conf"},
		So:       grade.Text{EN: "loopback addresses are left out ✓. But there was a server that can be reached, in one of the two files, and it is not there either.", KO: "루프백 주소는 빠졌어요 ✓ 하지만 두 파일 중 하나에 닿을 수 있는 서버가 있었는데, 그것마저 빠졌어요."},
	},
	{
		ID:       "net.dns.search",
		Expected: grade.Text{EN: "the line of the host that begins with %[1]s", KO: "호스트의 파일에 있는 %[1]s 줄"},
		So:       grade.Text{EN: "the container knows whom to ask ✓, but not how the host asks: short names that are found out there are not found in here.", KO: "컨테이너가 누구에게 물을지 알아요 ✓ 하지만 호스트가 어떻게 묻는지는 몰라요. 바깥에서는 찾아지는 짧은 이름이 안에서는 찾아지지 않아요."},
	},
	{
		ID:       "net.dns.escaped",
		Expected: grade.Text{EN: "a file of the host as it was", KO: "그대로인 호스트의 파일"},
		So:       grade.Text{EN: "the container has got its servers ✓, but through a symbolic link of the image they were written into a file of the host. Whoever makes the image chooses which.", KO: "컨테이너에 네임 서버를 줬어요 ✓ 그런데 이미지의 심볼릭 링크를 따라가 호스트의 파일에 썼어요. 어느 파일일지는 이미지를 만든 사람이 정해요."},
	},
	{
		ID:       "net.dns.link",
		Expected: grade.Text{EN: "ROOT/etc/resolv.conf, a file", KO: "파일인 ROOT/etc/resolv.conf"},
		So:       grade.Text{EN: "images with a plain file or none were all right ✓. In this one resolv.conf is a symbolic link, and a container has still nobody to ask.", KO: "파일이 있거나 없는 이미지에서는 괜찮았어요 ✓ 이번에는 이미지의 resolv.conf가 심볼릭 링크인데, 컨테이너가 물을 곳이 여전히 없어요."},
	},
	{
		ID:       "net.dns.silent",
		Expected: grade.Text{EN: "an error: there is nobody whom the container could ask", KO: "에러. 컨테이너가 물을 수 있는 곳이 없음"},
		So:       grade.Text{EN: "where there is a server it is found ✓. Here there is none, and nobody was told: every name will fail later, after a long wait.", KO: "서버가 있으면 찾아내요 ✓ 여기에는 없는데 아무에게도 알리지 않았어요. 나중에 모든 이름이, 한참을 기다린 끝에 실패하게 돼요."},
	},
}
