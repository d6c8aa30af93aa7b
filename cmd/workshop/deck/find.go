package deck

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// Find reads the deck of a lesson, NN-slug.md or NN-slug.ko.md, out of the
// directory of decks. Where no language is chosen it is the English one.
func Find(decks fs.FS, lesson int, lang say.Lang) ([]byte, error) {
	names, err := fs.Glob(decks, fmt.Sprintf("%02d-*.md", lesson))
	if err != nil {
		return nil, fmt.Errorf("find slides: %w", err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".ko.md") == (lang == say.Korean) {
			return fs.ReadFile(decks, name)
		}
	}
	return nil, fmt.Errorf("find slides of lesson %d: there are none", lesson)
}
