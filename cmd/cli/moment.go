//go:build linux

// Moments as people write them: --since, --until.

package cli

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrNoMoment is the cause when a text is not a moment.
var ErrNoMoment = errors.New("it is a date (2006-01-02T15:04:05), seconds since 1970, or how long ago (10m, 1h30m)")

// forms are those of a date, with a zone and without one.
var forms = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02",
}

// readMoment reads a date with as much of a time as one likes (without a zone, it is the caller's), a number of seconds since
// 1970, or a length of time before now. Source: docker-logs(1), --since.
func readMoment(text string, now time.Time) (time.Time, error) {
	for _, form := range forms {
		if t, err := time.ParseInLocation(form, text, now.Location()); err == nil {
			return t, nil
		}
	}
	if ago, err := time.ParseDuration(text); err == nil {
		return now.Add(-ago), nil
	}
	whole, part, _ := strings.Cut(text, ".")
	const digits = 9 // of nanoseconds
	seconds, err := strconv.ParseInt(whole, 10, 64)
	nanoseconds, partErr := strconv.ParseUint((part + strings.Repeat("0", digits))[:digits], 10, 64)
	if err != nil || partErr != nil || len(part) > digits {
		return time.Time{}, ErrNoMoment
	}
	return time.Unix(seconds, int64(nanoseconds)), nil //nolint:gosec // of nine digits
}
