package applet

import (
	"os"
	"os/signal"
)

// notify has signals sent to a channel from now on.
//
// [Main] put the kernel's default actions back behind the runtime's back, and
// the runtime, which believes its handler is still there, would not install it
// again. Ignoring the signal first makes it forget that.
func notify(signals ...os.Signal) <-chan os.Signal {
	caught := make(chan os.Signal, 1)
	signal.Ignore(signals...)
	signal.Notify(caught, signals...)
	return caught
}

// ignore has signals do nothing, here and, since exec keeps that, in the
// program that takes our place.
func ignore(signals ...os.Signal) { signal.Ignore(signals...) }
