//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/oci/lifecycle"
)

func (p *program) listCommand() *cobra.Command {
	var format string
	var quiet bool
	cmd := &cobra.Command{
		Use: "list", Aliases: []string{"ls"}, Short: "List containers", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list, err := p.store().List()
			if err != nil {
				return err
			}
			switch {
			case quiet:
				for _, c := range list {
					fmt.Println(c.ID)
				}
				return nil
			case format == "json":
				return printJSON(rows(list), "")
			case format != "table":
				return fmt.Errorf("read --format %.40q: table or json", format)
			}
			return printTable(rows(list))
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "table", "`table` or json")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "ids only")
	return cmd
}

// row is a container in the words of runc's list.
type row struct {
	Version string    `json:"ociVersion"`
	ID      string    `json:"id"`
	Pid     int       `json:"pid"`
	Status  string    `json:"status"`
	Bundle  string    `json:"bundle"`
	Created time.Time `json:"created"`
	Owner   string    `json:"owner"`
}

func rows(list []*lifecycle.Container) []row {
	all := []row{}
	for _, c := range list {
		s := c.State()
		all = append(all, row{s.Version, s.ID, s.Pid, string(s.Status), s.Bundle, c.Created(), owner(c.Owner())})
	}
	return all
}

func owner(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return "#" + strconv.Itoa(uid)
}

func printTable(rows []row) error {
	w := tabwriter.NewWriter(os.Stdout, 12, 1, 3, ' ', 0)
	fmt.Fprintln(w, "ID\tPID\tSTATUS\tBUNDLE\tCREATED\tOWNER") //nolint:errcheck // Flush tells
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\n", r.ID, r.Pid, r.Status, r.Bundle, r.Created.Format(time.RFC3339Nano), r.Owner) //nolint:errcheck // see above
	}
	return w.Flush()
}

func (p *program) psCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "ps [--format json] ID [PS-OPTION…]", Short: "List the processes of a container", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			pids, err := p.store().Pids(args[0])
			if err != nil {
				return err
			}
			slices.Sort(pids)
			switch format {
			case "json":
				return json.NewEncoder(os.Stdout).Encode(append([]int{}, pids...))
			case "table":
				return printProcesses(pids, args[1:])
			}
			return fmt.Errorf("read --format %.40q: table or json", format)
		},
	}
	cmd.Flags().SetInterspersed(true)
	cmd.Flags().StringVarP(&format, "format", "f", "table", "`table` or json, which is an array of numbers")
	return cmd
}

// printProcesses are the lines of ps(1) for these processes.
func printProcesses(pids []int, options []string) error {
	if len(options) == 0 {
		options = []string{"-ef"}
	}
	out, err := exec.Command("ps", options...).Output()
	if err != nil {
		return fmt.Errorf("run ps: %w", err)
	}
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	column := slices.Index(strings.Fields(lines[0]), "PID")
	if column < 0 {
		return fmt.Errorf("read the output of ps: no column PID")
	}
	fmt.Println(lines[0])
	for _, line := range lines[1:] {
		fields := strings.Fields(line)
		if len(fields) <= column {
			continue
		}
		if pid, err := strconv.Atoi(fields[column]); err == nil && slices.Contains(pids, pid) {
			fmt.Println(line)
		}
	}
	return nil
}
