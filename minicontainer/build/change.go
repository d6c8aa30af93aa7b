package build

import (
	"errors"
	"fmt"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
)

// ErrNotConfig is the cause when an instruction does more than to change the configuration.
var ErrNotConfig = errors.New("only CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME and WORKDIR can be changed")

// Change carries out instructions on a configuration alone, as commit and import do with --change. After an error
// some of them have been carried out.
func Change(config *dockerspec.DockerOCIImageConfig, lines []string) error {
	all := dockerspec.DockerOCIImage{Config: *config}
	s := &staging{planner: &planner{lex: shell.NewLex('\\')}, stage: &Stage{}, config: &all}
	for _, line := range lines {
		if err := s.change(line); err != nil {
			return fmt.Errorf("read change %q: %w", line, err)
		}
	}
	*config = all.Config
	return nil
}

func (s *staging) change(line string) error {
	c, err := parseTrigger(line)
	if err != nil {
		return unlocated(err)
	}
	switch c := c.(type) {
	case *instructions.RunCommand, *instructions.CopyCommand, *instructions.AddCommand, *instructions.ArgCommand, *instructions.ShellCommand:
		return ErrNotConfig
	case *instructions.WorkdirCommand:
		s.config.Config.WorkingDir = absolute(s.config.Config.WorkingDir, c.Path)
		return nil
	default:
		return unlocated(s.command(c, 0, ""))
	}
}
