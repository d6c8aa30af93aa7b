package deck

import (
	"bytes"
	_ "embed" // the page's three parts
	"fmt"
	"html/template"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string

	page = template.Must(template.New("page").Funcs(template.FuncMap{
		"number": func(index int) int { return index + 1 },
	}).Parse(pageHTML))
)

// Options are what a page needs beside its slides.
type Options struct {
	Lang  say.Lang // of the slides and of the page's own words; English where unknown
	Title string   // of the window; the first slide's where empty
}

// Render makes one page of the slides, complete in itself.
func Render(slides []Slide, o Options) ([]byte, error) {
	if len(slides) == 0 {
		return nil, fmt.Errorf("render slides: there are none")
	}
	if o.Title == "" {
		o.Title = slides[0].Title
	}
	if o.Lang == say.Unknown {
		o.Lang = say.English
	}
	var out bytes.Buffer
	err := page.Execute(&out, map[string]any{
		"Lang":   o.Lang,
		"Title":  o.Title,
		"Style":  template.CSS(pageCSS),
		"Script": template.JS(pageJS),
		"Slides": slides,
		"Words":  words(o.Lang),
		"Keys":   keys(o.Lang),
	})
	if err != nil {
		return nil, fmt.Errorf("render slides: %w", err)
	}
	return out.Bytes(), nil
}

// words are the labels on the page.
func words(lang say.Lang) map[string]string {
	return map[string]string{
		"Previous": say.T("slides.previous").In(lang),
		"Next":     say.T("slides.next").In(lang),
		"Keys":     say.T("slides.keys").In(lang),
		"Notes":    say.T("slides.notes").In(lang),
		"Elapsed":  say.T("slides.elapsed").In(lang),
		"Last":     say.T("slides.last").In(lang),
		"Close":    say.T("slides.close").In(lang),
	}
}

// key is a line of the help: what to press, and what it does.
type key struct {
	Press []string
	Does  string
}

func keys(lang say.Lang) []key {
	return []key{
		{[]string{"→", "Space", "PageDown"}, say.T("slides.key-next").In(lang)},
		{[]string{"←", "PageUp"}, say.T("slides.key-previous").In(lang)},
		{[]string{"Home", "End"}, say.T("slides.key-ends").In(lang)},
		{[]string{"f"}, say.T("slides.key-full").In(lang)},
		{[]string{"s"}, say.T("slides.key-speaker").In(lang)},
		{[]string{"r"}, say.T("slides.key-clock").In(lang)},
		{[]string{"p"}, say.T("slides.key-print").In(lang)},
		{[]string{"?"}, say.T("slides.key-help").In(lang)},
	}
}
