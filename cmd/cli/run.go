//go:build linux

package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
)

// runFlags are the flags of run, with Docker's names and meanings.
type runFlags struct {
	Attachment
	Isolation
	Limits
	wayToEnd
	labelFlags
	healthFlags
	Connection
	confinement
	sharing
	tuning
	deviceFlags
	mountFlags
	detach, remove, readOnly, init, quiet bool
	env, envFiles                         []string
	name, workdir, user, hostname         string
	pull, platform, cidFile               string
	attach                                []string // which streams are connected; nil: as -i says, and stdout and stderr
	sigProxy                              bool
	log                                   logDriver
	restart                               policyFlag
	entrypoint                            *string // nil: the image's

	id string // of the container to be
}

const runHelp = `Run a command in a new container.

IMAGE is the name of an image; the one built in is called base. ROOTFS, which
begins with /, ./ or ../, is a directory with a root file system. Without CMD
the container runs sh.

A container has its own mounts, processes, host name, IPC objects and network.
An ordinary user gets one, too (rootless): you are root in it, and yourself
outside.

Its network is connected to a bridge, with an address of its own and a way out;
-p leads a port of this machine to it. In a network of yours (network create)
containers find each other by name. An ordinary user's container goes out by
pasta or slirp4netns, where one of them is installed.

Its control group limits it to what the flags say, and in any case to 4096
processes and to the devices that lead nowhere. Where no group can be had, as for
most ordinary users, it runs without, and a line says so; a limit that you asked
for and that cannot be set is an error.

A container stays when it has ended, with what it wrote and what it printed: see ps -a,
logs, start and rm. With --rm it is removed, and what it writes lies in memory until
then. What it writes into a ROOTFS or a volume stays in any case.

A small process (a shim) stays with each container, keeps its log and waits for its end; with
-d this command ends when the container runs. In the foreground it stays attached: what the container prints
is shown here, signals are passed on (not with -t, where keys make them), and the container runs on
if this command ends before it. With -it the keys ctrl-p ctrl-q leave it; attach goes back to it.
With --rm, in the foreground and without -t, there is no shim: the container has this
command's own streams, and dies with it.

root in a container has fourteen of the kernel's forty-one capabilities, as Docker's
has; --cap-add and --cap-drop change that, and --privileged gives all. The system calls
that ordinary programs make are let through, by Docker's list; others fail.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended
it.`

func (p *Program) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] IMAGE|ROOTFS [CMD…]",
		Short: "Run a command in a new container",
		Long:  runHelp,
		Example: "  " + p.Name + " run --rm -it base sh\n" +
			"  " + p.Name + " run -d --name web -p 8080:80 base httpd -f\n" +
			"  " + p.Name + " run --rm -m 64m --cpus 0.5 base sh\n" +
			"  " + p.Name + " run --rm --explain base ps\n" +
			"  " + p.Name + " run --rm -v .:/src:ro base ls /src",
		Args: NeedRoot,
		RunE: p.Status(func(args []string) (int, error) { return p.run(f, args) }),
	}
	f.register(cmd)
	f.AddExplain(cmd)
	f.addKeys(cmd)
	cmd.Flags().BoolVarP(&f.detach, "detach", "d", false, "leave the container running; print its id")
	addProxy(cmd, &f.sigProxy)
	return cmd
}

// NeedRoot is the cobra.PositionalArgs of a command whose first operand is a root.
func NeedRoot(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s needs an IMAGE or a ROOTFS; see `%s --help`", cmd.Name(), cmd.CommandPath())
	}
	return nil
}

