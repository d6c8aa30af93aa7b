//go:build linux

// Package cli is the command line that cmd/minicontainer shows and the lessons'
// stages share: flags with Docker's names and meanings, exit codes, errors and
// their hints, the terminal. The packages below it never print.
package cli
