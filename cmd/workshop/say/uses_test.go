package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// use is a call that names a text.
type use struct {
	id   string
	args int // how many follow the id; -1 where a slice is spread
	at   token.Position
}

// TestEveryUseIsKnownAndEveryIDIsUsed reads the source of the whole command: the
// calls of T, Say and Text whose first argument is a literal.
func TestEveryUseIsKnownAndEveryIDIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, u := range uses(t, "..") {
		used[u.id] = true
		text, known := catalogue[u.id]
		switch want := len(verbs(text.EN)); {
		case !known:
			t.Errorf("%v: unknown text %q", u.at, u.id)
		case u.args >= 0 && u.args != want:
			t.Errorf("%v: text %q takes %d arguments, gets %d", u.at, u.id, want, u.args)
		}
	}
	for id := range catalogue {
		if !used[id] {
			t.Errorf("text %q is used nowhere", id)
		}
	}
}

func uses(t *testing.T, dir string) []use {
	t.Helper()
	files := token.NewFileSet()
	var found []use
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				found = appendUse(found, files, call)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func appendUse(found []use, files *token.FileSet, call *ast.CallExpr) []use {
	if len(call.Args) == 0 || !speaks(call.Fun) {
		return found
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return found
	}
	id, err := strconv.Unquote(literal.Value)
	if err != nil {
		return found
	}
	args := len(call.Args) - 1
	if call.Ellipsis.IsValid() {
		args = -1
	}
	return append(found, use{id, args, files.Position(call.Pos())})
}

func speaks(function ast.Expr) bool {
	switch f := function.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name == "T" || f.Sel.Name == "Say" || f.Sel.Name == "Text"
	case *ast.Ident:
		return f.Name == "T"
	}
	return false
}
