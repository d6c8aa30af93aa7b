//go:build linux

package main

import "errors"

// ofProcesses tells how many bytes of memory some processes take together: each page that exists once, however many of them
// share it; a page that they share with others in proportion. What a process was promised and has not touched does not exist. A
// process that has ended, waited for or not, takes nothing, and is no error.
func ofProcesses(pids []int) (uint64, error) {
	// TODO: the kernel adds it up for each process.
	return 0, errors.New("ofProcesses is not written yet")
}

// ofGroup tells how many bytes a control group uses and cannot simply give back: what the kernel counts for it, less the page
// cache that it would take first (inactive files). dir is a group's directory in the tree of the memory controller, of version
// 1 or 2; groups below are counted, too. Never less than 0. A directory without the files is an error.
func ofGroup(dir string) (uint64, error) {
	// TODO: memory.current and memory.stat, or what they are called in version 1.
	return 0, errors.New("ofGroup is not written yet")
}
