//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"os"
)

// Only what is in the directory itself.
func stepKey(parent, instruction, src string) (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q\n", parent, instruction)
	entries, err := os.ReadDir(src)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		text, _ := os.ReadFile(src + "/" + e.Name())
		fmt.Fprintf(sum, "%q %q\n", e.Name(), text)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}
