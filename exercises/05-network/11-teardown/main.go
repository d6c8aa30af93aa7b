//go:build linux

// Given; the exercise is in down.go.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// record is what a runtime has written down before it made anything for a container.
type record struct {
	Bridge string // that its cable is plugged into
	Veth   string // the host's end of the cable
	Netns  string // a file on which the container's network namespace is mounted
	Table  string // of nftables, family ip: the container's rules in it have its id as their comment
}

// readRecord reads dir/ID.json. Its error is one of fs.ErrNotExist if there is none.
func readRecord(dir, id string) (r record, err error) {
	text, err := os.ReadFile(filepath.Join(dir, id+".json"))
	if err != nil {
		return r, fmt.Errorf("read record: %w", err)
	}
	return r, json.Unmarshal(text, &r)
}

func main() {
	args := given.Arguments(2, "DIR ID")
	if err := cleanUp(args[0], args[1]); err != nil {
		given.GiveUp(err)
	}
}
