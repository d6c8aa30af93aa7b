//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	if version == 2 {
		return set(group, "cpu.weight", fmt.Sprint(max(1, thousandths/10)))
	}
	return set(group, "cpu.shares", fmt.Sprint(thousandths*1024/1000))
}

func set(group, file, text string) error {
	f, err := os.OpenFile(filepath.Join(group, file), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
