package ext4

// bitmap is a block in which each bit is a block or an inode of its group: 1 is taken.
type bitmap [blockSize]byte

// newBitmap marks the first ones as taken, as they are given out in order, and those that the group has not: a bitmap
// always has a bit for 32768.
func newBitmap(taken, have int64) *bitmap {
	var b bitmap
	b.set(0, taken)
	b.set(have, 8*blockSize)
	return &b
}

// set marks the bits from one to before another; the lowest bit of a byte is its first.
func (b *bitmap) set(from, to int64) {
	for i := from; i < to; i++ {
		b[i/8] |= 1 << (i % 8)
	}
}
