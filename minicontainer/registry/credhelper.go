// Helpers: programs called docker-credential-NAME that keep credentials in a better place than a file. They
// are asked by one word (get, store, erase), and a text on their standard input.
//
// Source: github.com/docker/docker-credential-helpers, "Development".

package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// helperSecret is what goes in at store, and comes out at get. A helper keeps an identity token as the password of a
// user called <token>.
type helperSecret struct {
	ServerURL string
	Username  string
	Secret    string
}

const tokenUser = "<token>"

func helperGet(ctx context.Context, helper, registry string) (Credentials, error) {
	out, err := runHelper(ctx, helper, "get", keyOf(registry))
	if errors.Is(err, errNoSecret) {
		return Credentials{}, nil
	}
	if err != nil {
		return Credentials{}, err
	}
	var secret helperSecret
	if err := json.Unmarshal(out, &secret); err != nil {
		return Credentials{}, fmt.Errorf("read the answer of %s: %w", program(helper), err)
	}
	if secret.Username == tokenUser {
		return Credentials{IdentityToken: secret.Secret}, nil
	}
	return Credentials{User: secret.Username, Password: secret.Secret}, nil
}

func helperStore(ctx context.Context, helper, registry string, who Credentials) error {
	secret := helperSecret{ServerURL: keyOf(registry), Username: who.User, Secret: who.Password}
	if who.IdentityToken != "" {
		secret.Username, secret.Secret = tokenUser, who.IdentityToken
	}
	text, err := json.Marshal(secret)
	if err == nil {
		_, err = runHelper(ctx, helper, "store", string(text))
	}
	return err
}

func helperErase(ctx context.Context, helper, registry string) error {
	_, err := runHelper(ctx, helper, "erase", keyOf(registry))
	return err
}

var errNoSecret = errors.New("the helper has no credentials")

func program(helper string) string { return "docker-credential-" + helper }

// runHelper runs a helper. What it says about an error is on its standard output.
func runHelper(ctx context.Context, helper, action, input string) ([]byte, error) {
	if strings.Contains(helper, "/") {
		return nil, fmt.Errorf("find credentials: %q is no name of a helper", helper)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, program(helper), action)
	cmd.Stdin, cmd.Stdout = strings.NewReader(input), &out
	err := cmd.Run()
	said := strings.TrimSpace(out.String())
	switch {
	case err == nil:
		return out.Bytes(), nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("find credentials: config.json names the helper %s, which is not in PATH", program(helper))
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case strings.HasPrefix(said, "credentials not found"):
		return nil, errNoSecret
	case said != "":
		return nil, fmt.Errorf("run %s %s: %s", program(helper), action, said)
	}
	return nil, fmt.Errorf("run %s %s: %w", program(helper), action, err)
}
