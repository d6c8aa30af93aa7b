package docs

import "testing"

func TestLinksInsideTheRepositoryMustLeadSomewhere(t *testing.T) {
	root := tree(t, map[string]string{
		"docs/decisions/a.md": "# Über Größe\n\n## 루트 파일 시스템이란?\n\n## Same\n\n## Same\n\n" +
			"[ok](#über-größe) [ok](#루트-파일-시스템이란) [ok](#same-1) [ok](../b.go) [ok](/docs/b.go) [ok](b%20c.txt)\n" +
			"[out](https://example.org/x#y) [mail](mailto:a@example.org) `[code](nowhere.md)`\n\n" +
			"```\n[fence](nowhere.md)\n```\n\n" +
			"[bad](nowhere.md)\n[bad](#nothing) <a href=\"gone.png\">x</a>\n[bad]: gone.md\n" +
			"[ok](../../CHANGELOG.md#here \"title\") [bad](../../CHANGELOG.md#there) [bad](../../../etc)\n",
		"docs/decisions/b c.txt": "", "docs/b.go": "package b\n",
		"CHANGELOG.md": "<a id=\"here\"></a>\n",
	})
	expect(t, check(t, root),
		"docs/decisions/a.md:16: link to nowhere.md: no such file",
		"docs/decisions/a.md:17: link to #nothing: no such heading",
		"docs/decisions/a.md:17: link to gone.png: no such file",
		"docs/decisions/a.md:18: link to gone.md: no such file",
		"docs/decisions/a.md:19: link to ../../CHANGELOG.md#there: no such heading",
		"docs/decisions/a.md:19: link to ../../../etc: no such file")
}

func TestSlugIsGitHubs(t *testing.T) {
	for heading, want := range map[string]string{
		"Hello, World!":             "hello-world",
		"1. 루트 파일 시스템!":             "1-루트-파일-시스템",
		"`pivot_root` and `chroot`": "pivot_root-and-chroot",
		"A  B":                      "a--b",
		"See [the docs](x.md) now":  "see-the-docs-now",
		"_emphasis_ in **bold**":    "emphasis-in-bold",
		"C++ / Go & Rust":           "c--go--rust",
		"컨테이너란? (what)":             "컨테이너란-what",
	} {
		if got := slug(heading); got != want {
			t.Errorf("slug(%q) = %q, want %q", heading, got, want)
		}
	}
}
