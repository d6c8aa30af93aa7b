//go:build !linux || !amd64

package machine

import (
	"context"
	"io"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// Twelve is for amd64 processors.
func Twelve(context.Context) (Run, error) { return Run{}, kvm.ErrArchitecture }

// Explain is for amd64 processors.
func Explain() []plan.Step { return nil }

// Boot is for amd64 processors.
func (l Linux) Boot(context.Context, io.Reader, io.Writer) (Exits, error) {
	return newExits(), kvm.ErrArchitecture
}
