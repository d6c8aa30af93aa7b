package ext4

// run is blocks that follow each other.
type run struct{ start, length int64 }

func (r run) end() int64 { return r.start + r.length }

// allocator gives out blocks in their order, from the first group to the last.
type allocator struct {
	layout
	group int
	next  int64 // the first that is not taken; 0 before the first take
}

// take gives out so many blocks. A run ends with its group at the latest, as the next one begins with blocks that are
// not for files: so it is never longer than an extent can say.
func (a *allocator) take(blocks int64) ([]run, error) {
	var runs []run
	for blocks > 0 {
		if a.group == a.groups {
			return nil, ErrNoRoom
		}
		a.next = max(a.next, a.start(a.group)+a.metadata(a.group))
		r := run{a.next, min(blocks, a.end(a.group)-a.next)}
		if r.length > 0 {
			runs = append(runs, r)
			blocks -= r.length
			a.next = r.end()
		}
		if a.next == a.end(a.group) {
			a.group++
		}
	}
	return runs, nil
}

// taken is how many blocks of a group are, all of them at its start.
func (a *allocator) taken(group int) int64 {
	return min(max(a.next-a.start(group), a.metadata(group)), a.end(group)-a.start(group))
}
