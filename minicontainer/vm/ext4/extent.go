// Extents: where a file's content is. An extent says "from the file's block 0 on, 100 blocks, at 4711". Four of them
// fit into the inode. A file of more has a tree: blocks full of extents, and in the inode where these blocks are; if they are
// more than four, blocks of such entries in between, and so on.
//
//	inode            block                block
//	┌─────────┐      ┌───────────┐        ┌───────────────┐
//	│ header  │      │ header    │        │ header        │      the file's blocks
//	│ index ──┼────▶ │ index ────┼──────▶ │ extent ───────┼────▶ ▒▒▒▒▒▒▒▒
//	│ …  of 4 │      │ …  of 340 │        │ …  of 340     │
//	└─────────┘      └───────────┘        └───────────────┘
//	 depth 2          depth 1              depth 0
//
// Source: ext4/ifork.rst, "Extent Tree".

package ext4

const (
	inInode = 4
	inBlock = (blockSize - 12) / 12
)

// extentHeader begins each node of the tree.
type extentHeader struct {
	Magic      uint16
	Entries    uint16
	Max        uint16
	Depth      uint16
	Generation uint32
}

type extent struct {
	First     uint32 // block of the file
	Length    uint16
	StartHigh uint16
	Start     uint32 // block of the disk
}

type extentIndex struct {
	First    uint32
	Node     uint32
	NodeHigh uint16
	Unused   uint16
}

const extentMagic = 0xf30a

// indexBlocks is how many blocks the tree of so many extents takes.
func indexBlocks(extents int) (sum int64) {
	for n := extents; n > inInode; {
		n = int(divideUp(int64(n), inBlock))
		sum += int64(n)
	}
	return sum
}

// node is an entry, of a node of some depth, and the block of the file that it begins with.
type node struct {
	first uint32
	entry any
}

// extents are the lowest entries.
func (i *inode) extents() (nodes []node) {
	first := uint32(0)
	for _, r := range i.content {
		nodes = append(nodes, node{first, extent{First: first, Length: uint16(r.length), Start: uint32(r.start)}})
		first += uint32(r.length)
	}
	return nodes
}

// extentRoot is what of the tree is in the inode.
func (i *inode) extentRoot() []byte {
	nodes, _ := i.eachNode(func(int64, []byte) error { return nil }) //nolint:errcheck // f has none
	return nodes
}

// writeIndex writes the rest.
func (d *disk) writeIndex(i *inode) error {
	_, err := i.eachNode(func(block int64, data []byte) error {
		_, err := d.f.WriteAt(data, block*blockSize)
		return err
	})
	return err
}

// eachNode builds the tree from below, calls f for each block of it, and returns the root.
func (i *inode) eachNode(f func(block int64, data []byte) error) ([]byte, error) {
	blocks := numbers(i.index)
	level, depth := i.extents(), 0
	for ; len(level) > inInode; depth++ {
		var above []node
		for len(level) > 0 {
			n := min(len(level), inBlock)
			block := blocks[0]
			blocks = blocks[1:]
			if err := f(block, encodeNode(level[:n], inBlock, depth)); err != nil {
				return nil, err
			}
			above = append(above, node{level[0].first, extentIndex{First: level[0].first, Node: uint32(block)}})
			level = level[n:]
		}
		level = above
	}
	return encodeNode(level, inInode, depth), nil
}

// numbers are the blocks of runs, one by one.
func numbers(runs []run) (all []int64) {
	for _, r := range runs {
		for block := r.start; block < r.end(); block++ {
			all = append(all, block)
		}
	}
	return all
}

func encodeNode(entries []node, room, depth int) []byte {
	all := encode(extentHeader{Magic: extentMagic, Entries: uint16(len(entries)), Max: uint16(room), Depth: uint16(depth)})
	for _, e := range entries {
		all = append(all, encode(e.entry)...)
	}
	return all
}
