// Package grade checks the answers to exercises.
//
// An exercise is a value (exercise.go) with a Grade function, which is handed a
// bench (bench.go): a fake host with the learner's built program in it, and the
// means to look at it from outside. The function returns a finding: passed, or
// which mistake of the exercise's list it saw and the evidence.
//
//	Check (check.go), in the workshop                   RunIfJudge (judge.go), the judge
//	  │ borrowed.go: what does the answer import?           │
//	  │ build.go: compile, never run                        │
//	  │ start the judge: a new user namespace               │
//	  ├────────────────────────────────────────────────────▶│ fakehost.New
//	  │        job: the exercise, the answer's files        │ exercise.Grade(bench)
//	  │◀────────────────────────────────────────────────────┤ damage.go: what is gone?
//	  │        finding                                      ▼
//	  ▼                                                  gone, and the fake host with it
//	result.go: one of pass, fail, skipped, env
//
// The answer is never linked into the grader and never runs outside the fake host, so
// an answer that ends the process, lies or destroys things earns nothing and hurts
// nobody.
package grade
