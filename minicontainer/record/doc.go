// Package record keeps what is known of containers on disk, so that one command can
// start a container and another one stop it. There is no daemon that remembers: the
// files are the memory, the kernel's locks keep order among the commands.
//
//	STATE/containers/ID           a container; flock: whoever changes it holds it;
//	                              fcntl: whoever waits for its end holds that one (lock.go)
//	STATE/containers/ID/record.json
//	STATE/containers/ID.new       one that is being made: renamed to ID when it is whole
//	STATE/containers/ID.gone      one that is being removed: renamed before the first file goes
//	STATE/names                   flock: whoever gives or takes a name holds it
//	STATE/names/NAME → ID         a symlink, so a name can be there once only
//
// Each change is one rename(2), which the kernel does wholly or not at all. A process
// may therefore be killed between any two calls: what carries a plain ID is whole, and
// what ends in .new or .gone while nobody holds its lock is left over (Sweep).
//
// Read in this order: record.go (the value), process.go (who a process is), write.go,
// lock.go, store.go (the life of a directory), name.go, sweep.go.
package record
