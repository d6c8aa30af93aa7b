//go:build linux

package grade

import (
	"encoding/json"
	"fmt"
	"os"
)

// talk is the pair of pipes between the workshop and the judge: the order goes in, the
// verdict comes out, and the standard streams stay free.
type talk struct {
	order, answer           *os.File // the judge's ends
	orderWriter, answerRead *os.File // ours
}

func newTalk(j job) (*talk, error) {
	text, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	t := &talk{}
	if t.order, t.orderWriter, err = os.Pipe(); err != nil {
		return nil, fmt.Errorf("talk to judge: %w", err)
	}
	if t.answerRead, t.answer, err = os.Pipe(); err != nil {
		t.close()
		return nil, fmt.Errorf("talk to judge: %w", err)
	}
	go func() {
		t.orderWriter.Write(text) //nolint:errcheck // a judge that is gone is told by its end
		t.orderWriter.Close()
	}()
	return t, nil
}

// listen waits for the verdict, or for the judge's end. Our copies of the judge's ends are
// closed first: as long as they are open there is no end of file.
func (t *talk) listen() (v verdict, err error) {
	t.order.Close()
	t.answer.Close()
	if err := json.NewDecoder(t.answerRead).Decode(&v); err != nil {
		return v, fmt.Errorf("read verdict: %w", err)
	}
	return v, nil
}

func (t *talk) close() {
	for _, f := range []*os.File{t.order, t.answer, t.orderWriter, t.answerRead} {
		if f != nil {
			f.Close()
		}
	}
}
