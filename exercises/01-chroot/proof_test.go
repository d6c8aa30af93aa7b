//go:build linux

package chroot_test

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/proof"
)

func TestMain(m *testing.M) { os.Exit(proof.Main(m)) }

func TestStubsEarnNothing(t *testing.T) { proof.Of("01").StubsEarnNothing(t) }

func TestSolutionsPassTwice(t *testing.T) { proof.Of("01").SolutionsPassTwice(t) }

func TestEachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	proof.Of("01").EachWrongAnswerIsToldAsWhatItIs(t)
}

func TestUnusualRightAnswersPass(t *testing.T) { proof.Of("01").UnusualRightAnswersPass(t) }
