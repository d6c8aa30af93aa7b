//go:build linux

package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func TestMountFlagsAreReadAsDockerReadsThem(t *testing.T) {
	e := engine.New(t.TempDir())
	data := e.Volumes().Data("data")
	for _, c := range []struct {
		flag, text string
		want       string // SOURCE DESTINATION TYPE OPTIONS, and what else there is; or a part of the error
	}{
		{"-v", "data:/d", data + " /d  rbind volume"},
		{"-v", "/src:/d/../e:ro,z", "/src /e  rbind,rro"},
		{"-v", "/src:/d:rslave,ro", "/src /d  rbind,rslave,rro"},
		{"-v", "data:/d:nocopy", data + " /d  rbind volume empty"},
		{"-v", "data:/d:shared", "is for directories of the host"},
		{"-v", "/src:/d:odd", `unknown option "odd"`},
		{"-v", "a:b:c:d", "it has the form"},
		{"-v", "../x/y:z", "absolute path below /"},
		{"--mount", "src=data,dst=/d,volume-nocopy", data + " /d  rbind volume empty"},
		{"--mount", "TYPE=volume,source=data,target=/d,readonly=false", data + " /d  rbind volume"},
		{"--mount", "type=bind,src=/,dst=/d,ro=1,bind-propagation=rshared", "/ /d  rbind,rshared,rro mustExist"},
		{"--mount", `type=tmpfs,"dst=/a,b",tmpfs-mode=0700`, "tmpfs /a,b tmpfs nosuid,nodev,noexec,mode=0700"},
		{"--mount", "type=bind,src=/,dst=/d,readonly=perhaps", "readonly is true or false"},
		{"--mount", "type=bind,src=/,dst=/d,bind-propagation=odd", "is no propagation"},
		{"--mount", "type=bind,src=/nowhere/at/all,dst=/d", "no such file"},
		{"--mount", "type=volume,src=../x,dst=/d", "read name of volume"},
		{"--mount", "type=volume,dst=/d,volume-driver=nfs", "no volume driver"},
		{"--mount", "type=tmpfs,dst=/d,tmpfs-mode=9", "invalid syntax"},
		{"--mount", "dst", "is not KEY=VALUE"},
		{"--mount", "dst=/d,color=red", `unknown key "color"`},
		{"--mount", `dst="`, "it is not KEY=VALUE"},
		{"--tmpfs", "/run", "tmpfs /run tmpfs nosuid,nodev,noexec"},
		{"--tmpfs", "/run:size=1m,,exec", "tmpfs /run tmpfs nosuid,nodev,noexec,size=1m,exec"},
		{"--tmpfs", "/", "absolute path below /"},
		{"--tmpfs", "/run:size", "is no option of a tmpfs"},
	} {
		parse := map[string]func(*engine.Engine, string) (volumeFlag, error){"-v": parseVolume, "--mount": parseMount, "--tmpfs": parseTmpfs}[c.flag]
		v, err := parse(e, c.text)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s %s: %v; want %s", c.flag, c.text, err, c.want)
			}
			continue
		}
		got := strings.Join([]string{v.Source, v.Destination, v.Type, strings.Join(v.Options, ",")}, " ")
		for word, said := range map[string]bool{" volume": v.volume != nil, " mustExist": v.mustExist} {
			if said {
				got += word
			}
		}
		if v.empty {
			got += " empty"
		}
		if got != c.want {
			t.Errorf("%s %s: %s; want %s", c.flag, c.text, got, c.want)
		}
	}
}

func TestADeviceIsReadAsDockerReadsIt(t *testing.T) {
	for text, want := range map[string]record.Device{
		"/dev/x":           {PathOnHost: "/dev/x", PathInContainer: "/dev/x", CgroupPermissions: "rwm"},
		"/dev/x:/dev/y":    {PathOnHost: "/dev/x", PathInContainer: "/dev/y", CgroupPermissions: "rwm"},
		"/dev/x:r":         {PathOnHost: "/dev/x", PathInContainer: "/dev/x", CgroupPermissions: "r"},
		"/dev/x:/dev/y:mr": {PathOnHost: "/dev/x", PathInContainer: "/dev/y", CgroupPermissions: "mr"},
	} {
		got, err := parseDevice(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"", "dev/x", "/dev/x:y", "/dev/x:/", "/dev/x:/dev/y:q", "/a:/b:r:r"} {
		if got, err := parseDevice(text); err == nil {
			t.Errorf("%q is taken for the device %+v", text, got)
		}
	}
	for _, text := range []string{"c 1:3 rwm", "a *:* r", "b 8:* m"} {
		if _, err := parseDeviceRule(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "c 1 r", "c 1:3", "d 1:3 r", "c 1:3 x", "c -1:3 r", "c 1:x r", "c  1:3 r"} {
		if rule, err := parseDeviceRule(text); err == nil {
			t.Errorf("%q is taken for the rule %+v", text, rule)
		}
	}
}

func TestFilesOfVariablesAreReadLineByLine(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeffA=b\r\n  B=c d \n\n # no\nC\nD==\n": "A=b|B=c d |C|D==",
		"A=b\n=c\n":    "line 2: there is no name",
		"A b=c\n":      `the name "A b" has blanks`,
		"A=\xff\n":     "it is not UTF-8",
		"A\tB=c\nX=\n": "has blanks",
	} {
		file := t.TempDir() + "/f"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		lines, err := readPairs(file)
		got := strings.Join(lines, "|")
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != want || err != nil && !strings.Contains(got, want) {
			t.Errorf("%q: %s; want %s", text, got, want)
		}
	}
}
