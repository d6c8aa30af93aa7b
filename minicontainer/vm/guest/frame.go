package guest

import (
	"bufio"
	"encoding/binary"
	"io"
)

// What is said over the serial line. It carries bytes both ways and nothing else: no end of file, no second stream
// for errors, no exit status, no size of a window, and whoever reads too slowly loses bytes. So once the first process
// has prepared the guest, everything travels in frames:
//
//	0x1e   kind   length, 2 bytes   data
//
// What is not in a frame was written by somebody else: the kernel, mostly.
const (
	frameStart = 0x1e // ASCII's record separator, which no kernel message has in it
	headerSize = 4
	// MaxFrame is the most data in one frame, in bytes.
	MaxFrame = 1024
)

// Kind says what a frame's data is.
type Kind byte

// Kinds of frames from the guest.
const (
	Begin  Kind = 'b' // the program is about to run
	Output Kind = 'o' // of the program
	Errors Kind = 'e' // of the program, its stderr
	Taken  Kind = 't' // an Input frame has been taken; the next may come
	End    Kind = 'x' // the status, one byte, and why the program did not run, if it did not
)

// Kinds of frames to the guest.
const (
	Input  Kind = 'i' // for the program; without data: the end of it
	Window Kind = 'w' // the terminal's rows and columns, 2 bytes each
	Signal Kind = 's' // one byte: a signal for the program
)

// WriteFrame writes a frame in one Write. The data is at most MaxFrame bytes.
func WriteFrame(w io.Writer, k Kind, data []byte) error {
	frame := []byte{frameStart, byte(k)}
	frame = binary.BigEndian.AppendUint16(frame, uint16(len(data)))
	_, err := w.Write(append(frame, data...))
	return err
}

// Frames reads what comes over the serial line.
type Frames struct {
	line  *bufio.Reader
	noise io.Writer
}

// ReadFrames reads frames from line. What is not in a frame goes to noise.
func ReadFrames(line io.Reader, noise io.Writer) *Frames {
	return &Frames{bufio.NewReader(line), noise}
}

// Next is the next frame. The data is the caller's.
func (f *Frames) Next() (Kind, []byte, error) {
	if err := f.skipNoise(); err != nil {
		return 0, nil, err
	}
	header := make([]byte, headerSize-1)
	if _, err := io.ReadFull(f.line, header); err != nil {
		return 0, nil, err
	}
	data := make([]byte, binary.BigEndian.Uint16(header[1:]))
	_, err := io.ReadFull(f.line, data)
	return Kind(header[0]), data, err
}

func (f *Frames) skipNoise() error {
	for {
		b, err := f.line.ReadByte()
		if err != nil || b == frameStart {
			return err
		}
		if _, err := f.noise.Write([]byte{b}); err != nil {
			return err
		}
	}
}
