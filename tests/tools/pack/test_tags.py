import sys

from packaging.tags import sys_tags

from tools.pack import tags


def test_what_packaging_takes_for_this_machine_fits():
    assert all(tags.fits(f"x-1-{tag}.whl") for tag in sys_tags())
    assert tags.fits("ruff-1-py3-none-manylinux_2_17_x86_64.any.whl")


def test_what_packaging_does_not_take_does_not_fit():
    here = set(map(str, sys_tags()))
    version = "{}{}".format(*sys.version_info)
    later = f"3{sys.version_info[1] + 1}"
    pythons = ["py2", "py3", f"py{later}", f"cp{version}", "cp39", f"cp{later}", "pp39"]
    abis = ["none", "abi3", f"cp{version}", f"cp{version}t", "cp39", f"cp{later}"]
    systems = ["any", "win_amd64", "win32", "linux_x86_64", "linux_armv7l"]
    systems += ["manylinux1_x86_64", "manylinux2014_x86_64", "manylinux_2_99_x86_64"]
    systems += ["manylinux2014_aarch64", "musllinux_1_2_x86_64", "macosx_11_0_arm64"]
    systems += ["macosx_10_9_universal2", "macosx_99_0_x86_64", "macosx_10_9_x86_64"]
    cases = {f"{p}-{a}-{s}" for p in pythons for a in abis for s in systems}
    # No wheel is bound to an ABI and to no system, and packaging lists none.
    cases -= {f"{p}-{a}-any" for p in pythons for a in abis if a != "none"}
    assert {tag for tag in cases if tags.fits(f"x-1-{tag}.whl")} == cases & here
