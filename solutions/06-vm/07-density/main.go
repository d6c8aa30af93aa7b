//go:build linux

// Given; the exercise is in density.go. RECORD is a file of lines "kind,count,rss,pss": so many instances of a kind ran at the same time, and
// the sums over all their processes were so many kB.
package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// point is one measurement.
type point struct {
	count    int     // instances that ran at the same time
	rss, pss float64 // the sums of Rss and of Pss over all their processes, in kB
}

func main() {
	args := given.Arguments(3, "RECORD KIND BUDGET, such as record.csv container 1048576")
	points, err := read(args[0], args[1])
	if err != nil {
		given.GiveUp(err)
	}
	budget, err := strconv.ParseFloat(args[2], 64)
	if err != nil {
		given.GiveUp(err)
	}
	slope, base, room, err := density(points, budget)
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Printf("one more: %.2f kB, base: %.2f kB, room for: %d\n", slope, base, room)
}

// read returns the points of a kind in the order of the file.
func read(file, kind string) (points []point, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, line := range lines[min(1, len(lines)):] {
		if line[0] != kind {
			continue
		}
		var p point
		if _, err := fmt.Sscan(line[1]+" "+line[2]+" "+line[3], &p.count, &p.rss, &p.pss); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
		points = append(points, p)
	}
	return points, nil
}
