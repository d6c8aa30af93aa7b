package deck

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// blocks renders code and drawings in place of goldmark's own renderers.
type blocks struct{}

// RegisterFuncs is goldmark's way to ask which nodes are ours.
func (blocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, renderCode)
	r.Register(ast.KindHTMLBlock, renderDrawing)
}

// renderDrawing drops comments; harmless has let nothing else through but drawings.
func renderDrawing(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	text := blockText(source, node.(*ast.HTMLBlock))
	if !entering || isComment(text) {
		return ast.WalkContinue, nil
	}
	svg, err := drawing(text)
	if err != nil {
		return ast.WalkStop, err
	}
	_, err = w.WriteString(svg)
	return ast.WalkContinue, err
}

// renderCode marks in each line what the eye looks for: what was typed at the
// prompt, and the comments of Go. Everything else stays as it is, spaces too.
func renderCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := node.(*ast.FencedCodeBlock)
	language := string(block.Language(source))
	lines := strings.SplitAfter(string(block.Lines().Value(source)), "\n")
	for i, line := range lines {
		lines[i] = markLine(language, line)
	}
	_, err := w.WriteString(`<pre class="` + html.EscapeString(language) + `"><code>` + strings.Join(lines, "") + "</code></pre>\n")
	return ast.WalkContinue, err
}

func markLine(language, line string) string {
	text, end := strings.CutSuffix(line, "\n")
	mark := ""
	switch {
	case language == "console" && (strings.HasPrefix(text, "$ ") || strings.HasPrefix(text, "> ")):
		mark = "typed"
	case language == "go" && strings.HasPrefix(strings.TrimSpace(text), "//"):
		mark = "comment"
	}
	text = html.EscapeString(text)
	if mark != "" {
		text = `<span class="` + mark + `">` + text + "</span>"
	}
	if end {
		text += "\n"
	}
	return text
}
