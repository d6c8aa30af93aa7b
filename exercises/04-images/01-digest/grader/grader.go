//go:build linux

// Package grader judges exercise 04/digest with blobs that it makes itself.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/digest", Folder: "04-images/01-digest", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "The two names of a layer", KO: "레이어의 두 가지 이름"},
		Answer:   []string{"digest.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 1 · go doc crypto/sha256 · man 1 sha256sum", KO: "레슨 4의 1단계 · go doc crypto/sha256 · man 1 sha256sum"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	blobs := makeBlobs(b)
	for i, blob := range blobs {
		if f := try(b, fmt.Sprintf("%s/blob-%d", fakehost.Work, i), blob); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the names of %[1]s blobs are right, or the blob was refused",
		KO: "블롭 %[1]s개의 이름이 맞거나, 망가진 블롭을 거절했어요",
	}, fmt.Sprint(len(blobs)))
}

// try compares what the program prints for one blob; a Status of "" is no objection.
func try(b *grade.Bench, file string, blob blob) grade.Finding {
	b.Write(file, string(blob.bytes), 0o644)
	b.Show("exercises/04-images/01-digest BLOB")
	run := b.Run(grade.Program, file)
	digest, diffID, printed := parse(run.Stdout())
	if blob.broken {
		if run.Status() != 0 {
			return grade.Finding{}
		}
		return grade.Failed("img.digest.broken", blob.what+"\nexit status 0, diffID "+short(diffID))
	}
	if run.Status() != 0 || !printed {
		return grade.Failed(blob.refused, blob.what+"\n"+grade.Said(run), blob.want()...)
	}
	evidence := fmt.Sprintf("%s\ndigest %s\ndiffID %s", blob.what, short(digest), short(diffID))
	switch id := blob.mistake(file, digest, diffID); id {
	case "":
		return grade.Finding{}
	case "form":
		evidence = fmt.Sprintf("%s\ndigest: %s\ndiffID: %s", blob.what, form(digest), form(diffID))
		return grade.Failed("img.digest.form", evidence, blob.want()...)
	case "unknown":
		return grade.Unknown(evidence, grade.Text{EN: wanted.In("en", blob.args()...), KO: wanted.In("ko", blob.args()...)})
	default:
		return grade.Failed("img.digest."+id, evidence, blob.want()...)
	}
}

// parse reads the two lines that the given main prints.
func parse(out string) (digest, diffID string, printed bool) {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 2 {
		return "", "", false
	}
	last := lines[len(lines)-2:] // an answer may print something of its own before
	digest, isDigest := strings.CutPrefix(last[0], "digest")
	diffID, isDiffID := strings.CutPrefix(last[1], "diffID")
	return strings.TrimSpace(digest), strings.TrimSpace(diffID), isDigest && isDiffID
}

// short is the beginning of a name, for evidence: nobody compares 64 digits.
func short(name string) string {
	const enough = 16
	algorithm, digits, found := strings.Cut(name, ":")
	if !found {
		algorithm, digits = "", name
	} else {
		algorithm += ":"
	}
	if len(digits) <= enough {
		return fmt.Sprintf("%.80q", name)
	}
	return algorithm + digits[:enough] + "…"
}

// form describes how a name is written.
func form(name string) string {
	const digits = "0123456789abcdef"
	algorithm, rest, found := strings.Cut(name, ":")
	switch {
	case !found:
		return fmt.Sprintf("%d characters, no algorithm before them", len(name))
	case algorithm == "sha256" && len(rest) == 64 && strings.Trim(rest, digits) == "":
		return "sha256: and 64 digits in lower case"
	case len(rest) == 64 && strings.Trim(strings.ToLower(rest), digits) == "":
		return algorithm + ": and 64 digits, not all in lower case"
	}
	return fmt.Sprintf("%s: and %d characters that are not 64 digits of 0-9a-f", algorithm, len(rest))
}
