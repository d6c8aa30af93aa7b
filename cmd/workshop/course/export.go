//go:build linux

// Progress as one line of text.
//
//	mc1.<base64url(deflate(JSON))>.<first 12 hex digits of the SHA-256 of the middle>
//
// It holds the answers that differ from the stubs, the hints read and the language; no
// verdict: whoever imports it is graded again, so a line cannot claim a point. The checksum
// finds a line that was cut off in a chat window.

package course

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// LongestLine is the number of bytes that terminals and chat windows take well; a longer
// line is better carried as a file.
const LongestLine = 8 << 10

// Saved is what a line holds.
type Saved struct {
	Lang    string                      `json:"lang,omitempty"`
	Hints   map[string]int              `json:"hints,omitempty"`
	GaveUp  []string                    `json:"gaveUp,omitempty"`
	Answers map[string]grade.Submission `json:"answers,omitempty"` // by the exercise's id
}

const lineForm = "mc1"

// Export writes the line.
func (p Place) Export(lang string) (string, error) {
	known, err := p.Progress()
	if err != nil {
		return "", err
	}
	s := Saved{Lang: lang, Hints: map[string]int{}, Answers: map[string]grade.Submission{}}
	for _, x := range grade.All() {
		changed, err := p.Changed(x)
		if err != nil {
			return "", err
		}
		if len(changed) > 0 {
			s.Answers[x.ID] = changed
		}
		if n := known[x.ID].Hints; n > 0 {
			s.Hints[x.ID] = n
		}
		if known[x.ID].GaveUp {
			s.GaveUp = append(s.GaveUp, x.ID)
		}
	}
	return s.line()
}

func (s Saved) line() (string, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("export progress: %w", err)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", fmt.Errorf("export progress: %w", err)
	}
	middle := base64.RawURLEncoding.EncodeToString(packed.Bytes())
	return lineForm + "." + middle + "." + checksum(middle), nil
}

func checksum(middle string) string {
	sum := sha256.Sum256([]byte(middle))
	return hex.EncodeToString(sum[:6])
}

// largestSaved bounds what a line may unpack to: it comes from outside.
const largestSaved = 4 << 20

// IsLine tells a line, whole or not, from the name of a file.
func IsLine(text string) bool { return strings.HasPrefix(text, lineForm+".") }

// ReadLine reads a line that Export wrote. Spaces and line ends that a chat window has
// put in do no harm.
func ReadLine(line string) (Saved, error) {
	line = strings.Join(strings.Fields(line), "")
	parts := strings.Split(line, ".")
	if IsLine(line) && len(parts) != 3 {
		return Saved{}, errors.New("import progress: the line is damaged: a part of it is missing; copy it once more, whole")
	}
	if len(parts) != 3 || parts[0] != lineForm {
		return Saved{}, fmt.Errorf("import progress: this is no line of `workshop progress export` (%s.….…)", lineForm)
	}
	if checksum(parts[1]) != parts[2] {
		return Saved{}, errors.New("import progress: the line is damaged: its checksum differs; copy it once more, whole")
	}
	packed, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Saved{}, fmt.Errorf("import progress: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), largestSaved))
	if err != nil {
		return Saved{}, fmt.Errorf("import progress: %w", err)
	}
	var s Saved
	if err := json.Unmarshal(text, &s); err != nil {
		return Saved{}, fmt.Errorf("import progress: %w", err)
	}
	return s, s.check()
}

// check refuses answers to what this course does not have: a line comes from outside, and the
// names in them become paths.
func (s Saved) check() error {
	for id, answer := range s.Answers {
		x, ok := grade.Find(id)
		if !ok {
			return fmt.Errorf("import progress: there is no exercise %q in this version of the course", id)
		}
		for name := range answer {
			if name != filepath.Base(name) || !x.IsAnswer(name) {
				return fmt.Errorf("import progress: %q is no answer file of %s", name, id)
			}
		}
	}
	return nil
}

// Import puts the saved answers into the place and returns the exercises they belong to, which
// count as not checked. What the learner has there already is kept first, if it differs; kept are
// those folders. After an error the exercises returned have their answers.
func (p Place) Import(s Saved) (restored []grade.Exercise, kept []string, err error) {
	for _, x := range grade.All() {
		answer, ok := s.Answers[x.ID]
		if !ok {
			continue
		}
		folder, err := p.restore(x, answer)
		if err != nil {
			return restored, kept, fmt.Errorf("import progress: %w", err)
		}
		if folder != "" {
			kept = append(kept, folder)
		}
		restored = append(restored, x)
	}
	return restored, kept, p.rememberSaved(s)
}

func (p Place) restore(x grade.Exercise, answer grade.Submission) (kept string, err error) {
	present, err := p.Changed(x)
	if err != nil {
		return "", err
	}
	for name, text := range present {
		if !bytes.Equal(text, answer[name]) {
			kept, err = p.keep(x, present)
			break
		}
	}
	if err != nil {
		return "", err
	}
	return kept, p.replace(x, present, answer)
}

func (p Place) rememberSaved(s Saved) error {
	return p.change(func(known Progress) {
		for _, x := range grade.All() {
			r := known[x.ID]
			r.Hints = max(r.Hints, min(s.Hints[x.ID], len(x.Hints)))
			r.GaveUp = r.GaveUp || slices.Contains(s.GaveUp, x.ID)
			if _, restored := s.Answers[x.ID]; restored {
				r.Last = ""
			}
			known[x.ID] = r
			if r == (Record{}) { // nothing to remember
				delete(known, x.ID)
			}
		}
	})
}
