//go:build linux

package main

import (
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// TestLimitsHoldOnAPureV2Host runs the tests of limits_test.go again where there is version 2 and nothing else.
func TestLimitsHoldOnAPureV2Host(t *testing.T) {
	vmtest.Run(t, vmtest.Options{
		Tests: "^(TestAMemoryHogIsKilled|TestWhatDoesNotFit|TestAForkBombIsStopped|TestABurnerIsHeld|TestAPausedContainer|TestALimitIsChanged|TestAChildThatForks|TestAContainerCanOpenNoDisk|TestStatsAndTop)",
	})
}
