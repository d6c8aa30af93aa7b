// Images, network and virtual machines: one attempt, one line.

package doctor

import "github.com/minicontainer/minicontainer/cmd/workshop/say"

func judgeOverlay(f Facts) Check {
	c := Check{ID: "overlay", Status: StatusOK, Why: say.T("doctor.why-overlay"), Lessons: []int{4}}
	c.Found = say.T("doctor.works")
	if !f.Overlay.OK {
		c.Status, c.Found = StatusWarn, say.T("doctor.refused", f.Overlay.Cause)
		c.Remedy = say.T("doctor.fix-overlay")
	}
	return c
}

// judgeNestedOverlay minds no refusal: where it hurts, judgeImageFiles says so.
func judgeNestedOverlay(f Facts) Check {
	c := Check{ID: "overlay-on-overlay", Status: StatusInfo, Why: say.T("doctor.why-nested-overlay"), Lessons: []int{4}}
	c.Found = say.T("doctor.nested-overlay-refused")
	if f.NestedOverlay.OK {
		c.Status, c.Found = StatusOK, say.T("doctor.works")
	}
	return c
}

// judgeImageFiles says what `minicontainer info` does: how a container here gets the files of its image.
func judgeImageFiles(f Facts) Check {
	c := Check{ID: "image-files", Status: StatusWarn, Why: say.T("doctor.why-image-files"), Lessons: []int{4}}
	switch f.NoOverlay {
	case "":
		c.Status, c.Found = StatusOK, say.T("doctor.image-files-overlay", f.StateDir)
	case "unmountable":
		c.Found, c.Remedy = say.T("doctor.image-files-unmountable"), say.T("doctor.fix-overlay")
	case "unwritable":
		c.Found, c.Remedy = say.T("doctor.image-files-unwritable", f.StateDir), say.T("doctor.fix-nested-overlay")
	}
	return c
}

func judgeBridge(f Facts) Check {
	return judgeTrial("bridge", f.Bridge, say.T("doctor.why-bridge"), say.T("doctor.fix-bridge"))
}

func judgeVeth(f Facts) Check {
	return judgeTrial("veth", f.Veth, say.T("doctor.why-veth"), say.T("doctor.fix-veth"))
}

func judgeNFTables(f Facts) Check {
	return judgeTrial("nftables", f.NFTables, say.T("doctor.why-nftables"), say.T("doctor.fix-nftables"))
}

func judgeTrial(id string, t Trial, why, remedy say.Message) Check {
	c := Check{ID: id, Status: StatusOK, Found: say.T("doctor.works"), Why: why, Lessons: []int{5}}
	if !t.OK {
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.refused", t.Cause), remedy
	}
	return c
}

func judgeForwarding(f Facts) Check {
	c := Check{ID: "ip-forward", Status: StatusOK, Why: say.T("doctor.why-forwarding"), Lessons: []int{5}}
	c.Found = say.T("doctor.forwarding-on")
	if f.IPForward != "1" {
		c.Status, c.Found = StatusInfo, say.T("doctor.forwarding-off")
		c.Remedy = say.T("doctor.fix-forwarding")
	}
	return c
}

func judgeDocker(f Facts) Check {
	c := Check{ID: "docker", Status: StatusInfo, Why: say.T("doctor.why-docker"), Lessons: []int{4, 7}}
	switch {
	case f.DockerSocket:
		c.Found = say.T("doctor.docker-running")
	case f.DockerCLI != "":
		c.Found = say.T("doctor.docker-cli", f.DockerCLI)
	default:
		c.Found = say.T("doctor.docker-none")
	}
	return c
}

// judgeForwardPolicy knows that dockerd sets the policy of iptables' FORWARD chain
// to DROP, and that an accept in a table of our own does not outvote it.
func judgeForwardPolicy(f Facts) Check {
	c := Check{ID: "forward-policy", Status: StatusOK, Why: say.T("doctor.why-forward-policy"), Lessons: []int{5}}
	switch {
	case f.ForwardPolicy == "DROP":
		c.Status, c.Found = StatusWarn, say.T("doctor.forward-drop")
		c.Remedy = say.T("doctor.fix-forward-drop")
	case f.ForwardPolicy != "":
		c.Found = say.T("doctor.forward-policy", f.ForwardPolicy)
	case f.DockerSocket:
		c.Status, c.Found = StatusInfo, say.T("doctor.forward-unknown")
		c.Remedy = say.T("doctor.fix-forward-unknown")
	default:
		c.Found = say.T("doctor.forward-no-docker")
	}
	return c
}

// judgeKVM wants the device to open and the processor to show vmx or svm. On some
// clouds the device opens and every call works while guest code is interpreted
// instruction by instruction, and a stock Linux guest dies of the first rare one.
// Arm processors show no flag: there an open device is all one can ask for.
func judgeKVM(f Facts) Check {
	c := Check{ID: "kvm", Status: StatusInfo, Why: say.T("doctor.why-kvm"), Lessons: []int{6}}
	switch {
	case !f.KVM.Present:
		c.Found = say.T("doctor.kvm-none")
	case f.KVM.Cause != "":
		c.Found, c.Remedy = say.T("doctor.kvm-closed", f.KVM.Cause), say.T("doctor.fix-kvm")
	case f.KVM.CPUFlag == "" && f.Arch == "amd64":
		c.Found = say.T("doctor.kvm-emulated")
	case f.KVM.CPUFlag == "":
		c.Status, c.Found = StatusOK, say.T("doctor.works")
	default:
		c.Status, c.Found = StatusOK, say.T("doctor.kvm-works", f.KVM.CPUFlag)
	}
	return c
}

func judgeQEMU(f Facts) Check {
	c := Check{ID: "qemu", Status: StatusOK, Why: say.T("doctor.why-qemu"), Lessons: []int{6}}
	c.Found = say.T("doctor.qemu", f.QEMU)
	if f.QEMU == "" {
		c.Status, c.Found = StatusWarn, say.T("doctor.qemu-none")
		c.Remedy = say.T("doctor.fix-qemu")
		if f.DistroID == "alpine" {
			c.Remedy = say.T("doctor.fix-qemu-alpine")
		}
	}
	return c
}
