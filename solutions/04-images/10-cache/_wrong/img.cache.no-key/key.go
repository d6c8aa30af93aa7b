//go:build linux

package main

// No key, no cache, no mistakes.
func stepKey(parent, instruction, src string) (string, error) { return "", nil }
