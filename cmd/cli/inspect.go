//go:build linux

// inspect: all that is known of a thing, as JSON, or by a Go template.

package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// find is what is known of the thing of a name.
type find func(e *engine.Engine, name string) (any, error)

// exitTemplate is the exit status after a template that is none, as Docker's inspect has it.
const exitTemplate = 64

// inspecting is the command that inspects things of one kind.
func (p *Program) inspecting(what string, args cobra.PositionalArgs, look find) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "inspect [-f TEMPLATE] " + what + "…",
		Short: "Show all that is known of " + strings.ToLower(what) + "s, as JSON",
		Args:  args,
		RunE:  p.Status(func(names []string) (int, error) { return p.inspect(look, format, names) }),
	}
	addInspectFormat(cmd, &format)
	return cmd
}

func addInspectFormat(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVarP(format, "format", "f", "", "json: in one line; or a Go `TEMPLATE`, as in\n'{{.Id}}'")
}

type inspectFlags struct {
	format, kind string
	size         bool
}

func (p *Program) inspectCommand() *cobra.Command {
	var f inspectFlags
	cmd := &cobra.Command{
		Use:   "inspect [flags] CONTAINER|IMAGE|NETWORK|VOLUME…",
		Short: "Show all that is known of containers, images, networks and volumes",
		Args:  needName,
		Example: "  " + p.Name + " inspect -f '{{.State.Status}} {{.NetworkSettings.IPAddress}}' web\n" +
			"  " + p.Name + " inspect --type image -f '{{json .Config.Env}}' web:1",
		RunE: p.Status(func(names []string) (int, error) {
			look, err := f.look()
			if err != nil {
				return 0, failed(err)
			}
			return p.inspect(look, f.format, names)
		}),
	}
	addInspectFormat(cmd, &f.format)
	cmd.Flags().StringVar(&f.kind, "type", "", "look among these only: `container`, image, network,\nor volume")
	cmd.Flags().BoolVarP(&f.size, "size", "s", false, "show how much containers have written, too")
	return cmd
}

// look is how things are found by name.
func (f inspectFlags) look() (find, error) {
	container := func(e *engine.Engine, name string) (any, error) { return inspectContainer(e, name, f.size) }
	switch f.kind {
	case "":
		return func(e *engine.Engine, name string) (any, error) { return inspectAny(e, name, container) }, nil
	case "container":
		return container, nil
	case "image":
		return inspectImage, nil
	case "network":
		return func(e *engine.Engine, name string) (any, error) { return newNetworkView(e, name) }, nil
	case "volume":
		return inspectVolume, nil
	}
	return nil, fmt.Errorf("read --type %.40q: container, image, network or volume", f.kind)
}

// inspectAny looks for a container, then for an image, a network, and a volume of this name. What is told is that there is no
// such container, as that is what most people mean.
func inspectAny(e *engine.Engine, name string, container find) (any, error) {
	view, err := container(e, name)
	if !errors.Is(err, record.ErrNotFound) {
		return view, err
	}
	if view, imageErr := inspectImage(e, name); imageErr == nil {
		return view, nil
	}
	if view, networkErr := newNetworkView(e, name); !errors.Is(networkErr, network.ErrNotFound) && networkErr == nil {
		return view, nil
	}
	if view, volumeErr := inspectVolume(e, name); !errors.Is(volumeErr, volume.ErrNoVolume) && volumeErr == nil {
		return view, nil
	}
	return nil, err
}

// inspect prints what was found, and then what was not.
func (p *Program) inspect(look find, format string, names []string) (int, error) {
	show, err := inspectForm(format)
	if err != nil {
		return 0, &ExitError{exitTemplate, err}
	}
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	found, status := []any{}, exitOK
	var missing []error
	for _, name := range names {
		view, err := look(e, name)
		if err != nil {
			missing, status = append(missing, err), exitFailed
			continue
		}
		found = append(found, view)
	}
	text, err := show(found)
	if _, writeErr := p.Stdout.Write(text); writeErr != nil || err != nil {
		return 0, failed(errors.Join(err, writeErr))
	}
	for _, err := range missing {
		Report(p.Stderr, p.Name, err)
	}
	return status, nil
}

// inspectForm is how --format wants things to be shown.
func inspectForm(format string) (func(found []any) ([]byte, error), error) {
	switch format {
	case "":
		return func(found []any) ([]byte, error) { return arrayOf(found, "    ") }, nil
	case "json":
		return func(found []any) ([]byte, error) { return arrayOf(found, "") }, nil
	}
	t, err := parseTemplate(format)
	if err != nil {
		return nil, err
	}
	return func(found []any) ([]byte, error) { return linesOf(t.Option("missingkey=error"), found) }, nil
}

// arrayOf is one JSON array.
func arrayOf(found []any, indent string) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	err := encoder.Encode(found)
	return text.Bytes(), err
}

// linesOf is the template's text for each thing, a line each. Names in the template may be the fields' (.ID) or the
// JSON's (.Id), as in Docker. After an error, what came before it is there.
func linesOf(t *template.Template, found []any) ([]byte, error) {
	var text bytes.Buffer
	for _, view := range found {
		line, err := execute(t, view)
		if err != nil {
			line, err = execute(t, asJSON(view))
		}
		text.WriteString(line + "\n")
		if err != nil {
			return text.Bytes(), err
		}
	}
	return text.Bytes(), nil
}

// printView prints one thing by a template, as far as that goes.
func (p *Program) printView(v any, format string) error {
	t, err := parseTemplate(format)
	if err != nil {
		return err
	}
	line, err := execute(t, v)
	_, writeErr := fmt.Fprintln(p.Stdout, line)
	return errors.Join(err, writeErr)
}

// asJSON is a value as whoever reads its JSON has it.
func asJSON(v any) (decoded any) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	decoder.Decode(&decoded) //nolint:errcheck // we have just written it
	return decoded
}
