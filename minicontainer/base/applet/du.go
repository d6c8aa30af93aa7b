package applet

import (
	"os"
	"strconv"
	"syscall"
)

var duCommand = command{
	name: "du", usage: "[-ahkmscx] [-d N] [FILE]...", short: "show how much space trees take",
	options: "ahkmscxd:l", long: "all=a summarize=s human-readable=h total=c max-depth=d one-file-system=x", run: runDu,
}

// A measurer adds up trees. A file with several names takes its space once.
type measurer struct {
	*call
	depth  int // of the directories that are printed; -1 for all
	seen   map[fileID]bool
	device uint64
}

func runDu(c *call) error {
	depth, err := c.count("d", -1)
	if err != nil {
		return err
	}
	if c.has("s") {
		depth = 0
	}
	if len(c.operands) == 0 {
		c.operands = []string{"."}
	}
	m := &measurer{call: c, depth: depth, seen: map[fileID]bool{}}
	var total int64
	for _, name := range c.operands {
		info, err := os.Lstat(name)
		if err != nil {
			c.warn(err)
			continue
		}
		m.device = idOf(info).device
		total += m.measure(name, info, 0)
	}
	if c.has("c") {
		m.report(total, "total")
	}
	return nil
}

// measure returns the blocks of 512 bytes under path, and prints them when the
// options want this level printed.
func (m *measurer) measure(path string, info os.FileInfo, level int) int64 {
	id, st := idOf(info), info.Sys().(*syscall.Stat_t)
	if m.has("x") && id.device != m.device {
		return 0
	}
	if st.Nlink > 1 && !info.IsDir() && !m.has("l") {
		if m.seen[id] {
			return 0
		}
		m.seen[id] = true
	}
	blocks := st.Blocks
	if info.IsDir() {
		blocks += m.measureEntries(path, level)
	}
	shown := m.depth < 0 || level <= m.depth
	if shown && (info.IsDir() || level == 0 || m.has("a")) {
		m.report(blocks, path)
	}
	return blocks
}

func (m *measurer) measureEntries(path string, level int) (blocks int64) {
	entries, err := os.ReadDir(path)
	if err != nil {
		m.warn(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			m.warn(err)
			continue
		}
		child := path + "/" + entry.Name()
		if path == "/" {
			child = "/" + entry.Name()
		}
		blocks += m.measure(child, info, level+1)
	}
	return blocks
}

func (m *measurer) report(blocks int64, path string) {
	size := strconv.FormatInt((blocks+1)/2, 10)
	switch m.last("h", "k", "m") {
	case "h":
		size = humanSize(uint64(blocks) * 512)
	case "m":
		size = strconv.FormatInt((blocks+2047)/2048, 10)
	}
	m.printf("%s\t%s\n", size, path)
}
