package applet

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dateLayouts are the forms -d and -s understand, in the notation of package
// time. A form without a date means today.
func dateLayouts() []string {
	return []string{
		"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006-01-02T15:04:05",
		"2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05-07:00",
		"2006.01.02-15:04:05", "2006.01.02-15:04", "200601021504.05", "200601021504", "20060102",
		"Mon Jan _2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 2006", "02 Jan 2006 15:04:05",
	}
}

// parseDate reads a date in one of the layouts, @SECONDS since 1970, or the
// words now and today.
func parseDate(text string, now time.Time, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "now" || text == "today" {
		return now, nil
	}
	if digits, ok := strings.CutPrefix(text, "@"); ok {
		seconds, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return now, fmt.Errorf("parse date %q: invalid number", text)
		}
		whole := int64(seconds)
		return time.Unix(whole, int64((seconds-float64(whole))*1e9)).In(zone), nil
	}
	for _, layout := range dateLayouts() {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone), nil
		}
	}
	return now, fmt.Errorf("parse date %q: unknown form", text)
}

// stampWords completes touch -t's [[CC]YY]MMDDhhmm[.ss] to a form of the table.
func stampWords(stamp string) string {
	digits, _, _ := strings.Cut(stamp, ".")
	switch len(digits) {
	case 8:
		return strconv.Itoa(time.Now().Year()) + stamp
	case 10:
		if stamp < "69" {
			return "20" + stamp
		}
		return "19" + stamp
	}
	return stamp
}
