package compare

import "fmt"

// Language is one in which a comparison can be shown.
type Language string

// The languages.
const (
	English Language = "en"
	Korean  Language = "ko"
)

// Words are the labels of tables and charts in one language.
type Words struct {
	Kinds    map[string]string // by the names of kinds
	Measures map[string]string // by the names of medians; short enough for the head of a column
	Roles    map[string]string // by the parts of memory
	Files    map[string]string // by what a kind's files are
	Table    TableWords
}

// TableWords are what the terminal shows beyond that.
type TableWords struct {
	Title, Cores, Time, Work, Walls, Disk             string
	Range, Around, OneMore                            string
	OwnKernel, Processes, HostSees, SeesHost, Devices string
	Yes, No, File, Actual, Apparent, Shared, Each     string
	Missing, Failed, Emulation, SameTree, OtherTree   string
	Runs                                              string
}

// WordsOf are the words of a language.
func WordsOf(l Language) (Words, error) {
	switch l {
	case English:
		return english, nil
	case Korean:
		return korean, nil
	}
	return Words{}, fmt.Errorf("choose language %.20q: want ko or en", string(l))
}

// Kind is what a kind is called: one that nobody has named goes by its own name.
func (w Words) Kind(name string) string {
	if called, ok := w.Kinds[name]; ok {
		return called
	}
	return name
}

// File is what a file of a kind is called.
func (w Words) File(what string) string {
	if called, ok := w.Files[what]; ok {
		return called
	}
	return what
}
