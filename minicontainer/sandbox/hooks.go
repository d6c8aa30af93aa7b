// Hooks: programs of the caller's that run at certain moments of a container's life.
//
//	prestart, createRuntime   outside, when the container's namespaces and mounts are there      the parent half
//	createContainer           in the container's namespaces, before its root is entered          the child half
//	startContainer            in the container, just before its program                          the child half
//	poststart, poststop       outside, when the program runs, and when the container is gone     package oci/lifecycle
//
// Each gets the container's state on its stdin. One that fails before the program runs ends the container.
// Source: runtime-spec config.md, "POSIX-platform Hooks"; runtime.md, "Lifecycle".

package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// RunHooks runs one after the other, and stops at the first that fails. state is what they read from their stdin.
func RunHooks(kind string, hooks []specs.Hook, state []byte) error {
	for _, h := range hooks {
		if err := runHook(h, state); err != nil {
			return fmt.Errorf("run %s hook %s: %w", kind, h.Path, err)
		}
	}
	return nil
}

// runHook waits for the end of the hook, or for its timeout, and then kills it.
func runHook(h specs.Hook, state []byte) error {
	stdin, feed, err := os.Pipe()
	if err != nil {
		return err
	}
	said, stderr, err := os.Pipe()
	if err != nil {
		return errors.Join(err, stdin.Close(), feed.Close())
	}
	defer said.Close()
	args := h.Args
	if len(args) == 0 {
		args = []string{h.Path}
	}
	p, err := os.StartProcess(h.Path, args, &os.ProcAttr{Env: append([]string{}, h.Env...), Files: []*os.File{stdin, stderr, stderr}})
	stdin.Close()
	stderr.Close()
	if err != nil {
		feed.Close()
		return errors.Unwrap(err)
	}
	go func() {
		feed.Write(state) //nolint:errcheck // a hook need not read it
		feed.Close()
	}()
	return attendHook(p, h.Timeout, said)
}

// attendHook tells what a hook that fails has said.
func attendHook(p *os.Process, timeout *int, said *os.File) error {
	if timeout != nil {
		defer time.AfterFunc(time.Duration(*timeout)*time.Second, func() { p.Kill() }).Stop() //nolint:errcheck // it may have ended
	}
	words := make(chan string, 1)
	go func() {
		var b bytes.Buffer
		io.Copy(&b, io.LimitReader(said, 4096)) //nolint:errcheck // what was read is what can be told
		io.Copy(io.Discard, said)               //nolint:errcheck // so that nobody waits for us
		words <- b.String()
	}()
	status, err := p.Wait()
	switch {
	case err != nil:
		return err
	case status.Success():
		return nil
	}
	said.SetReadDeadline(time.Now().Add(time.Second)) //nolint:errcheck // a process that the hook has left may hold the pipe open
	if text := strings.TrimSpace(<-words); text != "" {
		return fmt.Errorf("%s: %s", status, text)
	}
	return errors.New(status.String())
}

// outerHooks is the moment at which the parent half runs those that run outside.
type outerHooks struct{ hooks []specs.Hook }

func (outerHooks) Name() string   { return "run hooks outside" }
func (o outerHooks) Line() string { return hookLines(o.hooks) }
func (outerHooks) Do() error      { return ask(answer{Hooks: true}) }

// innerHooks runs hooks in this process's namespaces.
type innerHooks struct {
	kind  string
	hooks []specs.Hook
	state []byte
}

func (i innerHooks) Name() string { return "run " + i.kind + " hooks" }
func (i innerHooks) Line() string { return hookLines(i.hooks) }
func (i innerHooks) Do() error    { return RunHooks(i.kind, i.hooks, i.told()) }

// told is the state at the moment of the hooks: at createContainer the container is being made, at startContainer it is.
func (i innerHooks) told() []byte {
	if i.kind == "startContainer" {
		return asCreated(i.state)
	}
	return i.state
}

// asCreated is the state of the container when it is made.
func asCreated(state []byte) []byte {
	var s specs.State
	if json.Unmarshal(state, &s) != nil {
		return state
	}
	s.Status = specs.StateCreated
	text, err := json.Marshal(s)
	if err != nil {
		return state
	}
	return text
}

func hookLines(hooks []specs.Hook) string {
	var lines []string
	for _, h := range hooks {
		words := append([]string{"env", "-i"}, h.Env...)
		lines = append(lines, plan.Quote(append(append(words, h.Path), h.Args[min(1, len(h.Args)):]...)...))
	}
	return strings.Join(lines, "; ")
}

// hooksBefore are those that run before the root is entered.
func hooksBefore(c Container) (steps []plan.Step) {
	h := c.Spec.Hooks
	if h == nil {
		return nil
	}
	if outer := append(h.Prestart[:len(h.Prestart):len(h.Prestart)], h.CreateRuntime...); len(outer) > 0 { //nolint:staticcheck // engines still use it
		steps = append(steps, outerHooks{outer})
	}
	if len(h.CreateContainer) > 0 {
		steps = append(steps, innerHooks{"createContainer", h.CreateContainer, c.state})
	}
	return steps
}

// runOuterHooks is the parent half's part. The older ones, from before there were others, ran when the container was created, and
// still are told so.
func (c Container) runOuterHooks() error {
	h := c.Spec.Hooks
	if err := RunHooks("prestart", h.Prestart, asCreated(c.state)); err != nil { //nolint:staticcheck // see above
		return err
	}
	return RunHooks("createRuntime", h.CreateRuntime, c.state)
}
