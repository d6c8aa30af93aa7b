package author

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// exerciseLacks is what one exercise needs besides passing its proof.
func exerciseLacks(root string, x grade.Exercise) []string {
	var lines []string
	complain := func(format string, args ...any) {
		lines = append(lines, "exercises/"+x.Folder+": "+fmt.Sprintf(format, args...))
	}
	for _, name := range StubNames(x) {
		if !exists(root, "exercises", x.Folder, name) {
			complain("%s is missing", name)
		}
	}
	if !archiveHolds(root, x) {
		complain("grader/stub.txtar is not what the folder holds; `workshop new stub %s` writes it", x.ID)
	}
	for name, text := range texts(x) {
		if strings.TrimSpace(text.EN) == "" || strings.TrimSpace(text.KO) == "" {
			complain("%s is not there in both languages", name)
		}
		if strings.Count(text.EN, "%[") != strings.Count(text.KO, "%[") {
			complain("%s has other verbs in the other language", name)
		}
	}
	for _, name := range x.Answer {
		if !exists(root, "solutions", x.Folder, name) {
			complain("solutions/%s/%s is missing", x.Folder, name)
		}
	}
	if len(x.Mistakes) == 0 {
		complain("it knows no mistake")
	}
	for _, m := range x.Mistakes {
		if found, err := filepath.Glob(filepath.Join(root, "solutions", x.Folder, "_wrong", m.ID) + "*"); err != nil || len(found) == 0 {
			complain("no wrong answer proves %s (solutions/%s/_wrong/%[1]s/)", m.ID, x.Folder)
		}
	}
	slices.Sort(lines)
	return append(lines, givenDiffers(root, x)...)
}

// givenDiffers compares the main.go of the solution with the one that is given.
func givenDiffers(root string, x grade.Exercise) []string {
	if !strings.HasSuffix(x.Answer[0], ".go") {
		return nil
	}
	given, err := os.ReadFile(filepath.Join(root, "exercises", x.Folder, "main.go"))
	copied, err2 := os.ReadFile(filepath.Join(root, "solutions", x.Folder, "main.go"))
	if err != nil || err2 != nil || !bytes.Equal(given, copied) {
		return []string{"solutions/" + x.Folder + ": its main.go is not the exercise's"}
	}
	return nil
}

// texts are all sentences of an exercise, by a name that helps to find them.
func texts(x grade.Exercise) map[string]grade.Text {
	all := map[string]grade.Text{"Title": x.Title, "LookAt": x.LookAt}
	for i, h := range x.Hints {
		all[fmt.Sprintf("hint %d", i+1)] = h
	}
	for _, m := range x.Mistakes {
		all[m.ID+" Expected"], all[m.ID+" So"] = m.Expected, m.So
	}
	return all
}

// StubNames are the files a learner first gets, in the order of the archive.
func StubNames(x grade.Exercise) []string {
	names := []string{"README.md", "README.ko.md"}
	if strings.HasSuffix(x.Answer[0], ".go") {
		names = append(names, "main.go")
	}
	return append(names, x.Answer...)
}

func archiveHolds(root string, x grade.Exercise) bool {
	archive, err := packFolder(root, x)
	return err == nil && archive == x.Archive
}

func packFolder(root string, x grade.Exercise) (string, error) {
	files := map[string][]byte{}
	for _, name := range StubNames(x) {
		text, err := os.ReadFile(filepath.Join(root, "exercises", x.Folder, name))
		if err != nil {
			return "", err
		}
		files[name] = text
	}
	return grade.Pack(StubNames(x), files), nil
}

// WriteStub takes the exercise's folder as it is for what learners get.
func WriteStub(root string, x grade.Exercise) error {
	archive, err := packFolder(root, x)
	if err != nil {
		return fmt.Errorf("write stub of %s: %w", x.ID, err)
	}
	if err := os.WriteFile(filepath.Join(root, stubFile(x)), []byte(archive), 0o644); err != nil {
		return fmt.Errorf("write stub of %s: %w", x.ID, err)
	}
	return nil
}

// stubFile is where the stub lies, below the root of the clone.
func stubFile(x grade.Exercise) string {
	return path.Join("exercises", x.Folder, "grader", "stub.txtar")
}

func exists(parts ...string) bool {
	_, err := os.Stat(filepath.Join(parts...))
	return err == nil
}
