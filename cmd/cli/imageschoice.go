//go:build linux

// Which images are listed.

package cli

import (
	"errors"
	"path"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

// imagesKeys are the keys of images --filter, which mean what Docker's mean.
var imagesKeys = []string{"before", "dangling", "label", "reference", "since", "until"}

// matcher reads the filters and the operand, a name, and returns what tells whether an image is shown under one of its names.
func (f imagesFlags) matcher(e *engine.Engine, args []string) (func(image.Image, imageRow) bool, error) {
	w := f.filter
	before, beforeErr := createdOf(e, w, "before")
	since, sinceErr := createdOf(e, w, "since")
	until, untilErr := w.until(time.Now())
	dangling, danglingErr := w.truth("dangling")
	if err := errors.Join(w.check(imagesKeys), beforeErr, sinceErr, untilErr, danglingErr); err != nil {
		return nil, err
	}
	return func(i image.Image, row imageRow) bool {
		made := i.Created()
		return (len(args) == 0 || row.called(args[0])) && w.labels(i.Config.Config.Labels) && w.any("reference", row.called) &&
			(before == nil || made.Before(*before)) && (since == nil || made.After(*since)) && (until == nil || made.Before(*until)) &&
			(dangling == nil || *dangling == (len(i.Names) == 0))
	}, nil
}

// called tells whether a pattern is the row's name, or its name and tag. Source: path.Match.
func (r imageRow) called(pattern string) bool {
	for _, name := range []string{r.Repository, r.Repository + ":" + r.Tag} {
		if match, err := path.Match(pattern, name); name == pattern || err == nil && match {
			return true
		}
	}
	return false
}

// createdOf is when the image that a key names was made; nil if it is not given.
func createdOf(e *engine.Engine, f filters, key string) (*time.Time, error) {
	var when *time.Time
	for _, name := range f[key] {
		i, err := e.FindImage(name)
		if err != nil {
			return nil, f.wrong(key, name, err)
		}
		made := i.Created()
		when = &made
	}
	return when, nil
}

// until reads until=MOMENT: a date, or how long ago.
func (f filters) until(now time.Time) (*time.Time, error) {
	var when *time.Time
	for _, value := range f["until"] {
		t, err := readMoment(value, now)
		if err != nil {
			return nil, f.wrong("until", value, err)
		}
		when = &t
	}
	return when, nil
}
