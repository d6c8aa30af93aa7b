//go:build linux

package network_test

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/proof"
)

func TestMain(m *testing.M) { os.Exit(proof.Main(m)) }

func TestStubsEarnNothing(t *testing.T) { proof.Of("05").StubsEarnNothing(t) }

func TestSolutionsPassTwice(t *testing.T) { proof.Of("05").SolutionsPassTwice(t) }

func TestEachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	proof.Of("05").EachWrongAnswerIsToldAsWhatItIs(t)
}

func TestUnusualRightAnswersPass(t *testing.T) { proof.Of("05").UnusualRightAnswersPass(t) }
