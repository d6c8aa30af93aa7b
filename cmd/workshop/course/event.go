//go:build linux

package course

import (
	"encoding/binary"
	"strings"

	"golang.org/x/sys/unix"
)

// event is one of inotify's: which watch, and the name of the file in it.
type event struct {
	watch int32
	name  string
}

// parseEvents reads the records that inotify writes one after the other: a head of
// fixed size, the last field of which is the length of the name that follows, filled up with NUL.
func parseEvents(buf []byte) []event {
	var events []event
	for len(buf) >= unix.SizeofInotifyEvent {
		length := int(binary.NativeEndian.Uint32(buf[12:16]))
		end := unix.SizeofInotifyEvent + length
		if end > len(buf) {
			break
		}
		name := strings.TrimRight(string(buf[unix.SizeofInotifyEvent:end]), "\x00")
		events = append(events, event{int32(binary.NativeEndian.Uint32(buf[0:4])), name})
		buf = buf[end:]
	}
	return events
}
