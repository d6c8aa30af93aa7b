//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Two things can go wrong: the bytes are not those that were asked for, and the unpacking stops half-way. After both a directory with the layer's name must not be there: the next one who looks takes it for the layer.",
		KO: "두 가지가 잘못될 수 있어요. 바이트가 달라고 한 것이 아니거나, 풀다가 도중에 멈추거나. 어느 쪽이든 레이어의 이름을 가진 디렉터리가 있으면 안 돼요. 다음 사람이 그것을 레이어라고 여기니까요.",
	},
	{
		EN: "`go doc crypto/sha256`: the hash is of the blob as it is, to its last byte. `go doc os.MkdirTemp`, `go doc os.RemoveAll`. man 2 rename: what is there under the new name at each moment.",
		KO: "`go doc crypto/sha256`: 해시는 블롭 그대로, 마지막 바이트까지예요. `go doc os.MkdirTemp`, `go doc os.RemoveAll`. man 2 rename: 매 순간 새 이름으로 무엇이 있는지.",
	},
	{
		EN: "dir is there: an error.  hash all of the blob; not the digest: an error.  from its beginning again: unpack into a new directory beside dir.  on any error remove that one, with all in it.  else it gets the name dir.",
		KO: "dir이 있으면 에러.  블롭 전체를 해시하고, digest와 다르면 에러.  처음으로 돌아가서 dir 옆의 새 디렉터리에 풀어요.  에러가 나면 그 디렉터리를 통째로 지워요.  아니면 그 디렉터리에 dir이라는 이름을 줘요.",
	},
}

var refused = grade.Text{EN: "an error, and no new files", KO: "에러, 그리고 새 파일 없음"}

var mistakes = []grade.Mistake{
	{
		ID:       "img.corrupt-blob.refused",
		Expected: grade.Text{EN: "the layer's files in DIR, exit status 0", KO: "DIR 안에 레이어의 파일, 종료 상태 0"},
		So:       grade.Text{EN: "this blob is what its digest says, and its layer is whole: it ought to be in DIR as it is. A digest is about all bytes of the blob, those after the last file too, and about no others.", KO: "이 블롭은 다이제스트가 말하는 그대로이고 레이어도 온전해요. 그러니 DIR에 그대로 있어야 해요. 다이제스트는 블롭의 바이트 전부로 계산해요. 마지막 파일 뒤의 것도 들어가고, 블롭 밖의 것은 들어가지 않아요."},
	},
	{
		ID:       "img.corrupt-blob.accepted",
		Expected: refused,
		So:       grade.Text{EN: "a good blob is unpacked ✓. This one is not what was asked for, and is in DIR now as if it were. That it can be unpacked says nothing: whoever sends other bytes can pack them well.", KO: "멀쩡한 블롭은 풀려요 ✓ 이 블롭은 달라고 한 것이 아닌데, 마치 그것인 것처럼 DIR에 있어요. 풀린다고 해서 맞는 것은 아니에요. 다른 바이트를 보내는 사람도 제대로 압축할 수 있어요."},
	},
	{
		ID:       "img.corrupt-blob.tail",
		Expected: refused,
		So:       grade.Text{EN: "other files are told by the digest ✓. Here the files are right and the blob is longer: what comes after the end of the archive belongs to the blob as well, and was not hashed.", KO: "다른 파일은 다이제스트로 알아봐요 ✓ 여기서는 파일은 맞는데 블롭이 더 길어요. 아카이브의 끝 뒤에 오는 것도 블롭의 일부인데, 해시에 들어가지 않았어요."},
	},
	{
		ID:       "img.corrupt-blob.cut",
		Expected: refused,
		So:       grade.Text{EN: "the digest is compared ✓, and is right. But the archive in the blob is not whole: its maker has made it so. Half a layer is in DIR, and nobody was told.", KO: "다이제스트를 비교했고 ✓ 맞아요. 그런데 블롭 안의 아카이브가 온전하지 않아요. 만든 사람이 그렇게 만들었어요. 반쪽짜리 레이어가 DIR에 있는데 아무도 몰라요."},
	},
	{
		ID:       "img.corrupt-blob.no-error",
		Expected: refused,
		So:       grade.Text{EN: "a blob that is not what was asked for leaves no files ✓. But whoever called this program is told by its exit status that there is a layer now.", KO: "달라고 한 것이 아닌 블롭은 파일을 남기지 않아요 ✓ 그런데 이 프로그램을 부른 쪽은 종료 상태를 보고 레이어가 생겼다고 생각해요."},
	},
	{
		ID:       "img.corrupt-blob.left",
		Expected: refused,
		So:       grade.Text{EN: "the error is noticed ✓. What had been unpacked before it is still there, under the layer's own name: the next one who looks whether the layer is there finds it.", KO: "에러를 알아챘어요 ✓ 그런데 그 전에 푼 것이 레이어의 이름으로 그대로 남아 있어요. 다음에 레이어가 있는지 보는 사람은 그것을 찾게 돼요."},
	},
	{
		ID:       "img.corrupt-blob.left-beside",
		Expected: grade.Text{EN: "no new files outside of DIR", KO: "DIR 밖에는 새 파일 없음"},
		So:       grade.Text{EN: "DIR is as it should be ✓. Beside it something was left that nobody will use or remove: after a hundred downloads the disk is full.", KO: "DIR은 제대로예요 ✓ 그런데 그 옆에 아무도 쓰지도 지우지도 않을 것이 남았어요. 백 번 받고 나면 디스크가 가득 차요."},
	},
	{
		ID:       "img.corrupt-blob.destroyed",
		Expected: grade.Text{EN: "an error, and DIR as it was", KO: "에러, 그리고 DIR은 그대로"},
		So:       grade.Text{EN: "what this program has unpacked itself goes after an error ✓. Here DIR was there before, a layer that somebody uses: it went as well, or was written over.", KO: "에러가 나면 이 프로그램이 푼 것은 없어져요 ✓ 여기서는 DIR이 전부터 있었고 누군가 쓰는 레이어예요. 그것까지 지웠거나 덮어썼어요."},
	},
	{
		ID:       "img.corrupt-blob.gone",
		Expected: grade.Text{EN: "an error, and all that was there as it was", KO: "에러, 그리고 전에 있던 것은 모두 그대로"},
		So:       grade.Text{EN: "the error is noticed ✓, and nothing is left of the layer ✓, but something that was there before is gone as well. To clean up is to remove what one has made, and no more.", KO: "에러를 알아챘고 ✓ 레이어도 남지 않았어요 ✓ 그런데 전부터 있던 것까지 없어졌어요. 뒷정리는 자기가 만든 것만 치우는 일이에요."},
	},
	{
		ID:       "img.corrupt-blob.mixed",
		Expected: grade.Text{EN: "an error, and DIR as it was", KO: "에러, 그리고 DIR은 그대로"},
		So:       grade.Text{EN: "broken blobs are refused ✓. This one is good, but DIR is there already, with files of something else: now they are one directory, and it is no layer.", KO: "망가진 블롭은 거절해요 ✓ 이 블롭은 멀쩡한데, DIR이 이미 있고 다른 것의 파일이 들어 있어요. 이제 둘이 한 디렉터리에 섞였고, 그건 레이어가 아니에요."},
	},
}
