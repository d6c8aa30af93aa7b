package transcript

import "strings"

// Needs are the words after "needs:" in a comment: what a machine must have for the transcript to
// be played on it. "root" is root of the machine; "v1" and "v2" are the version of the memory
// controller; "vm" is a virtual machine, with QEMU and a kernel; "kvm" is /dev/kvm, whatever it is good for.
func (t Transcript) Needs() []string {
	for _, it := range t.items {
		if words, ok := strings.CutPrefix(it.text, "needs: "); ok && it.kind == comment {
			return strings.Fields(words)
		}
	}
	return nil
}
