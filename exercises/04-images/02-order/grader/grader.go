//go:build linux

// Package grader judges exercise 04/order by mounting what it answers.
package grader

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/order", Folder: "04-images/02-order", Kind: grade.Code, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Which layer is on top?", KO: "어느 레이어가 맨 위일까?"},
		Answer:   []string{"order.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 5 · man 8 mount, overlay", KO: "레슨 4의 5단계 · man 8 mount의 overlay"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for _, layers := range []int{2, 4} {
		if f := try(b, layers); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "mounted with your answer, each file is the one of the highest layer that has it",
		KO: "답대로 마운트하니 모든 파일이 그것을 가진 가장 높은 레이어의 것이에요",
	})
}

// image is one, unpacked: layer i has only-i, and between-n for each n from i on.
type image struct {
	dir, manifest string
	dirs          []string // the base first
}

func newImage(b *grade.Bench, layers int) image {
	name := b.Token()
	m := image{dir: b.Dir(name + "/layers"), manifest: "/work/" + name + "/manifest.json"}
	digit := func(i int) string {
		sum := sha256.Sum256([]byte(fmt.Sprint(name, i)))
		return hex.EncodeToString(sum[:8]) // half of one is long enough for a file name, and for a line of evidence
	}
	var list []string
	for i := range layers {
		m.dirs = append(m.dirs, m.dir+"/"+digit(i))
		b.Write(fmt.Sprintf("%s/only-%d", m.dirs[i], i), says(name, i), 0o644)
		for n := i; n < layers; n++ { // between-n: the highest layer that has it is n
			b.Write(fmt.Sprintf("%s/between-%d", m.dirs[i], n), says(name, i), 0o644)
		}
		list = append(list, fmt.Sprintf(`{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "sha256:%s", "size": 4711}`, digit(i)))
	}
	config := m.dir + "/" + digit(layers) // which is no layer
	b.Write(config+"/config", says(name, layers), 0o644)
	b.Write(m.manifest, fmt.Sprintf("{\n\"schemaVersion\": 2,\n\"config\": {\"mediaType\": \"application/vnd.oci.image.config.v1+json\", \"digest\": \"sha256:%s\", \"size\": 815},\n\"layers\": [\n%s\n]}\n",
		digit(layers), strings.Join(list, ",\n")), 0o644)
	return m
}

func says(name string, layer int) string { return fmt.Sprintf("layer %d of %s\n", layer, name) }

// try has an image answered for, and mounts it; a Status of "" is no objection.
func try(b *grade.Bench, layers int) grade.Finding {
	m := newImage(b, layers)
	name := strings.TrimSuffix(strings.TrimPrefix(m.dir, "/work/"), "/layers")
	if control := b.Dir(name + "/control"); b.Run(grade.Own("mount", "-t", "overlay", "-o", "lowerdir="+strings.Join(m.dirs, ":"), "overlay", control)...).Status() != 0 {
		return grade.Cannot(grade.Text{EN: "the kernel mounts no overlay in a user namespace here", KO: "이 머신의 커널은 사용자 네임스페이스에서 오버레이를 마운트하지 않아요"})
	}
	b.TakeAsGiven()
	b.Show("exercises/04-images/02-order MANIFEST DIR")
	run := b.Run(grade.Program, m.manifest, m.dir)
	option := strings.TrimSpace(run.Stdout())
	if run.Status() != 0 || !strings.HasPrefix(option, "lowerdir=") {
		return grade.Failed("img.order.nothing", fmt.Sprintf("%d layers\n%s", layers, grade.Said(run)))
	}
	shown := fmt.Sprintf("layers of the manifest: %s\n%s", m.short(strings.Join(m.dirs, " ")), m.short(option))
	if value := strings.TrimPrefix(option, "lowerdir="); strings.Contains(value, "lowerdir=") || strings.Contains(value, "upperdir=") {
		return grade.Failed("img.order.whole-option", shown)
	}
	if strings.Contains(option, "sha256") {
		return grade.Failed("img.order.algorithm", shown)
	}
	merged := b.Dir(name + "/merged")
	mount := b.Run(grade.Own("mount", "-t", "overlay", "-o", option, "overlay", merged)...)
	if mount.Status() != 0 {
		for n, dir := range m.dirs {
			if !strings.Contains(option, path.Base(dir)) {
				return m.lacks(n, option, shown)
			}
		}
		return grade.Failed("img.order.not-mounted", shown+"\n"+m.short(grade.Said(mount)))
	}
	if _, ok := b.Read(merged + "/config"); ok {
		return grade.Failed("img.order.config", shown)
	}
	for n := range layers {
		file := fmt.Sprintf("only-%d", n)
		if _, ok := b.Read(merged + "/" + file); !ok {
			return m.lacks(n, option, shown+"\nmounted so, there is no "+file)
		}
	}
	for n := range layers {
		file := fmt.Sprintf("between-%d", n)
		if text, _ := b.Read(merged + "/" + file); text != says(name, n) {
			return grade.Failed("img.order.order", shown+fmt.Sprintf("\nmounted so, %s says: %.60q", file, strings.TrimSpace(text)), fmt.Sprintf("%s: layer %d", file, n))
		}
	}
	return grade.Finding{}
}

// lacks tells of a layer that is not in the overlay: whether others are.
func (m image) lacks(layer int, option, shown string) grade.Finding {
	named := func(dir string) bool { return strings.Contains(option, path.Base(dir)) }
	if !slices.ContainsFunc(m.dirs, named) {
		return grade.Failed("img.order.nothing", shown)
	}
	return grade.Failed("img.order.incomplete", shown, fmt.Sprintf("only-%d", layer), fmt.Sprint(layer))
}

// short writes the directory of the layers as DIR.
func (m image) short(text string) string { return strings.ReplaceAll(text, m.dir, "DIR") }
