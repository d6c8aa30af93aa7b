//go:build linux

// The commands of minicontainer.
//
// To make a command with its flags and texts takes a good part of a millisecond for all of them, and a container starts in
// twenty: of a command line that begins with a command's name that one is made.

package cli

import "github.com/spf13/cobra"

var commands = []struct {
	name string
	make func(*Program) *cobra.Command
}{
	{"run", (*Program).runCommand},
	{"create", (*Program).createCommand},
	{"ps", (*Program).psCommand},
	{"logs", (*Program).logsCommand},
	{"inspect", (*Program).inspectCommand},
	{"wait", (*Program).waitCommand},
	{"start", (*Program).startCommand},
	{"attach", (*Program).attachCommand},
	{"stop", (*Program).stopCommand},
	{"kill", (*Program).killCommand},
	{"restart", (*Program).restartCommand},
	{"rename", (*Program).renameCommand},
	{"rm", (*Program).rmCommand},
	{"exec", (*Program).execCommand},
	{"stats", (*Program).statsCommand},
	{"top", (*Program).topCommand},
	{"update", (*Program).updateCommand},
	{"pause", (*Program).pauseCommand},
	{"unpause", (*Program).unpauseCommand},
	{"build", (*Program).buildCommand},
	{"images", (*Program).ImagesCommand},
	{"image", (*Program).imageCommand},
	{"tag", (*Program).tagCommand},
	{"rmi", (*Program).rmiCommand},
	{"history", (*Program).historyCommand},
	{"layers", (*Program).LayersCommand},
	{"save", (*Program).saveCommand},
	{"load", (*Program).LoadCommand},
	{"import", (*Program).importCommand},
	{"export", (*Program).exportCommand},
	{"commit", (*Program).commitCommand},
	{"diff", (*Program).diffCommand},
	{"cp", (*Program).cpCommand},
	{"pull", (*Program).PullCommand},
	{"push", (*Program).pushCommand},
	{"login", (*Program).loginCommand},
	{"logout", (*Program).logoutCommand},
	{"network", (*Program).networkCommand},
	{"port", (*Program).portCommand},
	{"volume", (*Program).volumeCommand},
	{"vm", (*Program).VMCommand},
	{"compare", (*Program).ownCompareCommand},
	{"container", (*Program).containerCommand},
	{"events", (*Program).eventsCommand},
	{"info", (*Program).infoCommand},
	{"version", (*Program).versionCommand},
	{"ns", func(p *Program) *cobra.Command { return p.NSCommand("CONTAINER|PID", p.processOf) }},
	{"system", (*Program).systemCommand},
}

// commandsFor makes the command that is asked for, or all where that is not clear: for help, and for what is mistyped.
func (p *Program) commandsFor(args []string) []*cobra.Command {
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			return []*cobra.Command{c.make(p)}
		}
	}
	var all []*cobra.Command
	for _, c := range commands {
		all = append(all, c.make(p))
	}
	return all
}
