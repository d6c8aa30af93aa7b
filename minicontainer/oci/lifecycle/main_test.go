package lifecycle

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	base.RunIfApplet()
	os.Exit(testenv.Main(m))
}
