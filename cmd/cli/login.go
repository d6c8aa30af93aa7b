//go:build linux

package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

type loginFlags struct {
	registryFlags
	user, password string
	fromStdin      bool
}

func (p *Program) loginCommand() *cobra.Command {
	var f loginFlags
	cmd := &cobra.Command{
		Use:   "login [flags] [REGISTRY]",
		Short: "Have a registry know who you are",
		Long: `Try a user and a password at a registry (docker.io, if none is named), and keep them
for pull and push: in Docker's config.json, or with the helper that is named there. Docker uses the same.`,
		Args: cobra.MaximumNArgs(1),
		RunE: p.Status(func(args []string) (int, error) {
			return exitOK, interrupted(p.login(strings.Join(args, ""), f), "nothing is kept")
		}),
	}
	f.add(cmd)
	cmd.Flags().StringVarP(&f.user, "username", "u", "", "the `USER`")
	cmd.Flags().StringVarP(&f.password, "password", "p", "", "the `PASSWORD`, which everybody on this machine can see meanwhile")
	cmd.Flags().BoolVar(&f.fromStdin, "password-stdin", false, "read the password from standard input")
	return cmd
}

func (p *Program) login(name string, f loginFlags) error {
	host, err := registry.ParseRegistry(name)
	if err != nil {
		return err
	}
	client, err := Registries(f.insecure...)
	if err != nil {
		return err
	}
	file, err := registry.DefaultCredentialFile()
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	who, err := p.askWho(ctx, f)
	if err == nil {
		err = client.Login(ctx, host, who.User, who.Password)
	}
	if err == nil {
		err = file.Store(ctx, host, who)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "Login Succeeded")
	return err
}

// askWho takes user and password from the command line, and asks for what it does not say.
func (p *Program) askWho(ctx context.Context, f loginFlags) (who registry.Credentials, err error) {
	who = registry.Credentials{User: f.user, Password: f.password}
	switch {
	case f.fromStdin && f.password != "":
		return who, errors.New("login: --password and --password-stdin are two ways to say one thing; use one of them")
	case f.fromStdin && f.user == "":
		return who, errors.New("login: --password-stdin needs the user, too: -u USER")
	case f.fromStdin && p.Stdin == nil:
		return who, errors.New("login: there is no standard input")
	case f.fromStdin:
		who.Password, err = readPassword(p.Stdin)
	case f.password != "":
		fmt.Fprintln(p.Stderr, "WARNING! A password on the command line can be seen by others, and stays in the shell's history. Use --password-stdin.")
	}
	if err == nil && who.User == "" {
		who.User, err = p.ask(ctx, "Username: ", true)
	}
	if err == nil && who.Password == "" {
		who.Password, err = p.ask(ctx, "Password: ", false)
	}
	if err == nil && (who.User == "" || who.Password == "") {
		err = errors.New("login: user and password must not be empty")
	}
	return who, err
}

// readPassword reads all there is, without the end of the line that echo adds.
func readPassword(r io.Reader) (string, error) {
	const longest = 1 << 20
	text, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// ask reads one line from the terminal, shown or not.
func (p *Program) ask(ctx context.Context, question string, shown bool) (string, error) {
	if p.Stdin == nil || !isTerminal(p.Stdin) {
		return "", errors.New("login: there is no terminal to ask at; use -u USER --password-stdin")
	}
	fd := int(p.Stdin.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	fmt.Fprint(p.Stdout, question)
	type answer struct {
		text string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		text, err := readLine(p.Stdin, shown)
		answered <- answer{text, err}
	}()
	select {
	case a := <-answered:
		if !shown {
			fmt.Fprintln(p.Stdout)
		}
		return a.text, a.err
	case <-ctx.Done(): // or the terminal would stay without an echo
		fmt.Fprintln(p.Stdout)
		return "", errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

func readLine(f *os.File, shown bool) (string, error) {
	if !shown {
		text, err := term.ReadPassword(int(f.Fd()))
		return string(text), err
	}
	line, err := bufio.NewReader(f).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = errors.New("login: the input has ended")
	}
	return strings.TrimSpace(line), err
}
