// The words of mount options and the numbers of mount(2).

package mount

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// A flag word sets a bit or, as its opposite, clears it. The order is the one in
// which --explain prints them.
var flagWords = []struct {
	word  string
	bit   uintptr
	clear bool
}{
	{"ro", unix.MS_RDONLY, false}, {"rw", unix.MS_RDONLY, true},
	{"nosuid", unix.MS_NOSUID, false}, {"suid", unix.MS_NOSUID, true},
	{"nodev", unix.MS_NODEV, false}, {"dev", unix.MS_NODEV, true},
	{"noexec", unix.MS_NOEXEC, false}, {"exec", unix.MS_NOEXEC, true},
	{"sync", unix.MS_SYNCHRONOUS, false}, {"async", unix.MS_SYNCHRONOUS, true},
	{"noatime", unix.MS_NOATIME, false}, {"atime", unix.MS_NOATIME, true},
	{"nodiratime", unix.MS_NODIRATIME, false}, {"diratime", unix.MS_NODIRATIME, true},
	{"relatime", unix.MS_RELATIME, false}, {"norelatime", unix.MS_RELATIME, true},
	{"strictatime", unix.MS_STRICTATIME, false}, {"nostrictatime", unix.MS_STRICTATIME, true},
}

var propagationWords = []struct {
	word string
	bits uintptr
}{
	{"private", unix.MS_PRIVATE}, {"rprivate", unix.MS_PRIVATE | unix.MS_REC},
	{"slave", unix.MS_SLAVE}, {"rslave", unix.MS_SLAVE | unix.MS_REC},
	{"shared", unix.MS_SHARED}, {"rshared", unix.MS_SHARED | unix.MS_REC},
	{"unbindable", unix.MS_UNBINDABLE}, {"runbindable", unix.MS_UNBINDABLE | unix.MS_REC},
}

// Options is a parsed list of mount options, sorted into the separate calls
// that carry them out.
type Options struct {
	Flags       uintptr   // of the mount itself, MS_BIND and MS_REC included
	Lift        uintptr   // flags that a word such as "exec" takes away
	Propagation []uintptr // one call each, afterwards
	ReadOnly    bool      // "rro": this mount and everything mounted below it
	Mapped      bool      // "idmap": owners are to be mapped (owners.go)
	MappedBelow bool      // "ridmap": those of the mounts below, too
	Data        []string  // words for the file system
}

// ParseOptions sorts the words of an OCI mount's options. A word that no flag
// knows is left to the file system, which refuses what it does not know; the
// mistakes that a file system would misread are refused here.
// Source: runtime-spec config.md "Mounts", mount(8).
func ParseOptions(words []string) (Options, error) {
	var o Options
	for _, word := range words {
		if err := o.add(word); err != nil {
			return Options{}, err
		}
	}
	return o, nil
}

func (o *Options) add(word string) error {
	switch word {
	case "defaults", "":
		return nil
	case "bind":
		o.Flags |= unix.MS_BIND
		return nil
	case "rbind":
		o.Flags |= unix.MS_BIND | unix.MS_REC
		return nil
	case "rro":
		o.ReadOnly = true
		return nil
	case "idmap", "ridmap":
		o.Mapped, o.MappedBelow = true, o.MappedBelow || word == "ridmap"
		return nil
	}
	if o.addFlag(word) || o.addPropagation(word) {
		return nil
	}
	if strings.ContainsAny(word, ",\x00") {
		return fmt.Errorf("read mount option %q: a comma or NUL would make it two options", word)
	}
	o.Data = append(o.Data, word)
	return nil
}

func (o *Options) addFlag(word string) bool {
	for _, f := range flagWords {
		if f.word != word {
			continue
		}
		if f.clear {
			o.Flags, o.Lift = o.Flags&^f.bit, o.Lift|f.bit
		} else {
			o.Flags, o.Lift = o.Flags|f.bit, o.Lift&^f.bit
		}
		return true
	}
	return false
}

func (o *Options) addPropagation(word string) bool {
	for _, p := range propagationWords {
		if p.word == word {
			o.Propagation = append(o.Propagation, p.bits)
			return true
		}
	}
	return false
}

// flagNames are the words for the set bits, without bind and remount, which have
// switches of their own in mount(8).
func flagNames(flags uintptr) []string {
	var words []string
	for _, f := range flagWords {
		if !f.clear && flags&f.bit != 0 {
			words = append(words, f.word)
		}
	}
	return words
}

// liftNames are the words that take flags away.
func liftNames(flags uintptr) []string {
	var words []string
	for _, f := range flagWords {
		if f.clear && flags&f.bit != 0 {
			words = append(words, f.word)
		}
	}
	return words
}

// propagation is the word for a call that only changes propagation, else "".
func propagation(flags uintptr) string {
	for _, p := range propagationWords {
		if flags == p.bits {
			return p.word
		}
	}
	return ""
}

// Propagation reads a word such as "rslave". The bits are those of one call of mount(2) that changes nothing else.
func Propagation(word string) (bits uintptr, err error) {
	for _, p := range propagationWords {
		if p.word == word {
			return p.bits, nil
		}
	}
	return 0, fmt.Errorf("read propagation %.40q: it is private, slave, shared or unbindable, or one of them with an r in front", word)
}

// Words are the options that ParseOptions knows itself.
func Words() []string {
	words := []string{"defaults", "bind", "rbind", "rro", "idmap", "ridmap"}
	for _, f := range flagWords {
		words = append(words, f.word)
	}
	for _, p := range propagationWords {
		words = append(words, p.word)
	}
	return words
}
