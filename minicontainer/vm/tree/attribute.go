// Extended attributes: a file's capabilities, access control lists, and whatever users and programs note. In an archive one
// is a record SCHILY.xattr.NAME of the extended header, "=" in a name written %3D and "%" %25.

package tree

import (
	"archive/tar"
	"fmt"
	"strings"
)

const paxPrefix = "SCHILY.xattr."

var unescape = strings.NewReplacer("%25", "%", "%3D", "=")

// attributesOf are those that an entry brings, but for the labels of a security module, which mean nothing on another machine.
// The overlay's own would make a file system of the tree lie about its layers, and are refused.
func attributesOf(h *tar.Header) (map[string]string, error) {
	var all map[string]string
	for key, value := range h.PAXRecords {
		name, is := strings.CutPrefix(key, paxPrefix)
		name = unescape.Replace(name)
		switch {
		case !is, name == "security.selinux", name == "security.apparmor", strings.HasPrefix(name, "security.SMACK64"):
			continue
		case strings.HasPrefix(name, "trusted.overlay."), strings.HasPrefix(name, "user.overlay."):
			return nil, fmt.Errorf("attribute %s would act as the overlay's own", shown(name))
		}
		if all == nil {
			all = map[string]string{}
		}
		all[name] = value
	}
	return all, nil
}
