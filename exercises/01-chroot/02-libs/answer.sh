#!/bin/sh
# Given in the environment:
#   PROGRAM  the path of a dynamic program of this machine, such as /usr/bin/ls
#   ROOT     the path of a directory that is not there yet
#
# When this script has ended, ROOT is a directory in which
#   chroot "$ROOT" "$PROGRAM"
# works: it holds the program at the same path, and every file that the program cannot be
# started without, but no more than 40 files in all. It must work for another program, and on
# another machine, too.

# TODO: make ROOT.
