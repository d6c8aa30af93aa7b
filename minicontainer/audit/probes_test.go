package audit

import "testing"

func TestALoopDeviceOfAnotherTestIsNotOurs(t *testing.T) {
	const dir = "/tmp/minicontainer-test-1"
	for file, want := range map[string]bool{
		"/tmp/minicontainer-test-1/disk":  false,
		"/tmp/minicontainer-test-12/disk": true,
		"/tmp/disk":                       true,
		"/var/lib/disk":                   false,
	} {
		if got := beside(file, dir); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
	if beside("/tmp/disk", "") {
		t.Error("without a directory of its own an audit counts them all")
	}
}
