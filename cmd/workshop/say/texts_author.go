package say

// authorTexts belong to workshop new.
var authorTexts = map[string]Text{
	"author.short":          {"for authors: begin a lesson or an exercise", "저자용: 레슨이나 연습 문제 시작하기"},
	"author.lesson-short":   {"make the skeleton of a lesson", "레슨의 뼈대 만들기"},
	"author.exercise-short": {"make the skeleton of an exercise", "연습 문제의 뼈대 만들기"},
	"author.stub-short":     {"take the folders of exercises as they are for what learners get", "연습 문제 폴더의 지금 내용을 학습자가 받을 처음 상태로 정하기"},
	"author.made":           {"made %s", "만들었어요: %s"},
	"author.stub":           {"%s: the folder is what learners get now", "%s: 이제 폴더의 지금 내용을 학습자가 받아요"},
	"author.next": {
		"Fill in what stands between « and ». `%[1]s verify` tells what is missing, docs/authoring.md how it is done.",
		"«와 » 사이를 채우세요. 무엇이 빠졌는지는 `%[1]s verify`가, 어떻게 쓰는지는 docs/authoring.ko.md가 알려 줘요.",
	},
}
