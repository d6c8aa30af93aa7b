package applet

import "io"

// ringChunk is the unit in which a byteRing takes memory.
const ringChunk = 1 << 20

// A byteRing holds the last bytes of a stream. It grows chunk by chunk as they
// come and never copies what it has: one growing slice would for a moment take
// twice the memory, and a limit set for the bytes alone would kill it.
type byteRing struct {
	limit  int64
	chunks [][]byte
	filled int64 // bytes held, at most limit
	next   int64 // where the next byte goes
}

func (ring *byteRing) fill(r io.Reader) error {
	buffer := make([]byte, 64<<10)
	for {
		n, err := r.Read(buffer)
		ring.add(buffer[:n])
		if err != nil {
			return ignoreEOF(err)
		}
	}
}

func (ring *byteRing) add(p []byte) {
	for len(p) > 0 && ring.limit > 0 {
		room := ring.slice(ring.next)
		n := copy(room, p)
		p = p[n:]
		ring.filled = min(ring.limit, ring.filled+int64(n))
		ring.next = (ring.next + int64(n)) % ring.limit
	}
}

// slice is the memory from a position to the end of its chunk.
func (ring *byteRing) slice(position int64) []byte {
	index := position / ringChunk
	if index == int64(len(ring.chunks)) {
		ring.chunks = append(ring.chunks, make([]byte, min(ringChunk, ring.limit-position)))
	}
	return ring.chunks[index][position%ringChunk:]
}

// writeTo writes the bytes from the oldest to the newest.
func (ring *byteRing) writeTo(w io.Writer) error {
	position := (ring.next - ring.filled + ring.limit) % max(1, ring.limit)
	for left := ring.filled; left > 0; {
		piece := ring.slice(position)
		piece = piece[:min(int64(len(piece)), left)]
		if _, err := w.Write(piece); err != nil {
			return err
		}
		left -= int64(len(piece))
		position = (position + int64(len(piece))) % ring.limit
	}
	return nil
}
