//go:build linux

// Predictions: questions with a few choices each, whose key is measured while it is judged.

package grade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Question is one line of answer.txt, NAME = CHOICE.
type Question struct {
	Name    string
	Choices []string
}

// Ask is a Question.
func Ask(name string, choices ...string) Question { return Question{Name: name, Choices: choices} }

// Prediction is the questions of a predict exercise. Its mistakes have the ids IDs.form, IDs.word,
// IDs.unanswered and, for a wrong answer, IDs.NAME with the given word and the key as arguments.
type Prediction struct {
	IDs       string
	Questions []Question
}

// Key finds out the key of a question; evidence is what was seen.
type Key func(name string) (key, evidence string)

// Judge measures each question, and tells the first wrong prediction. start is called when the
// answers can be compared.
func (p Prediction) Judge(s Submission, start func() Key) Finding {
	given, f := p.read(s)
	if f.Status != "" {
		return f
	}
	return p.compare(given, start())
}

// Recorded is Judge where nothing can be run: by keys that were measured on another machine. The
// proof compares them with what is measured.
func (p Prediction) Recorded(keys map[string]string) func(Submission) Finding {
	return func(s Submission) Finding {
		return p.Judge(s, func() Key {
			return func(name string) (string, string) { return keys[name], "recorded on Linux 6.18: " + keys[name] }
		})
	}
}

// read takes the answers; the finding has a Status if they cannot be compared.
func (p Prediction) read(s Submission) (map[string]string, Finding) {
	given, err := Words(string(s["answer.txt"]))
	if err != nil {
		return nil, Failed(p.IDs+".form", err.Error())
	}
	if strange := p.strangeLine(given); strange != "" {
		return nil, Failed(p.IDs+".word", strange)
	}
	if open := p.unanswered(given); len(open) > 0 {
		return nil, Failed(p.IDs+".unanswered", "no answer to: "+strings.Join(open, ", "))
	}
	return given, Finding{}
}

// strangeLine is the first line with a question that is not asked or a word that is none of its
// choices; a question mark is a question still open.
func (p Prediction) strangeLine(given map[string]string) string {
	var strange []string
	for name, word := range given {
		i := slices.IndexFunc(p.Questions, func(q Question) bool { return q.Name == name })
		if i < 0 || word != "?" && word != "" && !slices.Contains(p.Questions[i].Choices, word) {
			strange = append(strange, name+" = "+word)
		}
	}
	slices.Sort(strange)
	return strings.Join(strange[:min(len(strange), 1)], "")
}

func (p Prediction) unanswered(given map[string]string) []string {
	var open []string
	for _, q := range p.Questions {
		if word := given[q.Name]; word == "" || word == "?" {
			open = append(open, q.Name)
		}
	}
	return open
}

func (p Prediction) compare(given map[string]string, measure Key) Finding {
	right := 0
	var first Finding
	for _, q := range p.Questions {
		key, evidence := measure(q.Name)
		switch {
		case !slices.Contains(q.Choices, key):
			panic(fmt.Sprintf("%s cannot be measured: %s", q.Name, evidence)) // of the bench: no verdict
		case given[q.Name] == key:
			right++
		case first.ID == "":
			first = Failed(p.IDs+"."+q.Name, evidence, given[q.Name], key)
		}
	}
	if first.ID == "" {
		return PassedWith(Text{
			EN: "all %[1]s were tried, and each went as you said",
			KO: "%[1]s가지를 모두 해 봤고, 모두 답한 대로였어요",
		}, strconv.Itoa(right))
	}
	first.Observed += fmt.Sprintf("\nright so far: %d of %d", right, len(p.Questions))
	return first
}
