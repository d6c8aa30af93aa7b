package registry

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func credentialFile(t *testing.T, text string) CredentialFile {
	t.Helper()
	f := CredentialFile{filepath.Join(t.TempDir(), "docker", "config.json")}
	if text == "" {
		return f
	}
	if err := os.Mkdir(filepath.Dir(f.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.Path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return f
}

func find(t *testing.T, f CredentialFile, registry string) Credentials {
	t.Helper()
	c, err := f.Find(context.Background(), registry)
	if err != nil {
		t.Errorf("%s: %v", registry, err)
	}
	return c
}

func TestCredentialsAreFoundHoweverTheirKeyIsWritten(t *testing.T) {
	f := credentialFile(t, `{"auths": {
		"https://index.docker.io/v1/": {"auth": "aHViOmE6Yg=="},
		"https://ghcr.io/v2/": {"username": "cat", "password": "x"},
		"localhost:5000": {"auth": "bG9jYWw6eQ=="},
		"token.example": {"auth": "PHRva2VuPjo=", "identitytoken": "T"},
		"empty.example": {}}}`)
	for registry, want := range map[string]Credentials{
		"docker.io":      {User: "hub", Password: "a:b"},
		"ghcr.io":        {User: "cat", Password: "x"},
		"localhost:5000": {User: "local", Password: "y"},
		"token.example":  {User: tokenUser, IdentityToken: "T"},
		"empty.example":  {},
		"localhost":      {},
		"v2":             {},
	} {
		if got := find(t, f, registry); got != want {
			t.Errorf("%s: %+v", registry, got)
		}
	}
	if got := find(t, CredentialFile{filepath.Join(t.TempDir(), "none")}, "docker.io"); got != (Credentials{}) {
		t.Errorf("of no file: %+v", got)
	}
}

func TestDamagedCredentialsAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                                      "unexpected end of JSON",
		`{"auths": 1}`:                           "cannot unmarshal",
		`{"auths": {"a.example": 1}}`:            "cannot unmarshal",
		`{"auths": {"a.example": {"auth":"?"}}}`: `the entry of a.example: "auth" is not the base64 of USER:PASSWORD`,
	} {
		f := credentialFile(t, text)
		_, err := f.Find(context.Background(), "a.example")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), f.Path) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestALoginIsKeptBesideWhatElseIsInTheFile(t *testing.T) {
	f := credentialFile(t, `{"currentContext":"x","auths":{"https://ghcr.io":{"auth":"Yzp4"},"other":{"email":"e"}},"proxies":{"default":{"n":12345678901234567890}}}`)
	link := filepath.Join(t.TempDir(), "config.json")
	if err := os.Symlink(f.Path, link); err != nil {
		t.Fatal(err)
	}
	through := CredentialFile{link}
	who := Credentials{User: "whale", Password: "s:e cret"}
	for _, registry := range []string{"docker.io", "ghcr.io", "localhost:5000"} {
		if err := through.Store(context.Background(), registry, who); err != nil {
			t.Fatal(err)
		}
		if got := find(t, f, registry); got != who {
			t.Errorf("%s: %+v", registry, got)
		}
	}
	text, _ := os.ReadFile(f.Path)
	for _, want := range []string{`"currentContext": "x"`, `"email": "e"`, `12345678901234567890`, `"https://index.docker.io/v1/"`, `"https://ghcr.io"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is gone from %s", want, text)
		}
	}
	if info, err := os.Lstat(f.Path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link was replaced: %v, %v", info.Mode(), err)
	}
	for registry, was := range map[string]bool{"docker.io": true, "ghcr.io": true, "unknown.example": false} {
		if found, err := through.Erase(context.Background(), registry); err != nil || found != was {
			t.Errorf("erase %s: %v, %v", registry, found, err)
		}
		if got := find(t, f, registry); got != (Credentials{}) {
			t.Errorf("%s is still there: %+v", registry, got)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(f.Path)); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestTheFirstLoginMakesTheFile(t *testing.T) {
	t.Setenv("DOCKER_CONFIG", filepath.Join(t.TempDir(), "new"))
	f, err := DefaultCredentialFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Store(context.Background(), "a.example", Credentials{User: "u", Password: "p"}); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(f.Path)
	var content map[string]map[string]map[string]string
	if err := json.Unmarshal(text, &content); err != nil || len(content) != 1 || content["auths"]["a.example"]["auth"] != "dTpw" {
		t.Errorf("%s, %v", text, err)
	}
	info, err := os.Stat(filepath.Dir(f.Path))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}

// helperScript keeps one secret in a file, as helpers do in a better place.
const helperScript = `#!/bin/sh
kept=%DIR%/kept
read -r input
case $1 in
store) echo "$input" >"$kept" ;;
get) if [ -e "$kept" ]; then cat "$kept"; else echo credentials not found in native keychain; exit 1; fi ;;
erase) rm "$kept" ;;
esac
`

func withHelper(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	text := strings.ReplaceAll(script, "%DIR%", dir)
	if err := os.WriteFile(filepath.Join(dir, "docker-credential-"+name), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

func TestAHelperKeepsWhatTheFileDoesNot(t *testing.T) {
	withHelper(t, "test", helperScript)
	for _, named := range []string{`{"credsStore":"test"}`, `{"credHelpers":{"a.example":"test"}}`} {
		f := credentialFile(t, named)
		if got := find(t, f, "a.example"); got != (Credentials{}) {
			t.Errorf("before: %+v", got)
		}
		for _, who := range []Credentials{{User: "whale", Password: "secret"}, {IdentityToken: "T"}} {
			if err := f.Store(context.Background(), "a.example", who); err != nil {
				t.Fatal(err)
			}
			if got := find(t, f, "a.example"); got != who {
				t.Errorf("kept: %+v", got)
			}
		}
		if text, _ := os.ReadFile(f.Path); strings.Contains(string(text), "auth\"") || !strings.Contains(string(text), `"a.example": {}`) {
			t.Errorf("the file: %s", text)
		}
		if found, err := f.Erase(context.Background(), "a.example"); !found || err != nil {
			t.Errorf("erase: %v, %v", found, err)
		}
		if got := find(t, f, "a.example"); got != (Credentials{}) {
			t.Errorf("afterwards: %+v", got)
		}
	}
}

func TestAHelperThatFailsIsNamed(t *testing.T) {
	withHelper(t, "broken", "#!/bin/sh\necho the keyring is locked\nexit 1\n")
	for name, want := range map[string]string{
		"broken":  "run docker-credential-broken get: the keyring is locked",
		"missing": "names the helper docker-credential-missing, which is not in PATH",
		"../sh":   "no name of a helper",
	} {
		f := credentialFile(t, `{"credsStore":"`+name+`"}`)
		if _, err := f.Find(context.Background(), "a.example"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
		if err := f.Store(context.Background(), "a.example", Credentials{User: "u", Password: "p"}); err == nil {
			t.Errorf("%s: kept", name)
		}
	}
}
