package engine

import (
	"crypto/rand"
	"math/big"
	"strconv"
	"strings"
)

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
