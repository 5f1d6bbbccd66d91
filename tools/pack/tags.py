"""Which wheel is for which machine, by the tags in its name: PEP 425, 600 and 656."""

import platform
import re
import sys
import sysconfig


def fits(wheel: str) -> bool:
    """Return whether a wheel is for this Python and system, by the tags in its name."""
    *_, pythons, abis, platforms = wheel[: -len(".whl")].split("-")
    return any(
        fits_python(python, abi)
        for python in pythons.split(".")
        for abi in abis.split(".")
    ) and any(map(fits_system, platforms.split(".")))


def fits_python(python: str, abi: str) -> bool:
    """Return whether a wheel with these two tags is for this CPython."""
    match = re.fullmatch(r"(py|cp)(\d)(\d*)", python)
    if not match:
        return False
    kind, *version = match[1], int(match[2]), int(match[3] or 0)
    current = list(sys.version_info[:2])
    if abi == "none" and kind == "py":
        return version[0] == current[0] and version <= current
    if abi == "abi3":
        return kind == "cp" and version <= current
    own = "cp{}{}{}".format(*current, getattr(sys, "abiflags", ""))
    return kind == "cp" and version == current and abi in ("none", own)


def fits_system(tag: str) -> bool:
    """Return whether a wheel with this platform tag is for this system."""
    kind, *_, machine = sysconfig.get_platform().split("-")
    old = {"manylinux1": "2_5", "manylinux2010": "2_12", "manylinux2014": "2_17"}
    for name, version in old.items():
        tag = tag.replace(f"{name}_", f"manylinux_{version}_")
    match = re.fullmatch(r"(manylinux|musllinux|macosx)_(\d+)_(\d+)_(\w+)", tag)
    if not match:
        return tag in ("any", f"{kind}_{machine}".replace("-", "_"))
    needed, (libc, found) = (int(match[2]), int(match[3])), platform.libc_ver()
    if match[1] == "macosx":
        machine, found = platform.machine(), platform.mac_ver()[0]
        fat = ["universal2"]
        if machine == "x86_64":
            fat += ["intel", "fat64", "fat3", "universal"]
        right = kind == "macosx" and match[4] in (machine, *fat)
    else:
        libc = "manylinux" if libc == "glibc" else "musllinux"
        right = kind == "linux" and (libc, machine) == (match[1], match[4])
    if not right or match[1] == "musllinux":
        return right
    return needed <= tuple(map(int, found.split(".")[:2]))
