package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// interruptible is the command's context, which ends with Ctrl-C, a polite kill or a closed
// terminal: what was begun (a fake host, a control group, a temporary directory) is then taken
// down in order. A program started by nohup(1) ignores a closed terminal, and goes on to.
func interruptible(cmd *cobra.Command) (ctx context.Context, stop func()) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signal.NotifyContext(cmd.Context(), signals...)
}
