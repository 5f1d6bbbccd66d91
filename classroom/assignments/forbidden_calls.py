"""Calls of the kernel that no submission needs, refused to it and to all it starts.

They open what the other limits do not see: namespaces with file systems of their own,
keyrings that outlast the sandbox, and memory that belongs to no process. The filter is
a small program that the kernel runs before each call, see seccomp(2) and bpf(4); the
standard library has no function for it. The numbers of the calls stand in
``asm/unistd.h``: x86_64 was tried, aarch64 was not.
"""

import ctypes
import errno
import platform
import struct

__all__ = ["forbid"]

# Of each call, its numbers on x86_64 and on aarch64.
FORBIDDEN = {
    # Namespaces, and file systems in them.
    **{"unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51)},
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41)},
    **{"open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430)},
    **{"fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433)},
    "mount_setattr": (442, 442),
    # The kernel's keyrings.
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    # Memory that is in no process: files and queues without a file system.
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194)},
    **{"msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180)},
    **{"io_uring_setup": (425, 425), "bpf": (321, 280), "userfaultfd": (323, 282)},
    # Other processes' memory.
    **{"ptrace": (101, 117), "perf_event_open": (298, 241)},
    **{"process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
}
CLONE, CLONE3, MMAP = (56, 220), (435, 435), (9, 222)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
OTHER_NUMBERS = 0x40000000  # of x86_64's second set of calls, x32
NEW_NAMESPACES = 0x7E020000  # flags of clone(2)
MAP_SHARED, MAP_ANONYMOUS, MAP_HUGETLB = 0x01, 0x20, 0x40000

# Kinds of sockets that stay in the sandbox: what is in no namespace reaches out of it.
SOCKETS = {"socket": (41, 198), "socketpair": (53, 199)}
FAMILIES = (0, 1, 2, 10, 16)  # none, Unix, IPv4, IPv6, netlink

# bpf(4): load a word, jump if equal, if at least, if bits are set; mask; return.
LOAD, EQUAL, AT_LEAST, ANY_BIT, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER, MACHINE, FIRST, FOURTH = 0, 4, 16, 40  # offsets of the call and its arguments
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
SET_SECCOMP, FILTER = 22, 2  # prctl(2)


def forbid(call):
    """Refuse these calls to this process from now on, and to all that it starts.

    ``call`` calls a function of the C library. The process must have given up getting
    new privileges. Raises OSError on a processor whose numbers are not known here.
    """
    program = b"".join(instructions(platform.machine()))
    held = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.c_void_p))

    about = Program(len(program) // 8, ctypes.addressof(held))
    call("prctl", SET_SECCOMP, FILTER, ctypes.byref(about), 0, 0)


def instructions(machine):
    """Return the filter for a kind of processor, one instruction in each bytes."""
    if machine not in MACHINES:
        known = " or ".join(MACHINES)
        raise OSError(f"the processor is {machine}, and grading needs {known}")
    column, mark = MACHINES[machine]
    no, unknown = REFUSE | errno.EPERM, REFUSE | errno.ENOSYS
    return [
        instruction(LOAD, MACHINE),
        instruction(EQUAL, mark, 1, 0),
        instruction(RETURN, KILL),
        instruction(LOAD, NUMBER),
        # The C library then calls clone, whose flags can be read.
        *answer(EQUAL, CLONE3[column], unknown),
        *answer(AT_LEAST, OTHER_NUMBERS, unknown),
        *(x for n in FORBIDDEN.values() for x in answer(EQUAL, n[column], no)),
        instruction(EQUAL, CLONE[column], 0, 3),
        instruction(LOAD, FIRST),
        *answer(ANY_BIT, NEW_NAMESPACES, no),
        instruction(LOAD, NUMBER),
        *(x for numbers in SOCKETS.values() for x in of_families(numbers[column])),
        instruction(EQUAL, MMAP[column], 0, 6),
        instruction(LOAD, FOURTH),
        *answer(ANY_BIT, MAP_HUGETLB, no),
        instruction(MASK, MAP_SHARED | MAP_ANONYMOUS),
        *answer(EQUAL, MAP_SHARED | MAP_ANONYMOUS, no),
        instruction(RETURN, ALLOW),
    ]


def of_families(call):
    """Return instructions: this call ends with an error, but for ``FAMILIES``."""
    known = [
        instruction(EQUAL, x, len(FAMILIES) - n, 0) for n, x in enumerate(FAMILIES)
    ]
    return [
        instruction(EQUAL, call, 0, len(FAMILIES) + 3),
        instruction(LOAD, FIRST),
        *known,
        instruction(RETURN, REFUSE | errno.EAFNOSUPPORT),
        instruction(LOAD, NUMBER),
    ]


def answer(test, value, result):
    """Return two instructions: if the test holds, the call ends with this result."""
    return instruction(test, value, 0, 1), instruction(RETURN, result)


def instruction(code, value, if_true=0, if_false=0):
    """Return one instruction, with how many to skip if a test holds and if not."""
    return struct.pack("HBBI", code, if_true, if_false, value)
