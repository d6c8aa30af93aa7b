// Drawings: the only HTML a slide may hold. An SVG element inline in the text takes
// its colours from the page, so that one drawing serves a dark and a bright room.
// Elements and attributes are held against short lists: SVG also has <script>,
// event handlers, <foreignObject> and references to other files.
//
// In Markdown such a block begins with a line that is the whole "<svg …>" tag, and
// ends at the first blank line. Source: CommonMark, "HTML blocks", kind 7.

package deck

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

var (
	drawingElements = []string{"svg", "title", "g", "rect", "line", "path", "polyline", "circle", "text", "tspan"}

	drawingAttributes = []string{
		"viewBox", "role", "class", "transform",
		"x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "width", "height", "d", "points", "text-anchor",
	}
)

// harmless refuses what must not get into the page.
func harmless(source []byte, node ast.Node) error {
	return ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			return ast.WalkContinue, checkHTML(blockText(source, n))
		case *ast.RawHTML:
			return ast.WalkContinue, fmt.Errorf("HTML within a line: %s", n.Segments.Value(source))
		case *ast.Image:
			return ast.WalkContinue, fmt.Errorf("picture %s: the page must stand alone; draw it as inline SVG", n.Destination)
		}
		return ast.WalkContinue, nil
	})
}

func checkHTML(html string) error {
	if isComment(html) {
		return nil
	}
	_, err := drawing(html)
	return err
}

// drawing reads an SVG element and writes it anew, so that the browser sees what was
// checked: XML and HTML disagree on where a comment or a CDATA section ends, and a
// script could hide in between.
func drawing(html string) (string, error) {
	var out strings.Builder
	decoder, encoder := xml.NewDecoder(strings.NewReader(html)), xml.NewEncoder(&out)
	for first := true; ; first = false {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			err := encoder.Flush()
			return out.String(), err
		case err != nil:
			return "", fmt.Errorf("read drawing: %w", err)
		case first && !startsDrawing(token):
			return "", errors.New("HTML that is neither a comment nor a drawing: " + html)
		}
		if err := checkToken(token); err != nil {
			return "", err
		}
		if err := encoder.EncodeToken(token); err != nil {
			return "", fmt.Errorf("write drawing: %w", err)
		}
	}
}

func isComment(html string) bool {
	html = strings.TrimSpace(html)
	return strings.HasPrefix(html, "<!--") && strings.Index(html, "-->") == len(html)-len("-->")
}

func startsDrawing(token xml.Token) bool {
	start, ok := token.(xml.StartElement)
	return ok && start.Name.Local == "svg"
}

func checkToken(token xml.Token) error {
	switch t := token.(type) {
	case xml.CharData, xml.EndElement:
		return nil
	case xml.StartElement:
		return checkElement(t)
	}
	return errors.New("read drawing: only elements and text may be in it")
}

func checkElement(start xml.StartElement) error {
	if !slices.Contains(drawingElements, start.Name.Local) {
		return fmt.Errorf("read drawing: element <%s> may not be in it", start.Name.Local)
	}
	for _, a := range start.Attr {
		if a.Name.Space != "" || !slices.Contains(drawingAttributes, a.Name.Local) {
			return fmt.Errorf("read drawing: attribute %s of <%s> may not be in it", a.Name.Local, start.Name.Local)
		}
	}
	return nil
}

func blockText(source []byte, block *ast.HTMLBlock) string {
	html := string(block.Lines().Value(source))
	if block.HasClosure() {
		html += string(block.ClosureLine.Value(source))
	}
	return html
}
