// Package minicontainer is the guided tour. It holds no code: the runtime is in
// the packages below, and this is the order to read them in. Each is an evening's
// reading at most, and opens with a doc.go that says what it is about.
//
// A container is an ordinary process that was given a view of its own. Making one
// is a list of steps; everything here is about that list.
//
//  1. plan: a step is a value. It has a name, a shell line that does the same, and
//     it can be carried out. All that follows describes first and does second.
//  2. mount: mounts as such values. One call of mount(2) each, which is less than
//     one expects.
//  3. rootfs: making a directory the root of a process: devices, masked paths,
//     pivot_root, and the weaker chroot.
//  4. namespace: the eight views that a process can have of its own. Looking at them,
//     joining them, and starting a process in new ones: every container begins in its
//     Spawn.
//  5. sandbox: the heart. One process is started in its own world, from an OCI
//     spec, by a program that starts itself a second time. Begin with its
//     doc.go, where the talk of the two halves is drawn; then assemble.go, which
//     is the table of contents of a container. enter.go is exec, init.go is --init.
//  6. oci: the value that describes a container in the world's own words, and the
//     bundles in which it is exchanged.
//  7. base: the image that needs no internet: a Linux made of one file, with a
//     shell (base/shell, base/edit) and its commands (base/applet).
//  8. record: what is known of a container when no process remembers it: files, locks,
//     and names (process says who a process is). event: the log of what has happened, which records write as they change.
//  9. shim: the small process that stays with a detached container, and its log.
//  10. engine: the life of containers by name: create, start, stop, remove, and what to
//     do about those that somebody killed meanwhile.
//  11. cgroup: control groups, in both versions: what a container may use of the machine, and
//     an end to everything in it.
//  12. layer: a tar archive becomes a directory and a directory a tar archive, with all that
//     a file is; whiteouts; and why an archive from a stranger cannot write outside.
//  13. registry: what an image is called, and how it is fetched and sent.
//  14. image: the store: blobs by digest, names, unpacked layers, and the sweep.
//  15. build: a Dockerfile becomes a plan, and the plan an image, step by step, or from the cache.
//  16. volume: data that outlives containers.
//  17. network: bridges, cables, addresses and published ports; network/firewall, our one table of rules, and how to
//     live beside others; network/names, the name server of a container; network/chart draws it all and follows a packet.
//  18. vm: a machine with another kernel, made of QEMU and of this very program, which is its
//     first process (vm/guest). So far tests run in it.
//  19. confine: root that is less than root: capabilities, limits of a process, settings. confine/seccomp: system calls that fail.
//  20. oci/lifecycle: a container in two calls, create and start, for engines that bring their own shim; cmd/minirun is its face.
//  21. syscalls: the few kernel calls nobody else wraps. Look things up here.
//
// audit and testenv serve the tests: what did this work leave behind, and what
// does this machine allow. testenv/vmtest has them run in a virtual machine as well; testenv/registrytest
// starts a registry, testenv/treediff tells two directories apart.
//
// From here go to cmd/minicontainer/main.go and cmd/cli/run.go: the command line that turns
// flags into a spec and gives it to engine and sandbox.Start. The lessons build the same
// path up piece by piece.
package minicontainer
