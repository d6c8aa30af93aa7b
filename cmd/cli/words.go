//go:build linux

// How times, names and texts are shown in lists.

package cli

import (
	"fmt"
	"strconv"
	"time"
)

// printable quotes a name that holds what would move the cursor.
func printable(s string) string {
	if quoted := strconv.Quote(s); quoted[1:len(quoted)-1] != s {
		return quoted
	}
	return s
}

// shorten cuts s to n characters, the last of them an ellipsis.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

// duration is a length of time in the roughness in which Docker tells it.
func duration(d time.Duration) string {
	const day, week, month, year = 24, 7 * 24, 30 * 24, 365 * 24
	seconds, minutes, hours := int(d.Seconds()), int(d.Minutes()), int(d.Round(time.Hour).Hours())
	switch {
	case seconds < 1:
		return "Less than a second"
	case seconds == 1:
		return "1 second"
	case seconds < 60:
		return fmt.Sprintf("%d seconds", seconds)
	case minutes == 1:
		return "About a minute"
	case minutes < 60:
		return fmt.Sprintf("%d minutes", minutes)
	case hours == 1:
		return "About an hour"
	case hours < 2*day:
		return fmt.Sprintf("%d hours", hours)
	case hours < 2*week:
		return fmt.Sprintf("%d days", hours/day)
	case hours < 2*month:
		return fmt.Sprintf("%d weeks", hours/week)
	case hours < 2*year:
		return fmt.Sprintf("%d months", hours/month)
	}
	return fmt.Sprintf("%d years", hours/year)
}
