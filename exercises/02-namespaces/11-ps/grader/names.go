//go:build linux

package grader

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A container's name says, to who can read it, what is wrong with the container: that way every
// learner has names of their own, and the judge, who gets nothing but answer.txt,
// can make the same container again.
//
//	box-4f2c ── sha256 ──▶ byte 0: must be 0, so that a slip of the pen is no name
//	                       byte 1: which cause

// causeOf is the cause that belongs to a name; false for a name that no scene has.
func causeOf(name string) (cause, bool) {
	var digits [2]byte
	if n, err := fmt.Sscanf(name, "box-%02x%02x", &digits[0], &digits[1]); n != 2 || err != nil || len(name) != len("box-0000") {
		return "", false
	}
	sum := sha256.Sum256([]byte(name))
	return causes[int(sum[1])%len(causes)], sum[0] == 0
}

// draw chooses a random name for each cause.
func draw() (map[cause]string, error) {
	names := map[cause]string{}
	for len(names) < len(causes) {
		digits := make([]byte, 2)
		if _, err := rand.Read(digits); err != nil {
			return nil, fmt.Errorf("draw names: %w", err)
		}
		name := "box-" + hex.EncodeToString(digits)
		if c, ok := causeOf(name); ok && names[c] == "" {
			names[c] = name
		}
	}
	return names, nil
}
