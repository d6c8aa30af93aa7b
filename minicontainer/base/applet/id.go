package applet

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

var idCommand = command{
	name: "id", usage: "[-ugGnr] [USER]", short: "print user and group numbers",
	options: "ugGnr", long: "user=u group=g groups=G name=n real=r", run: runID,
}

var whoamiCommand = command{
	name: "whoami", usage: "", short: "print the name of the effective user",
	run: runWhoami,
}

type identity struct {
	uid, gid int
	groups   []int
}

func runID(c *call) error {
	a := loadAccounts()
	who, err := c.identity(a)
	if err != nil {
		return err
	}
	groupText := strconv.Itoa
	if c.has("n") {
		groupText = a.groupName
	}
	switch c.last("u", "g", "G") {
	case "u":
		return c.printID(who.uid, a.userByID)
	case "g":
		return c.printID(who.gid, a.groupByID)
	case "G":
		c.printf("%s\n", joinIDs(who.groups, " ", groupText))
	default:
		c.printf("uid=%s gid=%s groups=%s\n", withName(who.uid, a.userByID), withName(who.gid, a.groupByID),
			joinIDs(who.groups, ",", func(gid int) string { return withName(gid, a.groupByID) }))
	}
	return nil
}

// printID prints one id, or with -n its name, which it must then have.
func (c *call) printID(id int, lookup func(int) (string, bool)) error {
	if !c.has("n") {
		c.printf("%d\n", id)
		return nil
	}
	name, ok := lookup(id)
	if !ok {
		c.printf("%d\n", id)
		return fmt.Errorf("look up id %d: it has no name", id)
	}
	c.printf("%s\n", name)
	return nil
}

// identity is that of the process, which the kernel knows, or of a named user,
// which only the files know.
func (c *call) identity(a *accounts) (identity, error) {
	if len(c.operands) > 0 {
		u, err := a.user(c.operands[0])
		if err != nil {
			return identity{}, err
		}
		return identity{u.uid, u.gid, withFirst(u.gid, a.groupsOf(u.name))}, nil
	}
	who := identity{uid: os.Geteuid(), gid: os.Getegid()}
	if c.has("r") {
		who = identity{uid: os.Getuid(), gid: os.Getgid()}
	}
	groups, err := os.Getgroups()
	who.groups = withFirst(who.gid, groups)
	return who, err
}

func withFirst(gid int, gids []int) []int {
	rest := slices.DeleteFunc(gids, func(other int) bool { return other == gid })
	return append([]int{gid}, rest...)
}

func withName(id int, lookup func(int) (string, bool)) string {
	if name, ok := lookup(id); ok {
		return fmt.Sprintf("%d(%s)", id, name)
	}
	return strconv.Itoa(id)
}

func joinIDs(ids []int, separator string, text func(int) string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = text(id)
	}
	return strings.Join(words, separator)
}

func runWhoami(c *call) error {
	name, ok := loadAccounts().userByID(os.Geteuid())
	if !ok {
		return fmt.Errorf("look up uid %d: no such user", os.Geteuid())
	}
	c.printf("%s\n", name)
	return nil
}
