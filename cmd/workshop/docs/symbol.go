package docs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// symbol returns the source of a declaration with its doc comment. The name is a
// function, a type, a method as Type.Method, a constant or a variable; of a group
// in parentheses the whole group is returned, for a piece of it is not Go.
func symbol(path string, source []byte, name string) (string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.ParseComments)
	if err != nil {
		return "", fmt.Errorf("parse %s: %w", path, err)
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "const "), "var ")
	for _, declaration := range file.Decls {
		if !declares(declaration, name) {
			continue
		}
		start := files.Position(declaration.Pos()).Offset
		if doc := docOf(declaration); doc != nil {
			start = files.Position(doc.Pos()).Offset
		}
		return string(source[start:files.Position(declaration.End()).Offset]) + "\n", nil
	}
	return "", fmt.Errorf("find %s in %s: no such declaration", name, path)
}

func docOf(declaration ast.Decl) *ast.CommentGroup {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}

func declares(declaration ast.Decl, name string) bool {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		return receiver(d)+d.Name.Name == name
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if specDeclares(spec, name) {
				return true
			}
		}
	}
	return false
}

func specDeclares(spec ast.Spec, name string) bool {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		return s.Name.Name == name
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.Name == name {
				return true
			}
		}
	}
	return false
}

// receiver returns "Type." for a method of Type, *Type or Type[T], else nothing.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	kind := f.Recv.List[0].Type
	for {
		switch k := kind.(type) {
		case *ast.StarExpr:
			kind = k.X
		case *ast.IndexExpr:
			kind = k.X
		case *ast.IndexListExpr:
			kind = k.X
		case *ast.Ident:
			return k.Name + "."
		default:
			return ""
		}
	}
}
