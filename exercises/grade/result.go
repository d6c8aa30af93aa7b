package grade

import "time"

// Status is what became of a check.
type Status string

// A check has one of four outcomes.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"    // the answer's fault
	Skipped Status = "skipped" // an earlier exercise comes first
	Env     Status = "env"     // this machine cannot run it, which is not the answer's fault
)

// Finding is what a Grade function saw.
type Finding struct {
	Status   Status
	ID       string   // of the mistake; "" for one that is not known
	Observed string   // evidence: the kernel's own line, or the program's
	Args     []string // for the texts of the mistake: %[1]s and so on
	Reason   Text     // why the machine cannot, for Env; what was seen, for Pass
	Expected Text     // for a mistake that is not known

	// Damage is set where the finding is about harm to the host itself, and says more of it than
	// "something is gone".
	Damage bool `json:",omitempty"`
}

// Passed is a right answer. What was seen may be told to the learner.
func Passed(observed string) Finding { return Finding{Status: Pass, Observed: observed} }

// PassedWith is a right answer, and a sentence about what was seen; its verbs take args.
func PassedWith(seen Text, args ...string) Finding {
	return Finding{Status: Pass, Reason: seen, Args: args}
}

// Failed is a known mistake, with the evidence.
func Failed(id, observed string, args ...string) Finding {
	return Finding{Status: Fail, ID: id, Observed: observed, Args: args}
}

// Unknown is an answer that is wrong in a way that the exercise does not know. It
// says what was seen and what would have been right, and guesses nothing.
func Unknown(observed string, expected Text) Finding {
	return Finding{Status: Fail, ID: "answer.unknown", Observed: observed, Expected: expected}
}

// Cannot is a machine that lacks what the check needs. The reason's verbs take args.
func Cannot(reason Text, args ...string) Finding {
	return Finding{Status: Env, Reason: reason, Args: args}
}

// Result is the outcome of one check, for people and programs.
type Result struct {
	Exercise Exercise
	Finding  Finding
	Ran      string // the command line that was tried
	Fence    string // what held the program in: "cgroup" or "watchdog"
	Took     time.Duration
}

// Points are those earned.
func (r Result) Points() int {
	if r.Finding.Status == Pass {
		return r.Exercise.Points
	}
	return 0
}

// Expected is what would have been right, in words.
func (r Result) Expected(lang string) string {
	if m, ok := r.Exercise.mistake(r.Finding.ID); ok && m.Expected.EN != "" {
		return m.Expected.In(lang, r.args(m.Expected)...)
	}
	return r.Finding.Expected.In(lang)
}

// Cause is what the observation means, in words; for Env why the machine cannot.
func (r Result) Cause(lang string) string {
	if r.Finding.Status != Fail {
		return r.Finding.Reason.In(lang, r.args(r.Finding.Reason)...)
	}
	if m, ok := r.Exercise.mistake(r.Finding.ID); ok {
		return m.So.In(lang, r.args(m.So)...)
	}
	return ""
}

// args are the finding's, as many as the text has verbs for: a text need not use them.
func (r Result) args(t Text) []any {
	var args []any
	for _, a := range r.Finding.Args[:min(len(r.Finding.Args), verbs(t.EN))] {
		args = append(args, a)
	}
	return args
}

// verbs counts those of a format; "%%" is none, and an index such as %[2]s asks for that many.
func verbs(format string) int {
	count, most := 0, 0
	for i := 0; i+1 < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		switch c := format[i]; {
		case c == '[' && i+1 < len(format):
			most = max(most, int(format[i+1]-'0'))
		case c != '%':
			count++
		}
	}
	return max(count, most)
}

// JSON is the form of a result for programs.
type JSON struct {
	ID         string   `json:"id"`
	Status     Status   `json:"status"`
	Title      string   `json:"title"`
	Ran        string   `json:"ran,omitempty"`
	Observed   string   `json:"observed,omitempty"`
	Expected   string   `json:"expected,omitempty"`
	Cause      string   `json:"cause,omitempty"`
	MessageID  string   `json:"message_id,omitempty"`
	DependsOn  []string `json:"depends_on"`
	Points     int      `json:"points"`
	MaxPoints  int      `json:"max_points"`
	DurationMS int64    `json:"duration_ms"`
	Fence      string   `json:"fence,omitempty"`
}

// JSON returns the result with its texts in one language.
func (r Result) JSON(lang string) JSON {
	return JSON{
		ID: r.Exercise.ID, Status: r.Finding.Status, Title: r.Exercise.Title.In(lang), Ran: r.Ran,
		Observed: r.Finding.Observed, Expected: r.Expected(lang), Cause: r.Cause(lang), MessageID: r.Finding.ID,
		DependsOn: append([]string{}, r.Exercise.Needs...), Points: r.Points(), MaxPoints: r.Exercise.Points,
		DurationMS: r.Took.Milliseconds(), Fence: r.Fence,
	}
}
