//go:build linux

// --log-driver and --log-opt: what is kept of what a container prints.

package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// jsonFile is the driver that there is.
const jsonFile = "json-file"

// logDriver are the flags.
type logDriver struct {
	name    string
	options []string
}

func (f *logDriver) addLog(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.name, "log-driver", jsonFile, "keep what it prints in a `FORM`: json-file, or none")
	cmd.Flags().StringArrayVar(&f.options, "log-opt", nil, "bound its log: max-size=`10m`, of a file, and max-file=3")
}

// dockersDrivers are those that send the log elsewhere, or keep it in another form.
var dockersDrivers = []string{"awslogs", "etwlogs", "fluentd", "gcplogs", "gelf", "journald", "local", "logentries", "splunk", "syslog"}

// settings are what the flags say.
func (f logDriver) settings() (s record.LogSettings, err error) {
	switch {
	case f.name == jsonFile:
	case f.name == record.NoLog:
		s.Driver = record.NoLog
		if len(f.options) > 0 {
			return s, errors.New("run with --log-opt and --log-driver none: there is no log that it could be about")
		}
	case slices.Contains(dockersDrivers, f.name):
		return s, fmt.Errorf("read --log-driver %s: it is Docker's, and there is no such driver here: json-file, or none", f.name)
	default:
		return s, fmt.Errorf("read --log-driver %.40q: json-file, or none", f.name)
	}
	for _, option := range f.options {
		key, value, _ := strings.Cut(option, "=")
		if err := readLogOption(&s, key, value); err != nil {
			return s, fmt.Errorf("read --log-opt %.80s: %w", option, err)
		}
		if s.Options == nil {
			s.Options = map[string]string{}
		}
		s.Options[key] = value
	}
	return s, nil
}

func readLogOption(s *record.LogSettings, key, value string) (err error) {
	switch key {
	case "max-size":
		s.MaxSize, err = decimalBytes(value)
	case "max-file":
		s.MaxFiles, err = strconv.Atoi(value)
		if err != nil || s.MaxFiles < 1 {
			err = errors.New("it is a number of files, and one at least")
		}
	case "mode":
		if value != "blocking" {
			err = errors.New("it is blocking only: what is printed is written before more is read")
		}
	default:
		err = errors.New("max-size and max-file are known")
	}
	return err
}

// decimalBytes reads a size as Docker does for logs: in powers of 1000. -1 is no limit, which is 0 here.
func decimalBytes(text string) (int64, error) {
	number, factor := strings.TrimSuffix(strings.TrimSpace(strings.ToLower(text)), "b"), 1.0
	for i, unit := range "kmgtp" {
		if short, ok := strings.CutSuffix(number, string(unit)); ok {
			number, factor = strings.TrimSpace(short), math.Pow(1000, float64(i+1))
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	switch {
	case err == nil && n == -1:
		return 0, nil
	case err != nil || n*factor < 1 || n*factor >= math.MaxInt64 || math.IsNaN(n):
		return 0, errors.New("a size is a number with a unit, such as 10m or 1.5g")
	}
	return int64(n * factor), nil
}
