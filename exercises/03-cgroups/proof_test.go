//go:build linux

package cgroups_test

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/proof"
)

func TestMain(m *testing.M) { os.Exit(proof.Main(m)) }

func TestStubsEarnNothing(t *testing.T) { proof.Of("03").StubsEarnNothing(t) }

func TestSolutionsPassTwice(t *testing.T) { proof.Of("03").SolutionsPassTwice(t) }

func TestEachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	proof.Of("03").EachWrongAnswerIsToldAsWhatItIs(t)
}

func TestUnusualRightAnswersPass(t *testing.T) { proof.Of("03").UnusualRightAnswersPass(t) }
