"""Writes files so that a reader sees the old or the new one, never a part, and that no account but root changes.

A file is reached by its folder's descriptor, never by its path. A folder that another account may change is refused:
that account could swap what is in it between two steps, and so get any file of root, or have its own text trusted."""

import contextlib
import ctypes
import json
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from azure_patroni.failure import Failure

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe or a device in a file's place is not waited for.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
RENAME_EXCHANGE = 2
# What a service gets: its group reads, and root alone writes.
SERVICE_FOLDER, SERVICE_FILE = 0o750, 0o440


# Owner, group and mode.
Rights = tuple[int, int, int]


class File(NamedTuple):
    """A plain file; time: of its last change, in ns."""

    content: bytes
    rights: Rights
    time: int | None = None

    def same(self, other: "File | None") -> bool:
        """Whether another one has its content and rights."""
        return other is not None and self[:2] == other[:2]


def rights(mode: int, reader: str = "root") -> Rights:
    """Of a file of root; reader: the account whose group it has."""
    return pwd.getpwnam("root").pw_uid, pwd.getpwnam(reader).pw_gid, mode


def same(path: Path, content: bytes, mode: int) -> bool:
    """Whether a file has this content and mode, is root's and no link."""
    try:
        with opened(path.parent) as folder:
            return File(content, rights(mode)).same(read(folder, path.name))
    except FileNotFoundError:
        return False


def write(path: str | Path, content: str | bytes, mode: int = 0o644) -> bool:
    """Replaces a file if its content, mode or owner is another, and returns whether it was.

    It and the folders that are not there are root's."""
    path = Path(path)
    wanted = File(content.encode() if isinstance(content, str) else content, rights(mode))
    with opened(path.parent, make=True) as folder:
        if wanted.same(read(folder, path.name)):
            return False
        put(folder, path.name, wanted)
    return True


def write_json(path: str | Path, value: Any) -> bool:
    """Writes a JSON document that root owns and everybody may read."""
    return write(path, json.dumps(value, indent=2) + "\n")


def write_folder(folder: Path, texts: dict[str, str], reader: str) -> list[str]:
    """Replaces files of a folder all at once, so that a certificate never stands next to another one's key.

    Returns the names of those that changed. The folder's other files stay. reader: the account that may read it."""
    inner, outer = rights(SERVICE_FILE, reader), rights(SERVICE_FOLDER, reader)
    with opened(folder.parent, make=True) as parent:
        there, found = _contents(parent, folder.name)
        # The age of a file says when its content changed.
        wanted = {name: File(one.content, inner, one.time) for name, one in found.items()}
        wanted |= {
            name: File(text.encode(), inner)
            for name, text in texts.items()
            if name not in found or found[name].content != text.encode()
        }
        if there == outer and wanted == found:
            return []
        for left in os.listdir(parent):
            if left.startswith(f".{folder.name}."):
                shutil.rmtree(left, dir_fd=parent)
        new = _name(folder.name)
        os.mkdir(new, 0o700, dir_fd=parent)
        with _open(new, FOLDER, parent) as inside:
            for name, one in wanted.items():
                put(inside, name, one)
            _grant(inside, outer)
        if there:
            exchange(parent, new, folder.name)
            shutil.rmtree(new, dir_fd=parent)
        else:
            os.rename(new, folder.name, src_dir_fd=parent, dst_dir_fd=parent)
    return [name for name in texts if wanted[name].time is None]


@contextlib.contextmanager
def opened(folder: Path, make: bool = False) -> Iterator[int]:
    """A folder's descriptor; make: with the folders that are not there. A Failure if another account may change it.

    So it is for each folder above: there, that account could swap this one."""
    root = pwd.getpwnam("root")
    with contextlib.ExitStack() as stack:
        inner, at = stack.enter_context(_open("/", FOLDER)), Path("/")
        for name in folder.absolute().parts[1:]:
            at /= name
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, 0o755, dir_fd=inner)
            try:
                inner = stack.enter_context(_open(name, FOLDER, inner))
            except NotADirectoryError:
                raise Failure(f"{at} is a link or a file where a folder must be: remove it") from None
            found = os.fstat(inner)
            writers = stat.S_IWOTH if found.st_gid == root.pw_gid else stat.S_IWOTH | stat.S_IWGRP
            # In a sticky folder others do not swap what is root's.
            shared = found.st_mode & writers and not found.st_mode & stat.S_ISVTX
            if shared or found.st_uid not in (0, root.pw_uid):
                raise Failure(f"{at} can be changed by others than root: chown root:root {at} && chmod go-w {at}")
        yield inner


def read(folder: int, name: str) -> File | None:
    """A plain file of a folder; nothing if there is none, or a link or anything else has its name."""
    with contextlib.suppress(OSError), _open(name, READ, folder) as descriptor:
        found = os.fstat(descriptor)
        # One with a second name may be a file from elsewhere.
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            with open(descriptor, "rb", closefd=False) as file:
                return File(file.read(), _rights(found), found.st_mtime_ns)
    return None


def put(folder: int, name: str, wanted: File) -> None:
    """Replaces a file of a folder; its time of change is now if it has none."""
    # A name of its own: of two programs that write at once, neither renames the other's part.
    new = _name(name)
    try:
        with _open(new, CREATE, folder) as descriptor:
            with open(descriptor, "wb", closefd=False) as file:
                file.write(wanted.content)
            if wanted.time:
                os.utime(descriptor, ns=(wanted.time, wanted.time))
            _grant(descriptor, wanted.rights)
            os.fsync(descriptor)
        os.rename(new, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new, dir_fd=folder)
        raise


def exchange(folder: int, one: str, other: str) -> None:
    """Swaps two entries of a folder in one step."""
    call = ctypes.CDLL(None, use_errno=True).renameat2
    if call(folder, os.fsencode(one), folder, os.fsencode(other), RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), other)


@contextlib.contextmanager
def _open(name: str, flags: int, folder: int | None = None) -> Iterator[int]:
    descriptor = os.open(name, flags, 0o600, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _contents(parent: int, name: str) -> tuple[Rights | None, dict[str, File]]:
    """Rights and plain files of a folder; nothing if there is none."""
    try:
        with _open(name, FOLDER, parent) as folder:
            found = {one: read(folder, one) for one in os.listdir(folder)}
            return _rights(os.fstat(folder)), {one: file for one, file in found.items() if file}
    except FileNotFoundError:
        return None, {}


def _rights(found: os.stat_result) -> Rights:
    return found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)


def _grant(descriptor: int, wanted: Rights) -> None:
    os.fchown(descriptor, *wanted[:2])
    os.fchmod(descriptor, wanted[2])


def _name(name: str) -> str:
    return f".{name}.{secrets.token_hex(8)}.new"
