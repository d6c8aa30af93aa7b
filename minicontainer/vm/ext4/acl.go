package ext4

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// Access control lists: attributes, of which the kernel has one form for programs and another one for the disk.
const (
	accessList  = "system.posix_acl_access"
	defaultList = "system.posix_acl_default"
)

// encodeList turns the form of getxattr(2) into the disk's, which has no id where none is meant:
//
//	programs: version 2 │ tag, permissions, id │ …
//	disk:     version 1 │ tag, permissions │ tag, permissions, id │ …
//
// Source: the kernel's linux/posix_acl_xattr.h, and fs/ext4/acl.h.
func encodeList(value string) (string, error) {
	const header, entry, user, group = 4, 8, 0x02, 0x08
	list := []byte(value)
	if len(list) < header || (len(list)-header)%entry != 0 || binary.LittleEndian.Uint32(list) != 2 {
		return "", unix.EINVAL
	}
	disk := []byte{1, 0, 0, 0}
	for list = list[header:]; len(list) > 0; list = list[entry:] {
		said := entry / 2
		if tag := binary.LittleEndian.Uint16(list); tag == user || tag == group {
			said = entry
		}
		disk = append(disk, list[:said]...)
	}
	return string(disk), nil
}
