package engine

import "github.com/minicontainer/minicontainer/minicontainer/record"

// checkNetworks looks for places in networks whose container does not run, and for networks half made.
func (e *Engine) checkNetworks(dryRun bool) ([]Finding, error) {
	stray, err := e.Networks().Stray(e.stray)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, id := range stray {
		f := Finding{What: "container " + record.ShortID(id) + ": it does not run, and has an address", Then: "taken back"}
		if !dryRun {
			f.Err = e.Networks().Disconnect(id)
		}
		found = append(found, f)
	}
	if !dryRun && len(stray) == 0 {
		err = e.Networks().SweepHalves()
	}
	return found, err
}
