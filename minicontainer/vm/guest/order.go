package guest

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Places in the guest's files.
const (
	Init      = "/init"       // the first process, by whose name the program knows that it is that
	Program   = "/bin/guest"  // the program that Init is a link to
	OrderFile = "/order.json" // an Order
)

// Order is what the guest is to do.
type Order struct {
	Modules []string // files, in the order to load them in
	Swap    string   // the disk to swap to, or ""
	Args    []string // the program, its path first, and its arguments
	Env     []string
	Dir     string // its working directory
}

// Marshal writes the order as Init reads it.
func (o Order) Marshal() ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("write order: %w", err)
	}
	return text, nil
}

func readOrder(file string) (Order, error) {
	var o Order
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err != nil {
		return o, fmt.Errorf("read order: %w", err)
	}
	return o, nil
}

// Mark is a line of the first process's own on the serial line.
type Mark string

// The marks. What the program writes is between them.
const (
	None  Mark = ""
	Begin Mark = "begin"
	End   Mark = "end"
)

const markPrefix = "minicontainer-guest: "

// line is the mark on a line of its own, wherever the one before ended.
func (m Mark) line(status int) string {
	return fmt.Sprintf("\n%s%s %d\n", markPrefix, m, status)
}

// ReadMark reads a line of the serial line. The status means something for End only.
func ReadMark(line string) (m Mark, status int) {
	rest, ours := strings.CutPrefix(strings.TrimRight(line, "\r\n"), markPrefix)
	word, number, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(number)
	if m = Mark(word); !ours || err != nil || m != Begin && m != End {
		return None, 0
	}
	return m, status
}
