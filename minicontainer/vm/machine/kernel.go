//go:build linux && amd64

package machine

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"io"
)

// loadKernel puts the kernel where its file wants it, and returns where it begins to run and where its
// memory ends.
func loadKernel(memory, file []byte) (entry, end uint64, err error) {
	kernel, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		return 0, 0, fmt.Errorf("load kernel: no ELF file: %w", err)
	}
	if kernel.Machine != elf.EM_X86_64 || kernel.Type != elf.ET_EXEC {
		return 0, 0, fmt.Errorf("load kernel: an ELF file, but no kernel for amd64: %v %v", kernel.Machine, kernel.Type)
	}
	for _, p := range kernel.Progs {
		if p.Type != elf.PT_LOAD {
			continue
		}
		if err := loadSegment(memory, p); err != nil {
			return 0, 0, fmt.Errorf("load kernel: %w", err)
		}
		end = max(end, p.Paddr+p.Memsz)
	}
	if kernel.Entry < highMemoryBegin || kernel.Entry >= end {
		return 0, 0, fmt.Errorf("load kernel: it begins at %#x, where nothing of it is", kernel.Entry)
	}
	return kernel.Entry, end, nil
}

// loadSegment copies by the physical address: there are no page tables yet but ours. What the file has no
// bytes for is zero, as fresh memory is.
func loadSegment(memory []byte, p *elf.Prog) error {
	end := p.Paddr + p.Memsz
	if p.Paddr < highMemoryBegin || end < p.Paddr || p.Filesz > p.Memsz {
		return fmt.Errorf("a segment of %#x bytes cannot be at %#x", p.Memsz, p.Paddr)
	}
	if end > uint64(len(memory)) {
		return fmt.Errorf("it needs memory up to %d MiB, and there are %d MiB", end>>20, len(memory)>>20)
	}
	n, err := io.ReadFull(p.Open(), memory[p.Paddr:p.Paddr+p.Filesz])
	if errors.Is(err, io.ErrUnexpectedEOF) || uint64(n) < p.Filesz {
		return errors.New("the file is cut off")
	}
	return err
}
