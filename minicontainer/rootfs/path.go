package rootfs

// Path is where programs lie in a root file system, by the habit of all distributions and of Docker: the
// value of PATH for a process that was given none.
const Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
