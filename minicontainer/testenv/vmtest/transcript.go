// What the guest's tests say, told again by tests outside.
//
// A test binary prints a line when a test begins and one with its result when it has ended. With
// -test.v=test2json there is a control byte before each, so that they are known from what
// tests print, and results are not held back until the outermost test has ended:
//
//	^V=== RUN   TestA
//	^V=== RUN   TestA/b
//	    file.go:12: needs net: no bridge
//	^V--- SKIP: TestA/b (0.00s)
//	^V=== NAME  TestA
//	^V--- PASS: TestA (0.00s)
//	^VPASS
//
// Source: testing/testing.go of Go, indenter and chattyPrinter.

package vmtest

import (
	"regexp"
	"strings"
	"testing"
)

// result is one test of the guest's that has ended.
type result struct {
	name, status, took string // status is PASS, FAIL or SKIP
	said               string
	subs               []result
}

// transcript is a writer that understands a guest's output. tell gets each test when it has
// ended, with its subtests.
type transcript struct {
	tell func(result)
	now  string              // the test that speaks, or ""
	said map[string][]string // what each has printed
	subs []result            // those that have ended, of a test that has not
	line string              // one that is not complete
}

func newTranscript(tell func(result)) *transcript {
	return &transcript{tell: tell, said: map[string][]string{}}
}

// Write takes output as it comes.
func (s *transcript) Write(p []byte) (int, error) {
	lines := strings.Split(s.line+string(p), "\n")
	s.line = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		s.hear(line)
	}
	return len(p), nil
}

const control = "\x16"

var (
	speakLine  = regexp.MustCompile(`^=== (?:RUN|CONT|NAME|PAUSE)\s+(\S*)$`)
	resultLine = regexp.MustCompile(`^--- (PASS|FAIL|SKIP): (\S+) \((.*)\)$`)
)

// hear takes one line. What stands before the control byte is output without an end of line.
func (s *transcript) hear(line string) {
	before, event, isEvent := strings.Cut(line, control)
	if strings.TrimSpace(before) != "" {
		s.said[s.now] = append(s.said[s.now], before)
	}
	if speaks := speakLine.FindStringSubmatch(event); isEvent && speaks != nil {
		s.now = speaks[1]
	}
	if ended := resultLine.FindStringSubmatch(event); isEvent && ended != nil {
		s.end(result{status: ended[1], name: ended[2], took: ended[3], said: s.take(ended[2])})
	}
}

func (s *transcript) end(r result) {
	s.now = ""
	if strings.Contains(r.name, "/") {
		s.subs = append(s.subs, r)
		return
	}
	// Of several that run at once, each takes its own.
	var others []result
	for _, sub := range s.subs {
		if strings.HasPrefix(sub.name, r.name+"/") {
			r.subs = append(r.subs, sub)
		} else {
			others = append(others, sub)
		}
	}
	s.subs = others
	s.tell(r)
}

func (s *transcript) take(test string) string {
	text := strings.TrimSpace(strings.Join(s.said[test], "\n"))
	delete(s.said, test)
	return text
}

// rest returns what belongs to no test that has ended: an audit's list, or a panic.
func (s *transcript) rest() string {
	s.hear(s.line)
	var texts []string
	for test := range s.said {
		if text := s.take(test); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

// retell makes a subtest of t of a test in the guest.
func retell(t *testing.T, told result) {
	t.Run(told.name, func(t *testing.T) {
		for _, sub := range told.subs {
			t.Run(strings.TrimPrefix(sub.name, told.name+"/"), func(t *testing.T) { conclude(t, sub) })
		}
		conclude(t, told)
	})
}

// conclude gives a test the output and the result of the guest's.
func conclude(t *testing.T, told result) {
	said := strings.TrimSuffix("in the guest, "+told.took+": "+told.said, ": ")
	switch {
	case told.status == "SKIP":
		t.Skip(said)
	case told.status == "FAIL" && (told.said != "" || !t.Failed()): // not by its subtests alone
		t.Error(said)
	default:
		t.Log(said)
	}
}
