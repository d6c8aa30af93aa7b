// Names, given and taken away.

package engine

import (
	"crypto/rand"
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// ErrSameName is told of a container that is to get the name that it has.
var ErrSameName = errors.New("that is its name already")

// Rename gives a container another name, by which the others in its networks find it, too. Causes of errors are
// record.ErrNameInUse, record.ErrBadName and ErrSameName.
func (e *Engine) Rename(ref, name string) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	defer l.Unlock()
	if l.Record.Name == name {
		return on("rename", ref, ErrSameName)
	}
	e.before("rename container")
	if err := l.Rename(name); err != nil {
		return err
	}
	if l.Record.State.Status == record.Running {
		return e.Networks().Rename(l.Record.ID, name)
	}
	return nil
}

// Words of which the name of a container is made that was given none: to be read aloud, typed, and
// told apart.
var (
	qualities = strings.Fields(`able airy amber ample awake azure bold brave bright brisk calm candid
		cheery clear clever cosy crisp curious dapper deft eager early easy fair fluent fresh gentle glad
		golden grand happy hardy honest humble jolly keen kind lively lucid lucky merry mild modest neat
		noble patient placid polite prompt proud quick quiet ready rosy sharp shiny silent simple sincere
		snug steady sunny swift tidy trusty upbeat vivid warm wise witty young zesty`)
	things = strings.Fields(`acorn anchor apple arrow aspen badger basket beacon birch bridge brook
		candle canyon cedar clover comet compass coral crane creek delta dolphin falcon fern fjord forest
		garden ginger glacier harbor heron hill island jasmine kite lagoon lantern lark lemon lily lotus
		magpie maple meadow melon mint moon moss oak olive orchid otter owl panda pebble pine plum
		poppy prairie quartz rabbit raven reef ribbon river robin sail sparrow spruce star stream summit
		swallow thistle tiger tulip valley violet walnut willow wren`)
)

// randomName makes a name. After a few tries that were taken it gets a number.
func randomName(try int) string {
	name := pick(qualities) + "_" + pick(things)
	const bare = 3
	if try >= bare {
		name += strconv.Itoa(try)
	}
	return name
}

func pick(words []string) string {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(len(words))))
	if err != nil {
		return words[0] // the kernel has no way to fail here
	}
	return words[n.Int64()]
}
