// Package base is the image that needs no internet: a small Linux made of one
// file, this program itself.
//
// The program is a multi-call binary. Started under the name of an applet (ls,
// sh, ps …) it is that applet, as in busybox; so a root file system is a copy of
// the running binary, a symlink to it for every applet, and a few files in /etc.
//
//	applet   the commands
//	shell    sh
//	edit     the line editor of the shell's prompt
//	image.go the root file system
//
// The binary is copied, never hard-linked or bind mounted: a container's root
// who can write that file would own the host's command (CVE-2019-5736).
package base
