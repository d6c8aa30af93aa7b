//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A digest is the hash of bytes, and the question is always: of which? A layer is bytes twice, as it travels and as it is unpacked. The manifest is about what is fetched, the configuration about what the files come from.",
		KO: "다이제스트는 바이트의 해시예요. 그러니 어떤 바이트의 해시인지를 늘 물어보세요. 레이어에는 바이트가 두 벌 있어요. 전송될 때의 바이트와 압축을 푼 바이트예요. 매니페스트는 받아 올 바이트를, 설정은 파일을 꺼낼 바이트를 가리켜요.",
	},
	{
		EN: "`go doc crypto/sha256.New`, `go doc compress/gzip.Reader`, `go doc io.TeeReader`, `go doc io.Copy`. Format verb %x. RFC 1952, 2.3.1: the first two bytes of a gzip file.",
		KO: "`go doc crypto/sha256.New`, `go doc compress/gzip.Reader`, `go doc io.TeeReader`, `go doc io.Copy`. 서식 동사 %x. RFC 1952의 2.3.1: gzip 파일의 첫 두 바이트.",
	},
	{
		EN: "open the file.  one hash gets all of its bytes.  if it begins like gzip, all that gzip makes of it, else all of it, goes into a second hash.  any error on the way, also the last one: no names.  each hash: sha256: and its digits.",
		KO: "파일을 열어요.  첫째 해시에는 파일의 바이트를 모두 넣어요.  gzip처럼 시작하면 gzip이 풀어낸 것을 모두, 아니면 파일 그대로를 둘째 해시에 넣어요.  도중에, 그리고 맨 끝에서라도 에러가 나면 이름은 없어요.  해시마다 sha256:과 그 숫자를 붙여요.",
	},
}

