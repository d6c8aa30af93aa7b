package doctor

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	addHangingProbe()
	RunIfProbe()
	os.Exit(m.Run())
}
