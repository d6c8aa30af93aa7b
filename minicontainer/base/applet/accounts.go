package applet

// Names of users and groups, from /etc/passwd and /etc/group alone. os/user
// would ask the C library, which reads further databases through shared objects
// that a container's root does not have. Source: passwd(5), group(5).

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type accounts struct {
	users  []user
	groups []group
}

type user struct {
	name     string
	uid, gid int
}

type group struct {
	name    string
	gid     int
	members []string
}

// loadAccounts reads both files. A missing file is an empty one: a container
// need not have it, and numbers do as well.
func loadAccounts() *accounts {
	a := &accounts{}
	eachAccountLine("/etc/passwd", 4, func(field []string) {
		uid, err := strconv.Atoi(field[2])
		gid, err2 := strconv.Atoi(field[3])
		if err == nil && err2 == nil {
			a.users = append(a.users, user{field[0], uid, gid})
		}
	})
	eachAccountLine("/etc/group", 4, func(field []string) {
		if gid, err := strconv.Atoi(field[2]); err == nil {
			a.groups = append(a.groups, group{field[0], gid, strings.Split(field[3], ",")})
		}
	})
	return a
}

func eachAccountLine(path string, fields int, use func(field []string)) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer file.Close()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		if field := strings.Split(scanner.Text(), ":"); len(field) >= fields {
			use(field)
		}
	}
}

// userName is the name of a user, or the number as text.
func (a *accounts) userName(uid int) string {
	if name, ok := a.userByID(uid); ok {
		return name
	}
	return strconv.Itoa(uid)
}

func (a *accounts) userByID(uid int) (string, bool) {
	for _, u := range a.users {
		if u.uid == uid {
			return u.name, true
		}
	}
	return "", false
}

// groupName is the name of a group, or the number as text.
func (a *accounts) groupName(gid int) string {
	if name, ok := a.groupByID(gid); ok {
		return name
	}
	return strconv.Itoa(gid)
}

func (a *accounts) groupByID(gid int) (string, bool) {
	for _, g := range a.groups {
		if g.gid == gid {
			return g.name, true
		}
	}
	return "", false
}

// user finds a user by name or by number. A number without an entry is a user
// all the same, with gid -1 for "not known".
func (a *accounts) user(nameOrID string) (user, error) {
	for _, u := range a.users {
		if u.name == nameOrID {
			return u, nil
		}
	}
	uid, err := parseCount(nameOrID)
	if err != nil {
		return user{}, fmt.Errorf("look up user %s: no such user", nameOrID)
	}
	for _, u := range a.users {
		if u.uid == uid {
			return u, nil
		}
	}
	return user{nameOrID, uid, -1}, nil
}

// gid finds a group by name or by number.
func (a *accounts) gid(nameOrID string) (int, error) {
	for _, g := range a.groups {
		if g.name == nameOrID {
			return g.gid, nil
		}
	}
	gid, err := parseCount(nameOrID)
	if err != nil {
		return 0, fmt.Errorf("look up group %s: no such group", nameOrID)
	}
	return gid, nil
}

// groupsOf lists the groups that name the user as a member.
func (a *accounts) groupsOf(name string) []int {
	var gids []int
	for _, g := range a.groups {
		for _, member := range g.members {
			if member == name {
				gids = append(gids, g.gid)
			}
		}
	}
	return gids
}
