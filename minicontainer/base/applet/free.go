package applet

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

var freeCommand = command{
	name: "free", usage: "[-bkmgh]", short: "show the memory of the machine",
	options: "bkmgh", run: runFree,
}

var uptimeCommand = command{
	name: "uptime", usage: "", short: "show how long the machine runs, and its load",
	run: runUptime,
}

// meminfo reads /proc/meminfo, in bytes. It is the machine's: the limit of a
// container is in its cgroup and does not show here.
func meminfo() (map[string]uint64, error) {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		if os.IsNotExist(err) {
			return nil, errNoProc
		}
		return nil, err
	}
	defer file.Close()
	info := map[string]uint64{}
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		name, value, _ := strings.Cut(scanner.Text(), ":")
		kilobytes, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
		info[name] = kilobytes << 10
	}
	return info, nil
}

func runFree(c *call) error {
	info, err := meminfo()
	if err != nil {
		return err
	}
	cache := info["Buffers"] + info["Cached"] + info["SReclaimable"]
	used := info["MemTotal"] - info["MemFree"] - min(cache, info["MemTotal"]-info["MemFree"])
	c.printf("%19s%12s%12s%12s%12s%12s\n", "total", "used", "free", "shared", "buff/cache", "available")
	c.printFree("Mem:", info["MemTotal"], used, info["MemFree"], info["Shmem"], cache, info["MemAvailable"])
	c.printFree("Swap:", info["SwapTotal"], info["SwapTotal"]-info["SwapFree"], info["SwapFree"])
	return nil
}

func (c *call) printFree(name string, values ...uint64) {
	line := fmt.Sprintf("%-7s", name)
	for _, value := range values {
		line += fmt.Sprintf("%12s", c.memory(value))
	}
	c.printf("%s\n", line)
}

func (c *call) memory(bytes uint64) string {
	switch c.last("b", "k", "m", "g", "h") {
	case "b":
		return strconv.FormatUint(bytes, 10)
	case "m":
		return strconv.FormatUint(bytes>>20, 10)
	case "g":
		return strconv.FormatUint(bytes>>30, 10)
	case "h":
		return humanSize(bytes)
	}
	return strconv.FormatUint(bytes>>10, 10)
}

func runUptime(c *call) error {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return errNoProc
	}
	up := uptime()
	minutes := int(up.Minutes())
	text := fmt.Sprintf("%d min", minutes)
	if minutes >= 60 {
		text = fmt.Sprintf("%2d:%02d", minutes/60%24, minutes%60)
	}
	if days := minutes / (60 * 24); days > 0 {
		text = fmt.Sprintf("%d day%s, %s", days, plural(days), text)
	}
	average := strings.Join(strings.Fields(string(load))[:3], ", ")
	c.printf(" %s up %s,  load average: %s\n", time.Now().Format("15:04:05"), text, average)
	return nil
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
