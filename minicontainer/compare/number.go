package compare

import (
	"fmt"
	"math"
)

// Duration writes seconds with the unit in which people read them, in three digits or two.
func Duration(seconds float64) string {
	size, name := unitOf(seconds)
	return short(seconds/size) + " " + name
}

// span writes two durations in the unit of the longer one.
func span(shortest, longest float64) string {
	size, name := unitOf(longest)
	return short(shortest/size) + "–" + short(longest/size) + " " + name
}

func unitOf(seconds float64) (size float64, name string) {
	switch {
	case seconds >= 0.9995:
		return 1, "s"
	case seconds >= 0.9995e-3:
		return 1e-3, "ms"
	}
	return 1e-6, "µs"
}

// Size writes bytes in MiB, or in KiB what is smaller.
func Size(bytes float64) string {
	switch {
	case bytes == 0:
		return "0"
	case math.Abs(bytes) < 1<<20:
		return short(bytes/(1<<10)) + " KiB"
	case math.Abs(bytes) < 1000<<20:
		return short(bytes/(1<<20)) + " MiB"
	}
	return short(bytes/(1<<30)) + " GiB"
}

// Times writes a ratio.
func Times(ratio float64) string { return short(ratio) + "×" }

// short has two digits at least, and three before the point at most where there are more.
func short(x float64) string {
	switch {
	case math.Abs(x) >= 99.95:
		return fmt.Sprintf("%.0f", x)
	case math.Abs(x) >= 9.995:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
