//go:build linux

// The wrong ways to a line.

package grader

import "slices"

// suspect is a mistake, and the line that it leads to: it is known by the slope, whatever the base.
type suspect struct {
	id  string
	way func(points) line
}

// most is how many points of a kind there are at most.
const most = 7

var suspects = slices.Concat(
	perPoint("vm.density.one", "vm.density.divided"),
	ways("vm.density.divided", meanOfRatios, ratioOfSums),
	ways("vm.density.through-zero", throughZero),
	pairs("vm.density.two-points"),
	ways("vm.density.steps", rise(points.steps, 0), rise(points.number, 0), rise(points.highest, 0)),
	ways("vm.density.steps", rise(points.steps, 1), rise(points.number, 1), rise(points.highest, 1)),
	ways("vm.density.averaged", averaged),
	ways("vm.density.intercept", fit), // the slope is right, and the base is not
	ways("vm.density.rss", ofRSS(fit), ofRSS(meanOfRatios), ofRSS(ratioOfSums), ofRSS(throughZero)),
)

// tellsApart is false for points of which, by chance, a wrong way leads to the right line, or two wrong ways to the same one.
func (p points) tellsApart() bool {
	seen := []suspect{{"", fit}}
	for _, s := range suspects {
		slope := s.way(p).slope
		same := func(other suspect) bool { return other.id != s.id && near(slope, other.way(p).slope) }
		if s.id != "vm.density.intercept" && slope != 0 && slices.ContainsFunc(seen, same) {
			return false
		}
		seen = append(seen, s)
	}
	return true
}

// ofRSS goes a way with the other sums.
func ofRSS(way func(points) line) func(points) line {
	return func(p points) line {
		other := slices.Clone(p)
		for i := range other {
			other[i].pss = other[i].rss
		}
		return way(other)
	}
}

func ways(id string, ways ...func(points) line) (all []suspect) {
	for _, way := range ways {
		all = append(all, suspect{id, way})
	}
	return all
}

// perPoint is what one point says by itself: that of the fewest instances, and any other one.
func perPoint(fewest, other string) (all []suspect) {
	for i := range most {
		way := func(p points) line {
			m := byCount(p)[min(i, len(p)-1)]
			return line{m.pss / float64(m.count), 0}
		}
		id := other
		if i < 2 { // one instance was measured twice
			id = fewest
		}
		all = append(all, suspect{id, way})
	}
	return all
}

func byCount(p points) points {
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b point) int { return a.count - b.count })
	return sorted
}

// pairs are the lines through any two of the points.
func pairs(id string) (all []suspect) {
	for i := range most {
		for j := range i {
			all = append(all, suspect{id, func(p points) line {
				a, b := p[min(i, len(p)-1)], p[min(j, len(p)-1)]
				if a.count == b.count {
					return line{}
				}
				slope := (b.pss - a.pss) / float64(b.count-a.count)
				return line{slope, a.pss - slope*float64(a.count)}
			}})
		}
	}
	return all
}

// rise divides what there is more at the end by something that is not how many more there are. The fewest were measured twice:
// either of the two may be what is begun with.
func rise(by func(points) float64, first int) func(points) line {
	return func(p points) line {
		sorted := byCount(p)
		return line{(sorted[len(sorted)-1].pss - sorted[first].pss) / by(p), 0}
	}
}

func (p points) steps() float64   { return float64(len(p) - 1) }
func (p points) number() float64  { return float64(len(p)) }
func (p points) highest() float64 { return float64(byCount(p)[len(p)-1].count) }

func meanOfRatios(p points) line {
	var sum float64
	for _, m := range p {
		sum += m.pss / float64(m.count)
	}
	return line{sum / float64(len(p)), 0}
}

func ratioOfSums(p points) line {
	var memory, count float64
	for _, m := range p {
		memory += m.pss
		count += float64(m.count)
	}
	return line{memory / count, 0}
}

// throughZero is the best line of those without a base.
func throughZero(p points) line {
	var xy, xx float64
	for _, m := range p {
		xy += float64(m.count) * m.pss
		xx += float64(m.count) * float64(m.count)
	}
	return line{xy / xx, 0}
}

// averaged is the line through one point for each count: what was measured twice has the weight of one.
func averaged(p points) line {
	var means points
	for _, m := range byCount(p) {
		if n := len(means); n > 0 && means[n-1].count == m.count {
			means[n-1].pss = (means[n-1].pss + m.pss) / 2
			continue
		}
		means = append(means, m)
	}
	return fit(means)
}
