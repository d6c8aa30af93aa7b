//go:build linux

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
)

func (p *Program) versionCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version [-f TEMPLATE]",
		Short: "Show which version this is, and of what it is made",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			err := p.showVersion(format)
			var exit *ExitError
			if errors.As(err, &exit) {
				return err
			}
			return failed(err)
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "", "json, or a Go `TEMPLATE`, as in '{{.Client.Version}}'")
	return cmd
}

// versionView has Docker's names. There is no server: each command is client and server in one.
type versionView struct{ Client, Server versionPart }

type versionPart struct {
	Version   string
	GitCommit string
	GoVersion string
	Os        string
	Arch      string
	BuildTime string // of the commit
}

func newVersionView() versionView {
	v := versionPart{Version: version(), GoVersion: runtime.Version(), Os: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				v.GitCommit = s.Value
			case "vcs.time":
				v.BuildTime = s.Value
			}
		}
	}
	return versionView{v, v}
}

func (p *Program) showVersion(format string) error {
	v := newVersionView()
	switch format {
	case "":
		return v.write(p)
	case "json":
		return json.NewEncoder(p.Stdout).Encode(v)
	}
	t, err := parseTemplate(format)
	if err != nil {
		return &ExitError{exitTemplate, err}
	}
	text, err := execute(t, v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, text)
	return err
}

func (v versionView) write(p *Program) error {
	built := v.Client.BuildTime
	if t, err := time.Parse(time.RFC3339, built); err == nil {
		built = t.Format(time.ANSIC)
	}
	lines := []string{"Client: " + p.Name}
	for _, l := range [][2]string{
		{"Version", v.Client.Version}, {"Go version", v.Client.GoVersion}, {"Git commit", v.Client.GitCommit},
		{"Built", built}, {"OS/Arch", v.Client.Os + "/" + v.Client.Arch},
	} {
		if l[1] != "" {
			lines = append(lines, fmt.Sprintf(" %-19s%s", l[0]+":", l[1]))
		}
	}
	return printLines(p.Stdout, append(lines, "", "Server: none; each command does the work itself"))
}
