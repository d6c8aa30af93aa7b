package doctor

import "github.com/minicontainer/minicontainer/cmd/workshop/say"

func judgeRights(f Facts) Check {
	c := Check{ID: "rights", Status: StatusOK, Why: say.T("doctor.why-rights"), Lessons: everyLesson}
	switch {
	case f.UID == 0 && f.Namespaces.OK:
		c.Found = say.T("doctor.rights-root")
	case f.UID == 0:
		c.Status, c.Found = StatusBad, say.T("doctor.rights-tied-root")
		c.Remedy = say.T("doctor.fix-privileged")
	case f.UserNS.OK:
		c.Found = say.T("doctor.rights-rootless", f.UID)
	default:
		c.Status, c.Found = StatusBad, say.T("doctor.rights-none", f.UID)
		c.Remedy = say.T("doctor.fix-sudo")
	}
	return c
}

func judgeNamespaces(f Facts) Check {
	c := Check{ID: "namespaces", Status: StatusOK, Why: say.T("doctor.why-namespaces"), Lessons: []int{1, 2}}
	trial := f.Namespaces
	if f.UID != 0 {
		trial = f.UserNS
	}
	c.Found = say.T("doctor.namespaces-work")
	if !trial.OK {
		c.Status, c.Found = StatusBad, say.T("doctor.namespaces-refused", trial.Cause)
		c.Remedy = fixUserNS(f)
		if f.UID == 0 {
			c.Remedy = say.T("doctor.fix-privileged")
		}
	}
	return c
}

func judgeUserNamespaces(f Facts) Check {
	c := Check{ID: "userns", Status: StatusOK, Why: say.T("doctor.why-userns"), Lessons: []int{2}}
	c.Found = say.T("doctor.userns-work")
	if !f.UserNS.OK {
		c.Status = StatusWarn
		c.Found = say.T("doctor.userns-refused", f.UserNS.Cause, userNSRestraint(f))
		c.Remedy = fixUserNS(f)
	}
	return c
}

// userNSRestraint names what forbids the user namespace. The order is that of how
// sure the answer is: a switch that is off explains everything after it.
func userNSRestraint(f Facts) say.Message {
	switch r := f.Restraints; {
	case r.MaxUserNS == 0:
		return say.T("doctor.because-max")
	case r.UnprivilegedClone == 0:
		return say.T("doctor.because-clone")
	case r.AppArmor == 1:
		return say.T("doctor.because-apparmor")
	case r.Seccomp:
		return say.T("doctor.because-seccomp")
	}
	return say.T("doctor.because-unknown")
}

func fixUserNS(f Facts) say.Message {
	switch r := f.Restraints; {
	case r.MaxUserNS == 0:
		return say.T("doctor.fix-max")
	case r.UnprivilegedClone == 0:
		return say.T("doctor.fix-clone")
	case r.AppArmor == 1:
		return say.T("doctor.fix-apparmor")
	case r.Seccomp:
		return say.T("doctor.fix-privileged")
	}
	return say.T("doctor.fix-sudo")
}

func judgeSubordinateIDs(f Facts) Check {
	c := Check{ID: "subuid", Status: StatusOK, Why: say.T("doctor.why-subuid"), Lessons: []int{2, 4}}
	switch {
	case f.UID == 0:
		c.Status, c.Found = StatusInfo, say.T("doctor.subuid-root")
	case f.SubUID && f.NewUIDMap:
		c.Found = say.T("doctor.subuid-work")
	case f.SubUID:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.subuid-no-tool"), say.T("doctor.fix-newuidmap")
	default:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.subuid-none"), say.T("doctor.fix-subuid")
	}
	return c
}
