//go:build linux

// Diagnoses: several things of a scene, each with another fault, and a word to be given for each.

package grade

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Cause is a word of answer.txt: what is wrong with a thing.
type Cause string

// Diagnosis is the things of a diagnose exercise. Its mistakes have the ids IDs.form, IDs.word, IDs.no-such-Thing,
// IDs.unanswered and, for a wrong word, IDs.CAUSE with the thing's name and the given word as arguments.
//
// A thing's name says, to who can read it, what is wrong with the thing: that way every learner has
// names of their own, and the judge, who gets nothing but answer.txt, can make the same thing again.
//
//	app-4f2c ── sha256 ──▶ byte 0: must be 0, so that a slip of the pen is no name
//	                       byte 1: which cause
type Diagnosis struct {
	IDs    string
	Thing  string  // "program"
	Prefix string  // of the names: "app-"
	Suffix string  // of the files of that name: ".txt"
	Causes []Cause // those that a thing of the scene can have
	Never  Cause   // a further word that may be given, and that is never right
	Passed Text    // the evidence when all words are right
}

// Measured is what is found out about a thing; Cause is "" if it cannot be told.
type Measured struct {
	Cause    Cause
	Evidence string
}

// Judge has each thing measured, and tells the first wrong word, in the order of Causes.
func (d Diagnosis) Judge(s Submission, measure func(name string, c Cause) (Measured, error)) Finding {
	given, kinds, f := d.read(s)
	if f.Status != "" {
		return f
	}
	right := 0
	var first Finding
	for _, c := range d.Causes {
		name := kinds[c]
		m, err := measure(name, c)
		must(err)
		switch {
		case m.Cause == "":
			must(fmt.Errorf("%s: the cause cannot be told: %s", name, m.Evidence))
		case Cause(given[name]) == m.Cause:
			right++
		case first.ID == "":
			first = Failed(d.IDs+"."+string(m.Cause), m.Evidence, name, given[name])
		}
	}
	if first.ID == "" {
		return PassedWith(d.Passed)
	}
	first.Observed += fmt.Sprintf("\nright so far: %d of %d", right, len(d.Causes))
	return first
}

// Recorded is Judge where nothing can be run: a scene says by its names what was put into it.
func (d Diagnosis) Recorded(s Submission) Finding {
	return d.Judge(s, func(name string, c Cause) (Measured, error) {
		return Measured{c, name + " was made as: " + string(c)}, nil
	})
}

// read takes the answers, and the name of each kind of thing; the finding has a Status if they
// cannot be compared.
func (d Diagnosis) read(s Submission) (given map[string]string, kinds map[Cause]string, f Finding) {
	words, err := Words(string(s["answer.txt"]))
	if err != nil {
		return nil, nil, Failed(d.IDs+".form", err.Error())
	}
	given = map[string]string{}
	for name, word := range words {
		// scene/app-4f2c is as good
		given[strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), d.Suffix)] = word
	}
	kinds = map[Cause]string{}
	for _, name := range sortedKeys(given) {
		word := Cause(given[name])
		if !slices.Contains(d.Causes, word) && word != d.Never {
			return nil, nil, Failed(d.IDs+".word", fmt.Sprintf("%s = %s", name, word))
		}
		c, ok := d.causeOf(name)
		if !ok {
			return nil, nil, Failed(d.IDs+".no-such-"+d.Thing, fmt.Sprintf("%s = %s", name, word), name)
		}
		kinds[c] = name
	}
	if len(kinds) < len(d.Causes) {
		return nil, nil, Failed(d.IDs+".unanswered", fmt.Sprintf("answers for %d of %d %ss", len(kinds), len(d.Causes), d.Thing))
	}
	return given, kinds, Finding{}
}

func sortedKeys(given map[string]string) []string {
	var names []string
	for name := range given {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// causeOf is the cause that belongs to a name; false for a name that no scene has.
func (d Diagnosis) causeOf(name string) (Cause, bool) {
	var digits [2]byte
	if n, err := fmt.Sscanf(name, d.Prefix+"%02x%02x", &digits[0], &digits[1]); n != 2 || err != nil || len(name) != len(d.Prefix)+4 {
		return "", false
	}
	sum := sha256.Sum256([]byte(name))
	return d.Causes[int(sum[1])%len(d.Causes)], sum[0] == 0
}

// Draw chooses a random name for each cause.
func (d Diagnosis) Draw() (map[Cause]string, error) {
	names := map[Cause]string{}
	for len(names) < len(d.Causes) {
		digits := make([]byte, 2)
		if _, err := rand.Read(digits); err != nil {
			return nil, fmt.Errorf("draw names: %w", err)
		}
		name := d.Prefix + hex.EncodeToString(digits)
		if c, ok := d.causeOf(name); ok && names[c] == "" {
			names[c] = name
		}
	}
	return names, nil
}
