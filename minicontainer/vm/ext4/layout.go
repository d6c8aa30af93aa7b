package ext4

import (
	"fmt"
	"math"
)

const (
	blockSize      = 4096
	groupBlocks    = 8 * blockSize // as many as a bitmap of one block has bits
	inodesPerBlock = blockSize / inodeSize
	mostInodes     = 8 * blockSize // in a group, for the same reason
	mostBlocks     = math.MaxUint32

	// blocksPerInode is how many blocks there are for each inode that the guest may still take: one for 16 KiB, as mkfs has it.
	blocksPerInode = 4
)

// layout says where everything is.
type layout struct {
	blocks         int64
	groups         int
	inodesPerGroup int
}

// layoutFor finds one for the files, of the size in bytes, or with Room if that is 0.
func layoutFor(f *files, size int64) (layout, error) {
	if size > 0 {
		l := newLayout(min(size/blockSize, mostBlocks), f.highest())
		if l.inodesPerGroup > mostInodes || l.capacity() < f.blocks {
			return l, fmt.Errorf("%w into %d bytes: %d of them take %d", ErrNoRoom, size, len(f.inodes), f.blocks*blockSize)
		}
		return l, nil
	}
	wanted := f.blocks + Room/blockSize
	for blocks := wanted; blocks <= mostBlocks; {
		l := newLayout(blocks, f.highest())
		missing := wanted - l.capacity()
		switch {
		case l.inodesPerGroup > mostInodes:
			blocks += groupBlocks
		case missing > 0:
			blocks += missing
		default:
			return l, nil
		}
	}
	return layout{}, fmt.Errorf("%w: they are larger than a file system can be", ErrNoRoom)
}

// newLayout cuts blocks into groups, so that there are more inodes than are taken.
func newLayout(blocks int64, taken int) layout {
	l := layout{blocks: blocks, groups: int(divideUp(blocks, groupBlocks))}
	l.inodesPerGroup = perGroup(blocks, taken, l.groups)
	// A last group that has no room for more than itself is no use.
	if last := l.groups - 1; last >= 0 && l.end(last)-l.start(last) <= l.metadata(last) {
		l.groups, l.blocks = last, l.start(last)
		l.inodesPerGroup = perGroup(l.blocks, taken, l.groups)
	}
	return l
}

// perGroup shares the inodes out evenly. A table has whole blocks.
func perGroup(blocks int64, taken, groups int) int {
	all := divideUp(int64(taken)+blocks/blocksPerInode, int64(max(groups, 1)))
	return int(divideUp(all, inodesPerBlock) * inodesPerBlock)
}

func divideUp(a, b int64) int64 { return (a + b - 1) / b }

func blocksOf(bytes int64) int64 { return divideUp(bytes, blockSize) }

// start and end are a group's blocks; the last group may have fewer than the others.
func (l layout) start(group int) int64 { return int64(group) * groupBlocks }
func (l layout) end(group int) int64   { return min(l.start(group)+groupBlocks, l.blocks) }

// metadata is how many blocks of a group, from its start, are not for files.
func (l layout) metadata(group int) int64 {
	return l.inodeTable(group) + l.tableBlocks() - l.start(group)
}

func (l layout) blockBitmap(group int) int64 {
	if hasSuperblock(group) {
		return l.start(group) + 1 + l.descriptorBlocks()
	}
	return l.start(group)
}

func (l layout) inodeBitmap(group int) int64 { return l.blockBitmap(group) + 1 }
func (l layout) inodeTable(group int) int64  { return l.inodeBitmap(group) + 1 }
func (l layout) tableBlocks() int64          { return int64(l.inodesPerGroup / inodesPerBlock) }

func (l layout) descriptorBlocks() int64 { return blocksOf(int64(l.groups) * descriptorSize) }

// capacity is how many blocks there are for files.
func (l layout) capacity() (sum int64) {
	for g := range l.groups {
		sum += l.end(g) - l.start(g) - l.metadata(g)
	}
	return sum
}
