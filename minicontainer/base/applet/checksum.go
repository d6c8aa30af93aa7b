package applet

import (
	"bufio"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
)

var sha256sumCommand = command{
	name: "sha256sum", usage: "[-c] [FILE]...", short: "print or check SHA-256 sums",
	options: "csbt", long: "check=c status=s", run: func(c *call) error { return c.checksum(sha256.New) },
}

var md5sumCommand = command{
	name: "md5sum", usage: "[-c] [FILE]...", short: "print or check MD5 sums",
	options: "csbt", long: "check=c status=s", run: func(c *call) error { return c.checksum(md5.New) },
}

func (c *call) checksum(algorithm func() hash.Hash) error {
	if c.has("c") {
		return c.eachInput(func(_ string, r io.Reader) error { return c.checkSums(r, algorithm) })
	}
	return c.eachInput(func(name string, r io.Reader) error {
		sum, err := sumOf(r, algorithm)
		if err == nil {
			c.printf("%s  %s\n", sum, name)
		}
		return err
	})
}

func sumOf(r io.Reader, algorithm func() hash.Hash) (string, error) {
	h := algorithm()
	_, err := io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), err
}

// checkSums reads lines as the command itself prints them.
func (c *call) checkSums(list io.Reader, algorithm func() hash.Hash) error {
	bad, lines := 0, 0
	for scanner := bufio.NewScanner(list); scanner.Scan(); {
		wanted, name, ok := strings.Cut(scanner.Text(), " ")
		if !ok {
			continue
		}
		lines++
		name = strings.TrimLeft(name, " *")
		verdict := "OK"
		if !c.matches(wanted, name, algorithm) {
			verdict = "FAILED"
			bad++
		}
		if !c.has("s") {
			c.printf("%s: %s\n", name, verdict)
		}
	}
	switch {
	case lines == 0:
		return errors.New("check sums: no line with a sum found")
	case bad > 0:
		c.status = 1
		c.flush()
		fmt.Fprintf(os.Stderr, "%s: WARNING: %d of %d computed checksums did NOT match\n", c.name, bad, lines)
	}
	return nil
}

func (c *call) matches(wanted, name string, algorithm func() hash.Hash) bool {
	var sum string
	err := withInput(name, func(_ string, r io.Reader) (err error) {
		sum, err = sumOf(r, algorithm)
		return err
	})
	if err != nil {
		c.warn(err)
	}
	return err == nil && strings.EqualFold(sum, wanted)
}
