//go:build linux

package vm_test

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/proof"
)

func TestMain(m *testing.M) { os.Exit(proof.Main(m)) }

func TestStubsEarnNothing(t *testing.T) { proof.Of("06").StubsEarnNothing(t) }

func TestSolutionsPassTwice(t *testing.T) { proof.Of("06").SolutionsPassTwice(t) }

func TestEachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	proof.Of("06").EachWrongAnswerIsToldAsWhatItIs(t)
}

func TestUnusualRightAnswersPass(t *testing.T) { proof.Of("06").UnusualRightAnswersPass(t) }
