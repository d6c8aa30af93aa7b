//go:build linux

// Package grader judges exercise 04/evil-tar with layers that want out, and with honest ones.
package grader

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/evil-tar", Folder: "04-images/05-evil-tar", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "An archive that wants out", KO: "밖으로 나가려는 아카이브"},
		Answer:   []string{"unpack.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 2 · man 7 symlink · man 2 openat2", KO: "레슨 4의 2단계 · man 7 symlink · man 2 openat2"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for i, l := range all {
		if f := try(b, fmt.Sprintf("layer-%d", i), l); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s layers, honest ones and others: outside of ROOT everything is as it was",
		KO: "정직한 것과 아닌 것을 합쳐 레이어 %[1]s개를 풀었고, ROOT 밖은 모두 그대로예요",
	}, fmt.Sprint(len(all)))
}

// try has one layer unpacked; a Status of "" is no objection.
func try(b *grade.Bench, name string, l layer) grade.Finding {
	dir := b.Dir(name)
	root := b.Dir(name + "/R")
	secret := b.Token()
	b.Write(dir+"/outside/secret", secret, 0o600)
	b.Write(dir+"/R-too/secret", secret, 0o600)
	entries := layers.With(b.Token(), l.at(dir))
	b.Write(dir+"/layer.tar", string(layers.Tar(entries)), 0o644)
	before := outside(b, dir)
	b.Show("exercises/04-images/05-evil-tar ROOT LAYER")
	run := b.Run(grade.Program, root, dir+"/layer.tar")
	shown := l.what + "\nROOT is " + root + "\nentries: " + layers.Names(entries) + "\n"
	if change := before.change(outside(b, dir)); change != "" {
		return grade.Failed("img.evil-tar."+l.id, shown+change)
	}
	r, ok := b.Rooted(root)
	if !ok {
		return grade.Failed("img.evil-tar.not-unpacked", shown+"ROOT is not there any more")
	}
	defer r.Close()
	if leak := holds(r, secret); leak != "" {
		return grade.Failed("img.evil-tar."+l.id, shown+leak+" in ROOT says what "+dir+"/outside/secret says")
	}
	if l.want == nil { // refused, or unpacked somewhere in ROOT: both are safe
		return grade.Finding{}
	}
	if run.Status() != 0 {
		return grade.Failed("img.evil-tar."+l.id, shown+grade.Said(run))
	}
	if differences := layers.Differences(r, layers.With(wordOf(entries), l.want)); len(differences) > 0 {
		return grade.Failed("img.evil-tar."+l.id, shown+differences[0].String())
	}
	return grade.Finding{}
}

// wordOf is the random word of an honest layer, the text of its first file.
func wordOf(entries []layers.Entry) string { return entries[0].Text }

// holds returns the first file in ROOT with the secret in it.
func holds(r grade.Rooted, secret string) string {
	const most = 100
	for _, name := range r.Files(most) {
		if info := r.Lstat(name); info == nil || !info.Mode().IsRegular() {
			continue
		}
		f, err := r.Open(name)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(f, 1<<16))
		f.Close()
		if err == nil && strings.Contains(string(text), secret) {
			return strings.TrimLeft(name, "/")
		}
	}
	return ""
}

// places are everything beside ROOT, as it is at one moment.
type places map[string]string

// change is the first thing that is not as it was, "" if nothing is.
func (before places) change(after places) string {
	for _, name := range sorted(before, after) {
		was, is := before[name], after[name]
		switch {
		case was == is:
		case was == "":
			return fmt.Sprintf("%s is new: %s", name, is)
		case is == "":
			return name + " is gone"
		default:
			return fmt.Sprintf("%s was: %s\n%s is: %s", name, was, name, is)
		}
	}
	return ""
}
