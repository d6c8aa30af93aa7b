package expand

import (
	"os"
	"strings"
)

// tilde replaces a leading ~ or ~user, which must end at a slash or at the end
// of the word.
func (c *Config) tilde(text string, last bool) (home, rest string, ok bool) {
	name, ok := strings.CutPrefix(text, "~")
	if !ok {
		return "", text, false
	}
	slash := strings.IndexByte(name, '/')
	if slash < 0 {
		if !last {
			return "", text, false
		}
		slash = len(name)
	}
	home, ok = c.home(name[:slash])
	return home, name[slash:], ok
}

// tildesAfterColon serves PATH=~/bin:~/sbin.
func (c *Config) tildesAfterColon(text string, last bool) string {
	parts := strings.Split(text, ":")
	for i, part := range parts[1:] {
		isLast := last || i+2 < len(parts)
		if home, rest, ok := c.tilde(part, isLast); ok {
			parts[i+1] = home + rest
		}
	}
	return strings.Join(parts, ":")
}

// home reads /etc/passwd itself: os/user would ask the C library's name
// service when the program is built with cgo, and an image has none.
func (c *Config) home(user string) (string, bool) {
	if user == "" {
		return c.Get("HOME")
	}
	passwd, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return "", false
	}
	for _, line := range strings.Split(string(passwd), "\n") {
		if f := strings.Split(line, ":"); len(f) == 7 && f[0] == user {
			return f[5], true
		}
	}
	return "", false
}
