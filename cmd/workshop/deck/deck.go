// Package deck turns a Markdown text into slides, and slides into one HTML page.
//
//	Markdown ── Parse ──▶ []Slide ── Render ──▶ page ── Serve ──▶ a browser
//
// A line "---" separates two slides. Each opens with its one heading. The comment
// "<!-- note: … -->" holds what the speaker says, in Markdown too.
//
// The page stands alone: style, script and drawings are in it, and it loads
// nothing, so that it works from a memory stick in a room without internet. That is
// why a slide may hold no picture from elsewhere and no HTML but comments and inline
// SVG drawings (drawing.go): the page must not become a place where a text can
// bring a script along.
//
// Read on in this order: parse.go, drawing.go, code.go, page.go, page.html,
// page.css, page.js.
package deck

import "html/template"

// Slide is one slide, ready to be shown.
type Slide struct {
	Title string        // the heading, as plain text
	HTML  template.HTML // the whole slide, heading included
	Notes template.HTML // for the speaker only; empty where there are none
}
