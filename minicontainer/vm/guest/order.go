package guest

import (
	"encoding/json"
	"fmt"
	"os"
)

// Places in the guest's files.
const (
	Init      = "/init"       // the first process, by whose name the program knows that it is that
	Program   = "/bin/guest"  // the program that Init is a link to
	OrderFile = "/order.json" // an Order
	RootDir   = "/root.d"     // an image's files, where the order says so
)

// Order is what the guest is to do.
type Order struct {
	Modules  []string // files, in the order to load them in
	Swap     string   // the disk to swap to, or ""
	Root     Root     // what becomes the root directory
	Hostname string   // "" leaves the kernel's
	Reset    bool     // the machine has no switch, and takes a reset for one
	Program  Command
}

// Root is where the root file system is that the program sees.
type Root string

// The roots.
const (
	OwnFiles Root = ""        // the initramfs itself
	InMemory Root = RootDir   // this directory of it
	OnDisk   Root = "virtio:" // the disk named "root", ext4
)

// RootDisk is the name of the disk that OnDisk is.
const RootDisk = "root"

// Command is the program that the guest exists for.
type Command struct {
	Args []string // its name or path, and its arguments
	Env  []string // HOME is added if it is not there
	Dir  string   // its working directory, made if it is missing
	User string   // USER[:GROUP], as docker run's; "" is root

	Input    bool  // it gets Input frames; else its stdin is empty
	Terminal *Size // it has a terminal of that size; Output is what that shows
	Together bool  // stdout and stderr are one stream, Output
}

// Size is a terminal's.
type Size struct{ Rows, Cols uint16 }

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
