package seccomp

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// call32 makes a call of i386 without arguments, and says how it went. No instruction of Go's is int 0x80, so it writes one.
func call32(number uint32) int {
	page, err := unix.Mmap(-1, 0, unix.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return fail(err)
	}
	code := binary.LittleEndian.AppendUint32([]byte{0xb8}, number) // mov eax, number
	copy(page, append(code, 0xcd, 0x80, 0xc3))                     // int 0x80; ret
	start := unsafe.Pointer(&page[0])
	f := unsafe.Pointer(&start) // a func of Go is the address of an address of code
	result := int32((*(*func() uintptr)(unsafe.Pointer(&f)))())
	runtime.KeepAlive(page)
	if result < 0 {
		fmt.Println(unix.ErrnoName(unix.Errno(-result)))
		return 1
	}
	fmt.Println("done")
	return 0
}
