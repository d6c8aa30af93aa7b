package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/firstrun"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// patience is how long the first container may take; it takes a fraction of a second.
const patience = 30 * time.Second

// firstRun is workshop without a subcommand, the main job: it takes a newcomer
// from nothing to their first container. With a terminal it asks before it does
// anything; without one it asks nothing and reads nothing.
func firstRun(cmd *cobra.Command, p *say.Printer) error {
	in, isFile := cmd.InOrStdin().(*os.File)
	interactive := isFile && isTerminal(in) && isTerminal(p.Out)
	if interactive && !agreed(p, in) {
		p.Say("first.later")
		return nil
	}
	if err := showFirst(p); err != nil {
		return err
	}
	if interactive && goInside(p, in) != nil {
		return errTold
	}
	if err := say.MarkDone(say.FirstContainer); err != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), "workshop:", err) // not to be remembered is no failure
	}
	sayNext(p)
	return nil
}

// agreed tells what is about to happen and waits for a yes.
func agreed(p *say.Printer, in *os.File) bool {
	if say.Done(say.FirstContainer) {
		p.Say("first.again")
		sayNext(p)
		return confirm(p, in, p.Text("first.ask-again"), false)
	}
	state, err := cli.StateDir()
	if err != nil {
		state = "?"
	}
	p.Paragraph(say.T("first.welcome"))
	if os.Geteuid() == 0 {
		p.Paragraph(say.T("first.plan-root", state, program("workshop")))
	} else {
		p.Paragraph(say.T("first.plan-user", state, program("workshop")))
	}
	return confirm(p, in, p.Text("first.ask"), true)
}

// Answers to a yes-or-no question. On a keyboard that is set to Hangul the keys y
// and n write ㅛ and ㅜ.
var (
	yeses = []string{"y", "yes", "ㅛ", "네", "예", "응", "ㅇ"}
	noes  = []string{"n", "no", "ㅜ", "아니", "아니요"}
)

// tries is how often a question is asked before no answer is a no.
const tries = 3

// confirm asks a yes-or-no question; an empty answer is the default.
func confirm(p *say.Printer, in io.Reader, question string, byDefault bool) bool {
	choice := "[y/N]"
	if byDefault {
		choice = "[Y/n]"
	}
	lines := bufio.NewReader(in)
	for range tries {
		fmt.Fprintf(p.Out, "%s %s ", question, choice)
		line, err := lines.ReadString('\n')
		if err != nil {
			return false
		}
		switch answer := strings.ToLower(strings.TrimSpace(line)); {
		case answer == "":
			return byDefault
		case slices.Contains(yeses, answer):
			return true
		case slices.Contains(noes, answer):
			return false
		}
		p.Say("first.yes-or-no")
	}
	return false
}

// showFirst runs the first container and shows the two views side by side.
func showFirst(p *say.Printer) error {
	gone := time.AfterFunc(patience, func() {
		p.Say("first.too-long", int(patience.Seconds()))
		os.Exit(1) // the kernel ends the container with us
	})
	defer gone.Stop()
	inside, err := firstrun.Inside()
	if err != nil {
		p.Say("first.failed", program("workshop"))
		return err
	}
	outside, err := firstrun.Outside()
	if err != nil {
		return err
	}
	if inside.Hostname == outside.Hostname || inside.First == outside.First {
		return errors.New("run first container: it sees what the host sees")
	}
	firstrun.Print(p, outside, inside)
	return nil
}

// goInside starts a shell in a container. It fails if the container could not be made.
func goInside(p *say.Printer, in *os.File) error {
	fmt.Fprintln(p.Out)
	if !confirm(p, in, p.Text("first.ask-inside"), true) {
		return nil
	}
	p.Paragraph(say.T("first.inside"))
	code := cli.Main("minicontainer", []string{"run", "--rm", "-it", "--network", "none", "--hostname", "first", "base", "sh"})
	if code == cli.ExitOurs {
		return errors.New("the container could not be made")
	}
	return nil
}

func sayNext(p *say.Printer) {
	p.Say("first.next", program("minicontainer"), program("workshop"))
}

// inGoCache tells the file that `go run` has kept in a cache of another name than usual.
func inGoCache(self string) bool {
	cache := os.Getenv("GOCACHE")
	return cache != "" && strings.HasPrefix(self, filepath.Clean(cache)+string(filepath.Separator))
}

// program is what a person types to start one of our programs from where they
// are: through Go inside a clone, else by its name or path.
func program(name string) string {
	self, err := os.Executable()
	if err != nil {
		return name
	}
	if strings.Contains(self, string(filepath.Separator)+"go-build") || inGoCache(self) {
		return "go run ./cmd/" + name
	}
	if name == "workshop" {
		name = filepath.Base(self) // this program, whatever its file is called
	}
	if found, err := exec.LookPath(filepath.Base(self)); err == nil && found == self {
		return name
	}
	return filepath.Join(filepath.Dir(self), name)
}
