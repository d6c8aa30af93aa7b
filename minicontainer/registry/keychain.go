// Credentials, where Docker keeps them: config.json, or a helper program that it names.
//
//	{"auths":       {"https://index.docker.io/v1/": {"auth": base64("user:password")}},
//	 "credsStore":  "secretservice",            for all registries: docker-credential-secretservice
//	 "credHelpers": {"ghcr.io": "pass"}}        for one of them
//
// What is in "auth" is not encrypted: base64 keeps nobody from reading it. Only the file's mode (0600) does.

package registry

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// CredentialFile is a config.json of Docker's. A file that is not there has no credentials.
type CredentialFile struct{ Path string }

// hubKey is docker.io's key in the file, and to helpers. It is an address for historical reasons.
const hubKey = "https://index.docker.io/v1/"

// DefaultCredentialFile is $DOCKER_CONFIG/config.json, or ~/.docker/config.json.
func DefaultCredentialFile() (CredentialFile, error) {
	dir := os.Getenv("DOCKER_CONFIG")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return CredentialFile{}, fmt.Errorf("find credentials: %w", err)
		}
		dir = filepath.Join(home, ".docker")
	}
	return CredentialFile{filepath.Join(dir, "config.json")}, nil
}

// entry is what the file has of one registry.
type entry struct {
	Auth          string `json:"auth,omitempty"`
	Username      string `json:"username,omitempty"`
	Password      string `json:"password,omitempty"`
	IdentityToken string `json:"identitytoken,omitempty"`
}

// content is a file's: all its keys, as they are, and those of them that we know.
type content struct {
	all         map[string]json.RawMessage
	auths       map[string]json.RawMessage
	credsStore  string
	credHelpers map[string]string
}

// Find returns the credentials for a registry: from the helper that is named for it, else from the file.
func (f CredentialFile) Find(ctx context.Context, registry string) (Credentials, error) {
	c, err := f.read()
	if err != nil {
		return Credentials{}, err
	}
	if helper := c.helper(registry); helper != "" {
		found, err := helperGet(ctx, helper, registry)
		if err != nil || found != (Credentials{}) {
			return found, err
		}
	}
	_, text := c.find(registry)
	var e entry
	if text != nil {
		if err := json.Unmarshal(text, &e); err != nil {
			return Credentials{}, fmt.Errorf("read %s: %w", f.Path, err)
		}
	}
	found, err := e.credentials()
	if err != nil {
		err = fmt.Errorf("read %s: the entry of %s: %w", f.Path, registry, err)
	}
	return found, err
}

// Store keeps the credentials for a registry: with its helper if one is named, else in the file.
func (f CredentialFile) Store(ctx context.Context, registry string, who Credentials) error {
	c, err := f.read()
	if err != nil {
		return err
	}
	var e entry
	if helper := c.helper(registry); helper != "" {
		if err := helperStore(ctx, helper, registry, who); err != nil {
			return err
		}
	} else if e.IdentityToken = who.IdentityToken; who.User != "" || who.Password != "" {
		e.Auth = base64.StdEncoding.EncodeToString([]byte(who.User + ":" + who.Password))
	}
	key, _ := c.find(registry) // an empty entry tells that there is something with the helper
	if key == "" {
		key = keyOf(registry)
	}
	if c.auths[key], err = json.Marshal(e); err != nil {
		return err
	}
	return f.write(c)
}

// Erase forgets the credentials for a registry, and tells whether there were any.
func (f CredentialFile) Erase(ctx context.Context, registry string) (found bool, err error) {
	c, err := f.read()
	if err != nil {
		return false, err
	}
	if helper := c.helper(registry); helper != "" {
		who, err := helperGet(ctx, helper, registry)
		if err != nil {
			return false, err
		}
		if found = who != (Credentials{}); found {
			if err := helperErase(ctx, helper, registry); err != nil {
				return false, err
			}
		}
	}
	key, _ := c.find(registry)
	if key == "" {
		return found, nil
	}
	delete(c.auths, key)
	return true, f.write(c)
}

func (f CredentialFile) read() (content, error) {
	c := content{all: map[string]json.RawMessage{}, auths: map[string]json.RawMessage{}}
	text, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil && len(text) > 0 {
		err = json.Unmarshal(text, &c.all)
	}
	for key, value := range map[string]any{"auths": &c.auths, "credsStore": &c.credsStore, "credHelpers": &c.credHelpers} {
		if text, there := c.all[key]; there && err == nil {
			err = json.Unmarshal(text, value)
		}
	}
	if c.auths == nil { // null
		c.auths = map[string]json.RawMessage{}
	}
	var path *fs.PathError
	if err != nil && !errors.As(err, &path) {
		err = fmt.Errorf("read %s: %w", f.Path, err)
	}
	return c, err
}

// write replaces the file in one step, and leaves what we do not know of as it was.
func (f CredentialFile) write(c content) (err error) {
	if c.all["auths"], err = json.Marshal(c.auths); err != nil {
		return err
	}
	text, err := json.MarshalIndent(c.all, "", "\t")
	if err != nil {
		return err
	}
	path := f.Path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // or the link would be replaced instead of what it leads to
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replace(path, append(text, '\n'))
}

// replace gives the file its new content by a rename, which the kernel does wholly or not at all. Its mode
// is 0600 from its beginning.
func replace(path string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".config.json-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(temp.Name(), path)
}

// helper is the name of the program that keeps a registry's credentials, or "".
func (c content) helper(registry string) string {
	for key, name := range c.credHelpers {
		if hostOf(key) == registry {
			return name
		}
	}
	return c.credsStore
}

// find returns the registry's entry in auths. Its key may be written in several ways.
func (c content) find(registry string) (key string, text json.RawMessage) {
	if text, there := c.auths[keyOf(registry)]; there {
		return keyOf(registry), text
	}
	for key, text := range c.auths {
		if hostOf(key) == registry {
			return key, text
		}
	}
	return "", nil
}

func keyOf(registry string) string {
	if registry == defaultRegistry {
		return hubKey
	}
	return registry
}

// hostOf takes the scheme and the path off a key: "https://ghcr.io/v2/" is ghcr.io.
func hostOf(key string) string {
	if _, rest, found := strings.Cut(key, "://"); found {
		key = rest
	}
	host, _, _ := strings.Cut(key, "/")
	if host == "index.docker.io" || host == "registry-1.docker.io" {
		return defaultRegistry
	}
	return host
}

func (e entry) credentials() (Credentials, error) {
	c := Credentials{User: e.Username, Password: e.Password, IdentityToken: e.IdentityToken}
	if e.Auth == "" {
		return c, nil
	}
	text, err := base64.StdEncoding.DecodeString(e.Auth)
	user, password, found := strings.Cut(string(text), ":")
	if err != nil || !found {
		return c, errors.New(`"auth" is not the base64 of USER:PASSWORD`)
	}
	c.User, c.Password = user, strings.TrimRight(password, "\x00") // some old programs fill it up
	return c, nil
}
