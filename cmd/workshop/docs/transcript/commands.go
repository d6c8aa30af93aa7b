package transcript

import "os/exec"

// Commands are the transcript's command lines in order; one may have several lines.
func (t Transcript) Commands() []string {
	var list []string
	for _, it := range t.items {
		if it.kind == command {
			list = append(list, it.text)
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
