//go:build linux

// events: what happens, as it happens.

package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/event"
)

type eventsFlags struct {
	since, until, format string
	filter               filters
}

func (p *Program) eventsCommand() *cobra.Command {
	var f eventsFlags
	cmd := &cobra.Command{
		Use:   "events [flags]",
		Short: "Show what happens to containers, images, volumes and networks",
		Long: `Show what happens to containers, images, volumes and networks: from now on or, with --since, from
then on, until you stop it or --until is over. The last thousands of events are kept.`,
		Args: cobra.NoArgs,
		Example: "  " + p.Name + " events --filter type=container --filter event=die\n" +
			"  " + p.Name + " events --since 10m --until 0s --format '{{.Time}} {{.Action}}'",
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error { return p.events(e, f) }),
	}
	cmd.Flags().StringVar(&f.since, "since", "", "begin at this `TIME`: a date, seconds since 1970, or how\nlong ago (10m)")
	cmd.Flags().StringVar(&f.until, "until", "", "end at this `TIME`")
	cmd.Flags().StringVar(&f.format, "format", "", "json, or a Go `TEMPLATE`, as in '{{.Action}}'")
	f.filter.addTo(cmd, eventKeys)
	return cmd
}

func (p *Program) events(e *engine.Engine, f eventsFlags) error {
	span, err := f.span(time.Now())
	if err == nil {
		err = f.filter.check(eventKeys)
	}
	if err != nil {
		return err
	}
	line, err := eventForm(f.format)
	if err != nil {
		return &ExitError{exitTemplate, err}
	}
	return e.Events(span, func(ev event.Event) error {
		if !f.wants(ev) {
			return nil
		}
		text, err := line(ev)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.Stdout, text)
		return err
	})
}

// span is what --since and --until say. Who says neither wants to see what happens from now on.
func (f eventsFlags) span(now time.Time) (s event.Span, err error) {
	if f.since == "" && f.until == "" {
		s.Since = now
	}
	if f.since != "" {
		if s.Since, err = readMoment(f.since, now); err != nil {
			return s, fmt.Errorf("read --since %.40q: %w", f.since, err)
		}
	}
	if f.until != "" {
		if s.Until, err = readMoment(f.until, now); err != nil {
			return s, fmt.Errorf("read --until %.40q: %w", f.until, err)
		}
	}
	return s, nil
}

// eventForm is how --format wants an event to be shown.
func eventForm(format string) (func(event.Event) (string, error), error) {
	switch format {
	case "":
		return eventLine, nil
	case "json":
		return func(e event.Event) (string, error) {
			text, err := json.Marshal(e)
			return string(text), err
		}, nil
	}
	t, err := parseTemplate(format)
	return func(e event.Event) (string, error) { return execute(t, e) }, err
}

// eventLine is an event in Docker's form.
func eventLine(e event.Event) (string, error) {
	line := e.When().Format("2006-01-02T15:04:05.000000000Z07:00") + " " + e.Type + " " + e.Action + " " + e.Actor.ID
	var attributes []string
	for _, key := range slices.Sorted(maps.Keys(e.Actor.Attributes)) {
		attributes = append(attributes, printable(key+"="+e.Actor.Attributes[key]))
	}
	if len(attributes) > 0 {
		line += " (" + strings.Join(attributes, ", ") + ")"
	}
	return line, nil
}

var eventKeys = []string{"container", "event", "image", "label", "network", "type", "volume"}

// wants tells whether the event is one of those that the filters let through.
func (f eventsFlags) wants(e event.Event) bool {
	for _, kind := range []string{event.Container, event.Network, event.Volume} {
		if !f.filter.any(kind, func(value string) bool { return e.Type == kind && beginsSo(e, value) }) {
			return false
		}
	}
	return f.filter.word("type", e.Type) && f.filter.labels(e.Actor.Attributes) &&
		f.filter.any("event", func(value string) bool {
			action, _, _ := strings.Cut(e.Action, ":") // of "exec_start: sh" and the like the first word will do
			return value == action || value == e.Action
		}) &&
		f.filter.any("image", func(value string) bool { return isOfImage(e, value) })
}

// beginsSo tells whether a thing's id or name does.
func beginsSo(e event.Event, value string) bool {
	return strings.HasPrefix(e.Actor.ID, value) || strings.HasPrefix(e.Actor.Attributes["name"], value)
}

// isOfImage tells whether the event is about the image, or a container made of it: by its id, or its name with or without the tag.
func isOfImage(e event.Event, value string) bool {
	name := e.From
	if e.Type == event.Image {
		name = e.Actor.Attributes["name"]
	}
	bare, _, _ := strings.Cut(name, ":")
	return value == e.Actor.ID || value == name || value == bare
}
