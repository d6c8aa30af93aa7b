package layer

import (
	"io"
	"sync"
)

// ahead reads on while the one who reads from it is busy.
type ahead struct {
	from  io.ReadCloser
	full  chan piece
	empty chan []byte
	stop  chan struct{}
	ended sync.WaitGroup
	once  sync.Once

	piece piece // being read
	rest  []byte
}

// piece is what one Read has returned.
type piece struct {
	data []byte
	err  error
}

// readAhead reads from in a goroutine until Close.
func readAhead(from io.ReadCloser) *ahead {
	const pieces, size = 8, 256 << 10
	a := &ahead{from: from, full: make(chan piece, pieces), empty: make(chan []byte, pieces), stop: make(chan struct{})}
	for i := 0; i < pieces; i++ {
		a.empty <- make([]byte, size)
	}
	a.ended.Add(1)
	go func() {
		defer a.ended.Done()
		defer close(a.full)
		a.fill()
	}()
	return a
}

func (a *ahead) fill() {
	for {
		select {
		case <-a.stop:
			return
		case buffer := <-a.empty:
			n, err := readFull(a.from, buffer)
			a.full <- piece{buffer[:n], err} // there is room: no more pieces than this are around
			if err != nil {
				return
			}
		}
	}
}

// readFull is io.ReadFull with the reader's own error.
func readFull(r io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = r.Read(buffer[n:])
		n += more
	}
	return n, err
}

// Read returns what is there, and the error only when all before it has been read.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.piece.err != nil {
			return 0, a.piece.err
		}
		if a.piece.data != nil {
			a.empty <- a.piece.data[:cap(a.piece.data)]
			a.piece = piece{}
		}
		next, more := <-a.full
		if !more {
			return 0, io.ErrClosedPipe
		}
		a.piece, a.rest = next, next.data
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// Close waits for the goroutine: a read that is under way comes to its end first.
func (a *ahead) Close() error {
	a.once.Do(func() { close(a.stop) })
	a.ended.Wait()
	return a.from.Close()
}
