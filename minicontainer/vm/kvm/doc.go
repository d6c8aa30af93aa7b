// Package kvm is the kernel's hypervisor as Go functions: one ioctl each, and nothing decided.
//
// With VMX (Intel) and SVM (AMD) a processor can run a guest's instructions as they are, and come
// back by itself when one of them would reach beyond the guest. KVM is the kernel's part of that, and a
// file the way to it. Three kinds of descriptor, each made by an ioctl on the one before:
//
//	/dev/kvm ── KVM_CREATE_VM ──▶ machine ── KVM_CREATE_VCPU ──▶ processor
//	 System                        VM                             VCPU
//	 what can it do?               memory, interrupt chips        registers, run
//
// A guest's memory is a piece of our own address space. A guest's processor is a thread of ours, which
// is inside KVM_RUN as long as the guest runs undisturbed. Each return is an exit, with a reason: the
// guest wants something that only we can give it, such as a byte out of a port.
//
// Source: the kernel's Documentation/virt/kvm/api.rst. The layouts are those of amd64.
package kvm

import "errors"

// ErrArchitecture is the error of everything here and above on other processors.
var ErrArchitecture = errors.New("run guest: the hypervisor is for amd64 processors")
