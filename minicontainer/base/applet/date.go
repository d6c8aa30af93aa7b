package applet

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

var dateCommand = command{
	name: "date", usage: "[-uR] [-d TIME | -r FILE | -s TIME] [+FORMAT]", short: "print or set the time",
	options: "uRd:r:s:I::", long: "utc=u date=d set=s reference=r iso-8601=I rfc-email=R", run: runDate,
}

func runDate(c *call) error {
	zone := time.Local
	if c.has("u") {
		zone = time.UTC
	}
	when, err := c.dateAsked(time.Now().In(zone), zone)
	if err != nil {
		return err
	}
	format := "%a %b %e %H:%M:%S %Z %Y"
	switch c.last("R", "I") {
	case "R":
		format = "%a, %d %b %Y %H:%M:%S %z"
	case "I":
		precision, _ := c.value("I")
		format = isoFormat(precision)
	}
	if len(c.operands) > 0 {
		if c.operands[0] == "" || c.operands[0][0] != '+' {
			return usagef("a format begins with +: %s", c.operands[0])
		}
		format = c.operands[0][1:]
	}
	c.printf("%s\n", strftime(format, when))
	return nil
}

func (c *call) dateAsked(now time.Time, zone *time.Location) (time.Time, error) {
	if text, ok := c.value("d"); ok {
		return parseDate(text, now, zone)
	}
	if path, ok := c.value("r"); ok {
		info, err := os.Stat(path)
		if err != nil {
			return now, err
		}
		return info.ModTime().In(zone), nil
	}
	text, ok := c.value("s")
	if !ok {
		return now, nil
	}
	when, err := parseDate(text, now, zone)
	if err != nil {
		return now, err
	}
	tv := unix.NsecToTimeval(when.UnixNano())
	if err := unix.Settimeofday(&tv); err != nil {
		return now, fmt.Errorf("set time: %w", err)
	}
	return when, nil
}

func isoFormat(precision string) string {
	switch precision {
	case "h", "hours":
		return "%Y-%m-%dT%H%z"
	case "m", "minutes":
		return "%Y-%m-%dT%H:%M%z"
	case "s", "seconds":
		return "%Y-%m-%dT%H:%M:%S%z"
	}
	return "%Y-%m-%d"
}

// strftime is the C library's, in the C locale. Source: strftime(3).
func strftime(format string, t time.Time) string {
	return expandFormat(format, func(letter byte) string {
		if layout := strftimeLayout(letter); layout != "" {
			return t.Format(layout)
		}
		return strftimeNumber(letter, t)
	})
}

// strftimeLayout is the directive in the notation of package time.
func strftimeLayout(letter byte) string {
	const letters = "aAbBcdDeFhHIjklmMpPrRSTxXyYzZ"
	layouts := [...]string{"Mon", "Monday", "Jan", "January", "Mon Jan _2 15:04:05 2006", "02", "01/02/06", "_2", "2006-01-02", "Jan",
		"15", "03", "002", "", "", "01", "04", "PM", "pm", "03:04:05 PM", "15:04", "05", "15:04:05", "01/02/06", "15:04:05", "06", "2006", "-0700", "MST"}
	for i := range layouts {
		if letters[i] == letter {
			return layouts[i]
		}
	}
	return ""
}

func strftimeNumber(letter byte, t time.Time) string {
	year, week := t.ISOWeek()
	switch letter {
	case 's':
		return fmt.Sprint(t.Unix())
	case 'N':
		return fmt.Sprintf("%09d", t.Nanosecond())
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'C':
		return fmt.Sprintf("%02d", t.Year()/100)
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1)
	case 'u':
		return fmt.Sprint((int(t.Weekday())+6)%7 + 1)
	case 'w':
		return fmt.Sprint(int(t.Weekday()))
	case 'U':
		return fmt.Sprintf("%02d", (t.YearDay()+6-int(t.Weekday()))/7)
	case 'W':
		return fmt.Sprintf("%02d", (t.YearDay()+6-(int(t.Weekday())+6)%7)/7)
	case 'V':
		return fmt.Sprintf("%02d", week)
	case 'G':
		return fmt.Sprint(year)
	}
	return "%" + string(letter)
}