// register adds the flags that run and create share.
func (f *runFlags) register(cmd *cobra.Command) {
	f.AddStreams(cmd)
	f.AddIsolation(cmd)
	f.AddTo(cmd)
	f.addEnding(cmd)
	f.addHealth(cmd)
	f.addConfinement(cmd)
	f.addLabels(cmd)
	f.addSharing(cmd)
	f.addTuning(cmd)
	f.addDevices(cmd)
	f.addMounts(cmd)
	f.log.addLog(cmd)
	flags := cmd.Flags()
	flags.SetNormalizeFunc(otherNames)
	flags.StringArrayVarP(&f.attach, "attach", "a", nil, "connect this `STREAM` only: stdin, stdout or stderr")
	flags.BoolVar(&f.remove, "rm", false, "remove the container when it ends")
	flags.Var(&f.restart, "restart", "start it again when it ends, by this `POLICY`: no,\non-failure[:TIMES], always, unless-stopped")
	flags.StringVar(&f.name, "name", "", "the container's `NAME`; a random one if none is given")
	flags.StringArrayVarP(&f.env, "env", "e", nil, "set a variable: `KEY=VALUE`;\nKEY alone passes yours on")
	flags.StringArrayVar(&f.envFiles, "env-file", nil, "read variables from `FILE`, one a line")
	flags.StringVar(&f.cidFile, "cidfile", "", "write the container's id to `FILE`")
	flags.StringVar(&f.platform, "platform", "", "the image for `OS/ARCHITECTURE[/VARIANT]`")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing of fetching the image")
	flags.StringVar(&f.pull, "pull", "missing", "fetch the image: `missing`, always, or never")
	flags.Var(optional{&f.entrypoint}, "entrypoint", "run `PROGRAM` in place of the image's entrypoint")
	flags.StringVarP(&f.workdir, "workdir", "w", "", "working directory `DIR`, made if missing")
	flags.StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	flags.StringVarP(&f.hostname, "hostname", "h", "", "the container's host `NAME`")
	f.AddConnection(cmd)
	flags.BoolVar(&f.init, "init", false, "have a small init as the first process, which reaps\nprocesses and passes signals on")
	flags.BoolVar(&f.readOnly, "read-only", false, "make the root file system read-only")
}

// run makes the container. In the foreground it waits for its end and returns its exit status.
func (p *Program) run(f runFlags, args []string) (status int, err error) {
	w, err := p.prepare(&f, args)
	if err != nil {
		return 0, err
	}
	defer w.root.Close()
	if f.Script() {
		return 0, p.printRun(f, w)
	}
	c, release, err := w.config(f, args[0])
	if err != nil {
		return 0, err
	}
	defer release()
	if err := f.writeCID(); err != nil {
		return 0, err
	}
	switch {
	case f.detach:
		err = p.runDetached(w.engine, c, f.Attachment)
	case f.needsShim():
		status, err = p.runAttached(w.engine, c, f)
	default:
		status, err = p.runForeground(w.engine, c, f.Attachment)
	}
	f.dropCID(w.engine, err)
	return status, err
}

// optional is a flag that can be empty, and is not the same as one that was not given.
type optional struct{ text **string }

func (o optional) String() string { return "" }
func (o optional) Type() string   { return "string" }

func (o optional) Set(text string) error {
	*o.text = &text
	return nil
}

func (p *Program) checkFlags(f runFlags) error {
	if !slices.Contains([]string{"missing", "always", "never"}, f.pull) {
		return fmt.Errorf("read --pull %s: missing, always or never", f.pull)
	}
	_, logErr := f.log.settings()
	if err := errors.Join(logErr, f.CheckIsolation(), f.checkEnding(), f.checkPolicy(), f.checkHealth(), f.checkSharing(), f.checkHostname()); err != nil {
		return err
	}
	if f.detach {
		f.Interactive = false // nobody's stdin is connected
	}
	for _, stream := range f.attach {
		if !slices.Contains([]string{"stdin", "stdout", "stderr"}, stream) {
			return fmt.Errorf("read -a %s: it is stdin, stdout or stderr", stream)
		}
		if f.detach {
			return errors.New("run with -a and -d: the one connects you to the container, the other does not")
		}
	}
	return p.CheckAttachment(f.Attachment)
}