var wanted = grade.Text{EN: "digest %[1]s, diffID %[2]s", KO: "digest %[1]s, diffID %[2]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "img.digest.nothing",
		Expected: wanted,
		So:       grade.Text{EN: "this is a layer as any registry has it, it can be read and unpacked, and there are no two names of it.", KO: "어느 레지스트리에나 있는 평범한 레이어이고, 읽을 수도 풀 수도 있는데 두 이름이 나오지 않았어요."},
	},
	{
		ID:       "img.digest.form",
		Expected: wanted,
		So:       grade.Text{EN: "the right bytes were hashed, both times ✓. But names are compared as texts, and files are called so: the algorithm, a colon, and 64 digits in lower case, nothing else, are one name everywhere.", KO: "두 번 다 맞는 바이트를 해시했어요 ✓ 그런데 이름은 글자 그대로 비교되고 파일 이름으로도 쓰여요. 알고리즘, 콜론, 소문자 16진수 64자리여야 어디서나 같은 이름이에요."},
	},
	{
		ID:       "img.digest.swapped",
		Expected: wanted,
		So:       grade.Text{EN: "both are hashes of the right bytes ✓, each in the other's place. By this diffID no tar is recognised, and by this digest no registry finds a blob.", KO: "둘 다 맞는 바이트의 해시인데 ✓ 자리가 서로 바뀌었어요. 이 diffID로는 tar를 알아볼 수 없고, 이 digest로는 레지스트리가 블롭을 찾지 못해요."},
	},
	{
		ID:       "img.digest.compressed",
		Expected: wanted,
		So:       grade.Text{EN: "the hash is one of the blob, as it is stored. The diffID is to be the same however a layer was compressed, and each gzip makes other bytes of the same tar.", KO: "저장된 블롭의 해시예요. diffID는 레이어를 어떻게 압축했든 같아야 하는데, 같은 tar라도 gzip마다 다른 바이트를 만들어요."},
	},
	{
		ID:       "img.digest.uncompressed",
		Expected: wanted,
		So:       grade.Text{EN: "this is a hash of what is in the blob ✓, and that is the diffID. The digest is what a blob is fetched by and checked with before anybody unpacks it: it is about the bytes that travel.", KO: "블롭 안에 든 것의 해시예요 ✓ 그건 diffID예요. digest는 블롭을 받아 오고, 누가 풀기 전에 확인하는 데 쓰여요. 그래서 전송되는 바이트에 대한 이름이에요."},
	},
	{
		ID:       "img.digest.compressed-again",
		Expected: wanted,
		So:       grade.Text{EN: "the digest is one of a gzip stream with this tar in it ✓, but of another than the file: one made anew, with other settings, has other bytes.", KO: "이 tar가 든 gzip 스트림의 해시이긴 한데 ✓ 파일의 것이 아니에요. 다시 압축하면 설정이 달라서 다른 바이트가 돼요."},
	},
	{
		ID:       "img.digest.read-to-end",
		Expected: wanted,
		So:       grade.Text{EN: "sha256:e3b0c44298fc1c14… is the hash of no bytes at all. An open file has one place at which it is read, and whoever has read it to the end leaves nothing for the next.", KO: "sha256:e3b0c44298fc1c14…는 바이트가 하나도 없을 때의 해시예요. 열린 파일에는 읽는 위치가 하나뿐이라서, 끝까지 읽고 나면 다음 사람이 읽을 것이 남지 않아요."},
	},
	{
		ID:       "img.digest.not-reset",
		Expected: wanted,
		So:       grade.Text{EN: "the right bytes were hashed ✓, but two names came out of one hash: it does not begin anew when its sum is asked for, and the second name is one of both, the blob and the tar after it.", KO: "맞는 바이트를 해시했어요 ✓ 그런데 해시 하나에서 두 이름이 나왔어요. 합을 꺼낸다고 해시가 처음부터 다시 시작하지는 않아요. 그래서 둘째 이름은 블롭과 tar를 이어 놓은 것의 이름이에요."},
	},
	{
		ID:       "img.digest.file-name",
		Expected: wanted,
		So:       grade.Text{EN: "what was hashed is the name of the file, and not a byte of what is in it.", KO: "파일 이름을 해시했어요. 파일 안의 바이트는 하나도 들어가지 않았어요."},
	},
	{
		ID:       "img.digest.contents",
		Expected: wanted,
		So:       grade.Text{EN: "what was hashed are the contents of the files in the tar ✓, without their names, modes, owners and order. A tar with the same texts under other names would be the same layer.", KO: "tar 안에 든 파일의 내용을 해시했어요 ✓ 그런데 이름, 모드, 소유자, 순서가 빠졌어요. 이러면 같은 내용에 이름만 다른 tar도 같은 레이어가 돼요."},
	},
	{
		ID:       "img.digest.cut-short",
		Expected: wanted,
		So:       grade.Text{EN: "the right bytes were hashed, from the first on ✓, and not to the last one. An archive goes on after its last file: zeros that mark its end, and as many more as its writer liked.", KO: "맞는 바이트를 처음부터 해시했는데 ✓ 끝까지는 아니에요. 아카이브는 마지막 파일 뒤에도 이어져요. 끝을 알리는 0과, 쓴 프로그램이 덧붙인 0이 있어요."},
	},
	{
		ID:       "img.digest.first-stream",
		Expected: wanted,
		So:       grade.Text{EN: "the first gzip stream was unpacked ✓, and the blob goes on after it. A gzip file may be several, one after the other, as parallel compressors write them.", KO: "첫째 gzip 스트림은 풀었는데 ✓ 블롭은 그 뒤로 이어져요. gzip 파일은 스트림 여러 개를 이어 놓은 것일 수도 있고, 병렬로 압축하는 프로그램이 그렇게 써요."},
	},
	{
		ID:       "img.digest.plain",
		Expected: wanted,
		So:       grade.Text{EN: "a compressed layer gets its names ✓. A layer need not be compressed: this one begins with the name of a file, as a tar does.", KO: "압축된 레이어에는 이름을 붙여요 ✓ 그런데 레이어를 꼭 압축해야 하는 건 아니에요. 이 블롭은 tar답게 파일 이름으로 시작해요."},
	},
	{
		ID:       "img.digest.broken",
		Expected: grade.Text{EN: "an error: there is no whole tar in it", KO: "에러: 온전한 tar가 들어 있지 않음"},
		So:       grade.Text{EN: "whole layers get their names ✓. This one cannot be unpacked to its end, and the unpacker says so, at the last byte. A diffID of what came out before would be a right name for half a layer.", KO: "온전한 레이어에는 이름을 붙여요 ✓ 이 블롭은 끝까지 풀 수 없고, 푸는 쪽은 마지막 바이트에서 그걸 알려 줘요. 그 전까지 나온 것으로 만든 diffID는 반쪽 레이어에 붙은 멀쩡한 이름이에요."},
	},
}
