"""The limits of a child process: memory, time, files, and no way out: no sockets, no other programs (POSIX).

On Linux a seccomp filter refuses the system calls themselves; everywhere an audit hook refuses what Python offers.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress

# Reading took 265 MB of address space at most on ordinary documents of all formats; the rest is for long ones.
ADDRESS_SPACE_BYTES = 512 * 2**20
CPU_SECONDS = 20
_OPEN_FILES = 64

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_RET_ALLOW = 0x7FFF0000
_RET_EPERM = 0x00050001
_SIGKILL = 9
# Instructions of classic BPF (linux/bpf_common.h): load a word, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
# By machine: its AUDIT_ARCH, and the numbers of socket, socketpair, connect, execve, execveat, fork, vfork, ptrace,
# io_uring_setup, process_vm_writev, kill, tkill (asm/unistd.h).
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 57, 58, 101, 425, 311, 62, 200)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117, 425, 271, 129, 130)),
}
# Calls of the x32 interface have this bit set and numbers of their own.
_X32 = 0x40000000
# Prefixes of audit events (Python's table of audit events): ways out, and changes of files.
_REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "shutil."),
)


def limit_resources() -> None:
    """Limit memory, processor time and open files of this process. Call it before anything large is imported."""
    _limit(resource.RLIMIT_AS, ADDRESS_SPACE_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)


def _limit(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    # macOS has no limit of address space; the parent's clock and the audit hook remain.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (limit, limit))


def shut_in() -> bool:
    """Refuse sockets, other programs and changes of files from here on.

    Returns whether the kernel refuses them as well.
    """
    _limit(resource.RLIMIT_FSIZE, 0)
    sys.addaudithook(_refuse)
    return sys.platform == "linux" and _filter_system_calls()


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is not allowed while a document is read")
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writing = isinstance(mode, str) and set(mode) & set("wax+")
        if writing or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)):
            raise PermissionError("no file is written while a document is read")


def _filter_system_calls() -> bool:
    known = _SYSTEM_CALLS.get(platform.machine())
    if known is None:
        return False
    audit_arch, numbers = known
    # Offsets in struct seccomp_data: the number of the call at 0, the architecture at 4.
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit_arch), (_RETURN, 0, 0, _RET_EPERM), (_LOAD, 0, 0, 0)]
    program += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _RET_EPERM)]
    for number in numbers:
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _RET_EPERM)]
    program.append((_RETURN, 0, 0, _RET_ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *instruction) for instruction in program))
    # struct sock_fprog: a count, padding, a pointer.
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    address = ctypes.c_void_p(ctypes.addressof(header))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0) == 0)
