package transcript

import "os/exec"

// Command is one command of a transcript, for a live demonstration.
type Command struct {
	Text   string // may have several lines
	Fails  bool   // it is meant to fail
	Part   string // the part it stands in
	Output []string
}

// Commands are the transcript's commands in order.
func (t Transcript) Commands() []Command {
	var list []Command
	current := ""
	for _, it := range t.items {
		switch it.kind {
		case part:
			current = it.text
		case command:
			list = append(list, Command{it.text, it.fails, current, it.output})
		}
	}
	return list
}

// Shell is the process that runs one command at a place, not yet started.
func Shell(text string, at Place) *exec.Cmd {
	cmd := exec.Command("sh", "-c", text)
	cmd.Dir, cmd.Env = at.Dir, at.Env
	return cmd
}
