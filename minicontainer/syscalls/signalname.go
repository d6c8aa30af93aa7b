package syscalls

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The first and the last real-time signal that programs can use. The kernel's begin at 32; C libraries keep the first two
// for themselves: signal(7).
const (
	firstRealTime = 34
	lastSignal    = 64
)

// ParseSignal reads a signal as Docker does: TERM, SIGTERM, term, 15, SIGRTMIN+3, RTMAX-1. It returns 0 for what is none.
func ParseSignal(text string) unix.Signal {
	if n, err := strconv.Atoi(text); err == nil {
		return among(n, 1)
	}
	name := strings.TrimPrefix(strings.ToUpper(text), "SIG")
	if offset, ok := strings.CutPrefix(name, "RTMIN"); ok {
		return realTime(firstRealTime, offset, "+")
	}
	if offset, ok := strings.CutPrefix(name, "RTMAX"); ok {
		return realTime(lastSignal, offset, "-")
	}
	return unix.SignalNum("SIG" + name)
}

// realTime is so many signals after one, or before it.
func realTime(from int, offset, sign string) unix.Signal {
	if offset == "" {
		return unix.Signal(from)
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(offset, sign), 10, 8)
	switch {
	case err != nil || !strings.HasPrefix(offset, sign):
		return 0
	case sign == "-":
		return among(from-int(n), firstRealTime)
	}
	return among(from+int(n), firstRealTime)
}

func among(n, first int) unix.Signal {
	if n < first || n > lastSignal {
		return 0
	}
	return unix.Signal(n)
}
