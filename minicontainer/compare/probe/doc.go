// Package probe is the program that runs inside: one file, the same in every kind of place, that answers questions about where it is.
//
// A program becomes it by linking the package and being started under its name: then it never reaches main. So a runtime that compares is its own
// probe, and needs no second file to be built and found. The package imports little, because what it imports is initialised before it
// answers, and the start is what is measured.
//
//	minicontainer-probe ready [TOKEN]     READY, a line about memory, and then nothing until its input ends
//	minicontainer-probe touch MIB         the same after MIB MiB of memory have been written to
//	minicontainer-probe cpu               a line for each run of each work
//	minicontainer-probe look [TOKEN]      a line about the kernel, the machine and the others
//	minicontainer-probe tree              a line with the digest of all files
//	minicontainer-probe nothing           it ends, which is how it measures fork and exec
//
// Lines are JSON, but for READY.
package probe

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// Name is the base name of the program's first argument by which it knows what it is.
const Name = "minicontainer-probe"

// Ready is the line that ends the time to ready.
const Ready = "READY"

// The orders.
const (
	OrderReady   = "ready"
	OrderTouch   = "touch"
	OrderCPU     = "cpu"
	OrderLook    = "look"
	OrderTree    = "tree"
	orderNothing = "nothing"
)

// init is where the probe begins and ends.
func init() {
	if len(os.Args) > 1 && filepath.Base(os.Args[0]) == Name {
		os.Exit(obey(os.Args[1], os.Args[2:])) //nolint:forbidigo // the probe is a program of its own, which must never reach main
	}
}

func obey(order string, args []string) int {
	if err := carryOut(order, args, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "%s %s: %v\n", Name, order, err)
		return 1
	}
	return 0
}

func carryOut(order string, args []string, in io.Reader, out io.Writer) error {
	lines := json.NewEncoder(out)
	switch order {
	case OrderReady:
		return ready(in, out)
	case OrderTouch:
		return touch(args, in, out)
	case OrderCPU:
		return work(lines)
	case OrderLook:
		found, err := LookAround()
		if err != nil {
			return err
		}
		return lines.Encode(found)
	case OrderTree:
		listing, err := list("/", os.Args[0])
		if err != nil {
			return err
		}
		return lines.Encode(listing.digest())
	case orderNothing:
		return nil
	}
	return fmt.Errorf("there is no such order")
}

// ready says so and waits for the end of its input. It waits with nothing to do: what is measured is what it is, not what it does.
func ready(in io.Reader, out io.Writer) error {
	if _, err := fmt.Fprintln(out, Ready); err != nil {
		return err
	}
	memory, err := readMemory()
	if err != nil {
		return err
	}
	if err := json.NewEncoder(out).Encode(memory); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	return err
}

// touch takes memory as a program does that needs it: by writing to each page.
func touch(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("it needs a number of MiB")
	}
	mib, err := strconv.Atoi(args[0])
	if err != nil || mib < 0 {
		return fmt.Errorf("read %.20q: not a number of MiB", args[0])
	}
	pages, err := mapPages(mib << 20)
	if err != nil {
		return err
	}
	defer pages.unmap()
	pages.touch()
	return ready(in, out)
}
