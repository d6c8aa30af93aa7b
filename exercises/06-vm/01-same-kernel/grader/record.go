//go:build linux

// What was measured on another machine: of the virtual machine, because not every learner has QEMU and a boot takes seconds; of the
// container, for machines on which nothing can be run. The proof compares what can be measured with it.

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var prediction = grade.Prediction{IDs: "vm.same-kernel", Questions: []grade.Question{
	grade.Ask("boot-id", "host", "own"),
	grade.Ask("release", "host", "image"),
	grade.Ask("restart", "same", "other"),
	grade.Ask("uptime", "host", "container"),
	grade.Ask("age", "uptime", "start-time"),
	grade.Ask("memory", "host", "limit"),
	grade.Ask("processors", "host", "limit"),
	grade.Ask("foreign", "runs", "enoent", "eacces", "enoexec"),
	grade.Ask("vm-boot-id", "host", "own"),
	grade.Ask("vm-release", "host", "machine"),
	grade.Ask("vm-restart", "same", "other"),
	grade.Ask("vm-uptime", "host", "machine"),
	grade.Ask("vm-memory", "host", "given"),
}}

// recorded was measured in a container on Linux 6.18.
var recorded = map[string]string{
	"boot-id": "host", "release": "host", "restart": "same", "uptime": "host", "age": "start-time",
	"memory": "host", "processors": "host", "foreign": "enoexec",
}

const machine = "recorded in QEMU (TCG, -m 256), with Debian's kernel\n"

// machines is two boots of one virtual machine: word and evidence.
var machines = map[string][2]string{
	"vm-boot-id": {"own", machine + "host:    de0f84dd-d388-41b3-ad4d-71376049a78b\nmachine: 715f37df-49e5-4cfa-8c3a-c54cf38980d2"},
	"vm-release": {"machine", machine + "host:    6.18.44\nmachine: 6.1.0-56-cloud-amd64"},
	"vm-restart": {"other", machine + "first:  715f37df-49e5-4cfa-8c3a-c54cf38980d2\nsecond: 0d0473dd-16ca-4516-b3e3-9d5f185530b8"},
	"vm-uptime":  {"machine", machine + "host:    2384.80\nmachine: 4.41"},
	"vm-memory":  {"given", machine + "host:    MemTotal 24684096 kB\nmachine: MemTotal 223768 kB"},
}

func fromRecord(name string) (key, evidence string) {
	if m, ok := machines[name]; ok {
		return m[0], m[1]
	}
	return recorded[name], "recorded on Linux 6.18: " + recorded[name]
}
