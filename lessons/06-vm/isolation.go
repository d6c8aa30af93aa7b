//go:build linux

package main

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// isolation is a new namespace of each kind. The two that a container has only if it is asked for are
// added by Isolate: with a user namespace root is somebody else, and one of time has clocks of its own.
func (f runFlags) isolation() *specs.Linux {
	linux := &specs.Linux{Namespaces: []specs.LinuxNamespace{
		{Type: specs.MountNamespace}, {Type: specs.UTSNamespace}, {Type: specs.IPCNamespace},
		{Type: specs.PIDNamespace}, {Type: specs.NetworkNamespace}, {Type: specs.CgroupNamespace},
	}}
	f.Isolate(linux)
	return linux
}
