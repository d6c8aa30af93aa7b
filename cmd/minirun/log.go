//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// logger writes what went wrong to the file of --log: engines read the last line of it, to tell their user.
type logger struct {
	path, format string
	file         *os.File
}

// open has the file be there before anything is done, and survive what the container does to this program's files: nothing of it
// is passed on.
func (l *logger) open() (err error) {
	if l.path == "" {
		return nil
	}
	if l.file, err = os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644); err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	return nil
}

func (l *logger) error(err error)   { l.write("error", err) }
func (l *logger) warning(err error) { l.write("warning", err) }

// write adds a line in the form that runc's have, as callers parse them.
func (l *logger) write(level string, err error) {
	if l.file == nil {
		return
	}
	now := time.Now().Format(time.RFC3339)
	if l.format != "json" {
		fmt.Fprintf(l.file, "time=%q level=%s msg=%q\n", now, level, err) //nolint:errcheck // stderr has it, too
		return
	}
	json.NewEncoder(l.file).Encode(struct { //nolint:errcheck // stderr has it, too
		Level string `json:"level"`
		Msg   string `json:"msg"`
		Time  string `json:"time"`
	}{level, err.Error(), now})
}
