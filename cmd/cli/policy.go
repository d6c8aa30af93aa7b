//go:build linux

// --restart: who starts a container again that has ended.

package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// policyFlag is a restart policy in Docker's words: no, on-failure[:TIMES], always, unless-stopped. It is a pflag.Value.
type policyFlag struct{ record.RestartPolicy }

func (p *policyFlag) Type() string { return "policy" }

func (p *policyFlag) String() string {
	switch {
	case p.Name == "":
		return record.No
	case p.Retries > 0:
		return p.Name + ":" + strconv.Itoa(p.Retries)
	}
	return p.Name
}

func (p *policyFlag) Set(text string) error {
	name, times, counted := strings.Cut(text, ":")
	*p = policyFlag{}
	switch name {
	case record.No, "":
	case record.OnFailure, record.Always, record.UnlessStopped:
		p.Name = name
	default:
		return errors.New("it is no, on-failure[:TIMES], always or unless-stopped")
	}
	if !counted {
		return nil
	}
	n, err := strconv.Atoi(times)
	switch {
	case name != record.OnFailure:
		return errors.New("only on-failure counts how often")
	case err != nil || n < 0:
		return fmt.Errorf("%.20q is not a number of times", times)
	}
	p.Retries = n
	return nil
}

// checkPolicy refuses what contradicts itself.
func (f runFlags) checkPolicy() error {
	if f.remove && f.restart.Name != "" {
		return errors.New("run with --restart and --rm: the one starts again what the other has removed")
	}
	return nil
}
