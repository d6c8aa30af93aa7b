//go:build linux

package course

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Check checks exercises in their order. Each outcome is remembered and handed to tell as
// soon as it is there, with the ids that have to wait for it, so that after an error what
// came before it is kept. An exercise whose need has not passed in this or an earlier
// check is skipped. state is the runtime's state directory.
func (p Place) Check(ctx context.Context, state string, list []grade.Exercise, tell func(grade.Result, []string)) error {
	for _, x := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		known, err := p.Progress()
		if err != nil {
			return err
		}
		r, err := p.checkOne(ctx, state, x, known)
		if err != nil {
			return err
		}
		if err := p.Update(x.ID, func(record *Record) { record.outcome(r.Finding.Status) }); err != nil {
			return err
		}
		tell(r, waiting(x, list))
	}
	return nil
}

// outcome remembers how a check ended. That this machine cannot check says nothing of
// the answer: what root's check has found stays when an ordinary user's cannot be made.
func (r *Record) outcome(s grade.Status) {
	if s != grade.Env || r.Last != grade.Pass {
		r.Last = s
	}
}

func (p Place) checkOne(ctx context.Context, state string, x grade.Exercise, known Progress) (grade.Result, error) {
	var lacking []string
	for _, need := range x.Needs {
		if known[need].Last != grade.Pass {
			lacking = append(lacking, need)
		}
	}
	if len(lacking) > 0 {
		reason := strings.Join(lacking, ", ")
		return grade.Result{Exercise: x, Finding: grade.Finding{Status: grade.Skipped, Reason: grade.Text{
			EN: fmt.Sprintf("it builds on %s, which has to pass first", reason),
			KO: fmt.Sprintf("%s 위에 쌓는 문제라서, 그것부터 통과해야 해요", reason),
		}}}, nil
	}
	answer, err := grade.ReadSubmission(x, p.Folder(x))
	if err != nil {
		return grade.Result{}, err
	}
	return grade.Check(ctx, grade.Place{Module: p.Root, State: state}, x, answer)
}

// waiting are the exercises of the list that need x.
func waiting(x grade.Exercise, list []grade.Exercise) []string {
	var ids []string
	for _, other := range list {
		if slices.Contains(other.Needs, x.ID) {
			ids = append(ids, other.ID)
		}
	}
	return ids
}
