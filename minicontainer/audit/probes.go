package audit

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// mounts lists the mounts of our namespace without their ids, which say nothing
// about what is mounted. Source: proc_pid_mountinfo(5).
func mounts(Options) ([]string, error) {
	lines, err := readLines("/proc/thread-self/mountinfo")
	if err != nil {
		return nil, err
	}
	for i, line := range lines {
		if fields := strings.SplitN(line, " ", 4); len(fields) == 4 {
			lines[i] = fields[3]
		}
	}
	return lines, nil
}

// processes lists the living descendants of o.Pid: one with its argument list. A
// zombie is not counted, it only waits for its parent to look.
func processes(o Options) ([]string, error) {
	all, err := readProcesses()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, p := range all {
		if p.state != "Z" && p.state != "X" && descends(all, p, o.Pid) {
			lines = append(lines, fmt.Sprintf("%d %s", p.pid, p.command))
		}
	}
	return lines, nil
}

type process struct {
	pid, ppid      int
	state, command string
}

func readProcesses() (map[int]process, error) {
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	all := map[int]process{}
	for _, dir := range dirs {
		if p, err := readProcess(dir); err == nil {
			all[p.pid] = p
		}
	}
	if len(all) == 0 {
		return nil, errors.New("/proc shows no process")
	}
	return all, nil
}

// readProcess reads /proc/PID/stat. The name in it is in parentheses and may hold
// anything, spaces and parentheses too, so the fields are counted from the last
// one. Source: proc_pid_stat(5).
func readProcess(dir string) (process, error) {
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return process{}, err
	}
	text := string(stat)
	open, end := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	fields := strings.Fields(text[end+1:])
	if open < 0 || len(fields) < 2 {
		return process{}, errors.New("unreadable stat")
	}
	p := process{state: fields[0], command: text[open : end+1]}
	if p.pid, err = strconv.Atoi(strings.TrimSpace(text[:open])); err != nil {
		return process{}, err
	}
	if p.ppid, err = strconv.Atoi(fields[1]); err != nil {
		return process{}, err
	}
	if cmdline, err := os.ReadFile(filepath.Join(dir, "cmdline")); err == nil && len(cmdline) > 0 {
		p.command = strings.TrimSpace(strings.ReplaceAll(string(cmdline), "\x00", " "))
	}
	return p, nil
}

func descends(all map[int]process, p process, ancestor int) bool {
	for p.ppid != 0 {
		if p.ppid == ancestor {
			return true
		}
		parent, ok := all[p.ppid]
		if !ok {
			return false
		}
		p = parent
	}
	return false
}

// links are those of our thread's network namespace. /sys/class/net would show those of the one that /sys was mounted from.
// Source: proc_pid_net(5), dev: two lines of headings, then a name, a colon and numbers in each.
func links(Options) ([]string, error) {
	lines, err := readLines("/proc/thread-self/net/dev")
	var names []string
	for _, line := range lines {
		if name, _, isLink := strings.Cut(line, ":"); isLink {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names, err
}

// rules lists the packet filter with the tools that are there. Counters are left out, as
// traffic is no leak.
func rules(Options) ([]string, error) {
	var lines []string
	for _, command := range [][]string{{"nft", "--stateless", "list", "ruleset"}, {"iptables-save"}} {
		path, err := exec.LookPath(command[0])
		if err != nil {
			continue
		}
		out, err := exec.Command(path, command[1:]...).Output()
		if err != nil {
			continue // no privilege to look is no privilege to change
		}
		for _, line := range strings.Split(string(out), "\n") {
			if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ":") {
				lines = append(lines, command[0]+" "+line)
			}
		}
	}
	return lines, nil
}

// cgroups lists the groups that are ours by their name, in every hierarchy. A name of
// ours holds the number of the process that made the group (minicontainer-check-4711-1); a
// group of a living process that is not watched is somebody else's work. Those of containers do not hold
// one, and are somebody else's if a process runs in them that is not watched.
func cgroups(o Options) ([]string, error) {
	all, err := readProcesses()
	if err != nil {
		return nil, err
	}
	var lines []string
	err = filepath.WalkDir("/sys/fs/cgroup", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return skipMissing(err)
		}
		if d.IsDir() && (strings.Contains(d.Name(), "minicontainer") || strings.Contains(d.Name(), "workshop")) {
			if !ofSomebodyElse(all, d.Name(), o.Pid) && !runsSomebodyElse(all, path, o.Pid) {
				lines = append(lines, path)
			}
		}
		return nil
	})
	return lines, err
}

// containerGroups are the groups of containers, and of those of the stages.
var containerGroups = regexp.MustCompile(`/minicontainer-([0-9a-f]{8}|stage)(/|$)`)

func ofSomebodyElse(all map[int]process, group string, watched int) bool {
	for _, word := range strings.Split(group, "-") {
		pid, err := strconv.Atoi(word)
		if err != nil {
			continue
		}
		owner, alive := all[pid]
		return alive && pid != watched && !descends(all, owner, watched)
	}
	return false
}

// runsSomebodyElse tells whether a process that is not watched is in a group, or in one below it.
func runsSomebodyElse(all map[int]process, group string, watched int) bool {
	found := false
	filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error { //nolint:errcheck // a group that is gone runs nobody
		if err != nil || !d.IsDir() {
			return skipMissing(err)
		}
		text, _ := os.ReadFile(filepath.Join(path, "cgroup.procs")) //nolint:errcheck // nobody
		for _, word := range strings.Fields(string(text)) {
			pid, err := strconv.Atoi(word)
			if owner, alive := all[pid]; err == nil && alive && pid != watched && !descends(all, owner, watched) {
				found = true
			}
		}
		return nil
	})
	return found
}

// abandoned tells the line of a control group whose maker is gone, or of a container's, whose maker is not known.
func abandoned(line string) bool {
	path, isGroup := strings.CutPrefix(line, "cgroup: ")
	if !isGroup {
		return false
	}
	if containerGroups.MatchString(path) {
		return true
	}
	for _, word := range strings.Split(filepath.Base(path), "-") {
		if _, err := strconv.Atoi(word); err == nil {
			_, err := os.Stat("/proc/" + word)
			return errors.Is(err, fs.ErrNotExist)
		}
	}
	return false
}

func skipMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.ENAMETOOLONG) {
		return nil
	}
	return err
}

// loops leaves out devices of files beside TempDir: those are of other tests, which have directories there of their own. A
// loop device is the whole machine's, and does not tell whose it is but by its file.
func loops(o Options) ([]string, error) {
	files, err := filepath.Glob("/sys/block/loop*/loop/backing_file")
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, f := range files {
		if backing, err := os.ReadFile(f); err == nil && !beside(string(backing), o.TempDir) {
			lines = append(lines, strings.TrimSpace(string(backing)))
		}
	}
	return lines, nil
}

// beside tells whether a file lies in another directory of dir's parent.
func beside(file, dir string) bool {
	return dir != "" && strings.HasPrefix(file, filepath.Dir(dir)+"/") && !strings.HasPrefix(file, dir+"/")
}

func tempFiles(o Options) ([]string, error) {
	if o.TempDir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(o.TempDir)
	return names(entries), err
}

func names(entries []fs.DirEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func readLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	return lines, scanner.Err()
}
