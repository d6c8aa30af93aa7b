#!/bin/sh
# Given in the environment:
#   PROGRAM  the path of a static program that is many commands in one; its name picks which
#   ROOT     the path of a directory that is not there yet
#
# When this script has ended, ROOT is a directory in which
#   chroot "$ROOT" /bin/sh -c '…'
#   chroot "$ROOT" /bin/ls
#   chroot "$ROOT" /bin/cat FILE
# work, each done by PROGRAM. PROGRAM itself is still where it was.

# TODO: make ROOT.
