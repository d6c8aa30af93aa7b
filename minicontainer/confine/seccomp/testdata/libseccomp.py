# Make filters with libseccomp as runc does, and write them down. One JSON value a line in, one out.
#
#   in   {"native": ARCH, "spec": {...}}   the seccomp part of an OCI spec
#   out  {"program": BASE64} or {"error": TEXT}
#   in   {"resolve": [NAME...], "arch": ARCH}
#   out  {"numbers": [NUMBER...]}          negative: the architecture has none
import base64, json, sys, tempfile
import seccomp
from seccomp import Arch, Arg, SyscallFilter

ARCHES = {"SCMP_ARCH_" + n: getattr(Arch, n) for n in ("X86", "X86_64", "X32", "ARM", "AARCH64")}
OPERATORS = {"SCMP_CMP_" + n: getattr(seccomp, n) for n in ("NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ")}


def action(name, errno):
    name = name.removeprefix("SCMP_ACT_")
    if name in ("ERRNO", "TRACE"):
        return getattr(seccomp, name)(1 if errno is None else errno)
    return getattr(seccomp, "KILL" if name == "KILL_THREAD" else name)


def argument(a):
    if a["op"] == "SCMP_CMP_MASKED_EQ":
        return Arg(a["index"], seccomp.MASKED_EQ, a.get("value", 0), a.get("valueTwo", 0))
    return Arg(a["index"], OPERATORS[a["op"]], a.get("value", 0))


def rules(native, spec):
    for call in spec.get("syscalls") or []:
        args = [argument(a) for a in call.get("args") or []]
        indexes = [a["index"] for a in call.get("args") or []]
        does = action(call["action"], call.get("errnoRet"))
        if does == action(spec["defaultAction"], spec.get("defaultErrnoRet")):
            continue
        for name in call["names"]:
            if number(native, name) == -1:
                continue  # newer than the library; runc does without it
            if len(set(indexes)) < len(indexes):
                for a in args:
                    yield does, name, [a]
            else:
                yield does, name, args


def signed(arch):
    return arch - (1 << 32) if arch >> 31 else arch


def program(native, spec):
    f = SyscallFilter(action(spec["defaultAction"], spec.get("defaultErrnoRet")))
    if ARCHES[native] != signed(seccomp.system_arch()):
        f.add_arch(ARCHES[native])
        f.remove_arch(signed(seccomp.system_arch()))
    for arch in spec.get("architectures") or []:
        if not f.exist_arch(ARCHES[arch]):
            f.add_arch(ARCHES[arch])
    for does, name, args in rules(native, spec):
        f.add_rule(does, name, *args)
    with tempfile.TemporaryFile() as out:
        f.export_bpf(out)
        out.seek(0)
        return base64.b64encode(out.read()).decode()


def number(arch, name):
    try:
        return seccomp.resolve_syscall(ARCHES[arch], name)
    except (ValueError, RuntimeError):
        return -1


for line in sys.stdin:
    job = json.loads(line)
    try:
        if "resolve" in job:
            answer = {"numbers": [number(job["arch"], n) for n in job["resolve"]]}
        else:
            answer = {"program": program(job["native"], job["spec"])}
    except Exception as e:  # whatever the library refuses is its answer
        answer = {"error": repr(e)}
    print(json.dumps(answer), flush=True)
