package main

import "github.com/minicontainer/minicontainer/minicontainer/testenv"

// audited has the tests watched for what they leave behind.
func audited(run func() int) int { return testenv.Audited(run) }
