package probe

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Memory is what the kernel that the probe runs on says about memory. In a container that is the host's, whatever the limits are.
// Source: proc_meminfo(5).
type Memory struct {
	TotalBytes     uint64 `json:"total_bytes"`
	AvailableBytes uint64 `json:"available_bytes"` // for programs, without swapping
	FreeBytes      uint64 `json:"free_bytes"`      // for nothing yet
	CachedBytes    uint64 `json:"cached_bytes"`    // files that can be read again
}

func readMemory() (Memory, error) {
	var m Memory
	fields := map[string]*uint64{
		"MemTotal": &m.TotalBytes, "MemAvailable": &m.AvailableBytes, "MemFree": &m.FreeBytes, "Cached": &m.CachedBytes,
	}
	err := eachField("/proc/meminfo", func(name, value string) {
		if field := fields[name]; field != nil {
			kib, _ := strconv.ParseUint(strings.TrimSuffix(value, " kB"), 10, 64) //nolint:errcheck // the kernel writes numbers
			*field = kib << 10
		}
	})
	return m, err
}

// eachField reads a file of lines "name: value".
func eachField(path string, use func(name, value string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok {
			use(name, strings.TrimSpace(value))
		}
	}
	return lines.Err()
}

// pages is memory that Go knows nothing of, and so neither moves nor counts. A page exists from the first write to it.
type pages []byte

func mapPages(size int) (pages, error) {
	if size == 0 {
		return nil, nil
	}
	p, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANONYMOUS)
	if err != nil {
		return nil, fmt.Errorf("map %d bytes: %w", size, err)
	}
	return p, nil
}

func (p pages) touch() {
	for i := 0; i < len(p); i += os.Getpagesize() {
		p[i] = 1
	}
}

func (p pages) unmap() {
	if p != nil {
		syscall.Munmap(p) //nolint:errcheck // it was mapped
	}
}
