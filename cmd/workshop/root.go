package main

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// newRoot builds the command tree. Its help is in the language already chosen,
// which is why the language is looked for before cobra reads the arguments.
func newRoot(p *say.Printer) *cobra.Command {
	root := &cobra.Command{
		Use:               "workshop",
		Short:             p.Text("root.short"),
		Args:              noSuchCommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(*cobra.Command, []string) error { return refuseElsewhere(p, runtime.GOOS) },
		RunE:              func(cmd *cobra.Command, _ []string) error { return firstRun(cmd, p) },
	}
	root.PersistentFlags().String("lang", "", p.Text("root.lang-flag"))
	root.AddCommand(commands(p)...)
	translateHelp(root, p)
	return root
}

// noSuchCommand refuses what is left when no subcommand was recognised.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("unknown command %q for %q; see `%s --help`", args[0], cmd.CommandPath(), cmd.CommandPath())
}

// translateHelp puts cobra's own words into the language chosen.
func translateHelp(root *cobra.Command, p *say.Printer) {
	root.SetUsageTemplate(strings.NewReplacer(
		"Usage:", p.Text("root.usage"),
		"Examples:", p.Text("root.examples"),
		"Available Commands:", p.Text("root.commands"),
		"Global Flags:", p.Text("root.global-flags"),
		"Flags:", p.Text("root.flags"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, p.Text("root.more-help"),
	).Replace(root.UsageTemplate()))
	root.PersistentFlags().BoolP("help", "h", false, p.Text("root.help-flag"))
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Short = p.Text("root.help-flag")
	}
}

// commands lists the subcommands in the order of the help.
func commands(p *say.Printer) []*cobra.Command {
	return append([]*cobra.Command{
		newDoctor(p),
		newVerify(p),
		newDocs(p),
		newPack(p),
		newSlides(p),
	}, newLinuxCommands(p)...)
}

// refuseElsewhere tells a reader on macOS or Windows where Linux is to be had.
func refuseElsewhere(p *say.Printer, system string) error {
	name, foreign := map[string]string{"darwin": "macOS", "windows": "Windows"}[system]
	if system == "linux" {
		return nil
	}
	if !foreign {
		name = system
	}
	p.Say("root.elsewhere", name)
	return errTold
}
