//go:build !amd64

package seccomp

import "errors"

func call32(uint32) int { return fail(errors.New("only amd64 has int 0x80")) }
