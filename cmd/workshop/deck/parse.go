package deck

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown knows CommonMark and tables. A line of the text is a line on the slide.
// It drops HTML; what is let through after all is in drawing.go.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithRendererOptions(
		html.WithHardWraps(),
		renderer.WithNodeRenderers(util.Prioritized(blocks{}, beforeDefault)),
	),
)

// beforeDefault ranks our renderers above goldmark's own, which have rank 1000.
const beforeDefault = 100

// Parse takes a deck apart. The error names the slide, counted from 1, that is not
// one: it has no heading or several, or holds HTML or pictures that a slide may not.
func Parse(source []byte) ([]Slide, error) {
	var slides []Slide
	for i, nodes := range split(markdown.Parser().Parse(text.NewReader(source))) {
		slide, err := makeSlide(source, nodes)
		if err != nil {
			return nil, fmt.Errorf("read slide %d: %w", i+1, err)
		}
		slides = append(slides, slide)
	}
	return slides, nil
}

// split groups the blocks of a document between its thematic breaks. The parser has
// found those, so a "---" within a fence or a comment is none.
func split(document ast.Node) [][]ast.Node {
	slides := [][]ast.Node{nil}
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		if node.Kind() == ast.KindThematicBreak {
			slides = append(slides, nil)
			continue
		}
		last := len(slides) - 1
		slides[last] = append(slides[last], node)
	}
	return slides
}

func makeSlide(source []byte, nodes []ast.Node) (Slide, error) {
	var slide Slide
	var page bytes.Buffer
	for i, node := range nodes {
		// A "---" right below a paragraph makes a heading of it instead of a separator:
		// one heading, at the top, is the check that finds this slip.
		if isHeading := node.Kind() == ast.KindHeading; isHeading != (i == 0) {
			return slide, fmt.Errorf("want one heading, and that first: block %d breaks it (a separator needs a blank line above)", i+1)
		}
		if err := harmless(source, node); err != nil {
			return slide, err
		}
		if note, ok := noteIn(source, node); ok {
			notes, err := convert([]byte(note))
			if err != nil {
				return slide, err
			}
			slide.Notes += notes
			continue
		}
		if err := markdown.Renderer().Render(&page, source, node); err != nil {
			return slide, err
		}
	}
	if len(nodes) == 0 {
		return slide, fmt.Errorf("nothing between two separators")
	}
	slide.Title = plain(source, nodes[0])
	slide.HTML = template.HTML(page.String())
	return slide, nil
}

// noteIn returns the text of a "<!-- note: … -->".
func noteIn(source []byte, node ast.Node) (string, bool) {
	block, ok := node.(*ast.HTMLBlock)
	if !ok {
		return "", false
	}
	note, ok := strings.CutPrefix(strings.TrimSpace(blockText(source, block)), "<!-- note:")
	return strings.TrimSuffix(note, "-->"), ok
}

func convert(source []byte) (template.HTML, error) {
	var out bytes.Buffer
	err := markdown.Convert(source, &out)
	return template.HTML(out.String()), err
}

// plain returns the letters of a heading without its marks.
func plain(source []byte, heading ast.Node) string {
	var letters strings.Builder
	// The walk's only errors are the callback's, which has none.
	ast.Walk(heading, func(n ast.Node, entering bool) (ast.WalkStatus, error) { //nolint:errcheck // see above
		if t, ok := n.(*ast.Text); ok && entering {
			letters.Write(t.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return letters.String()
}
