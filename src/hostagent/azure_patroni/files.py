"""Writes files so that a reader sees the old or the new one, never a part."""

import ctypes
import json
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def same(path: Path, content: bytes, mode: int, owner: str = "root") -> bool:
    """Whether a file has this content, mode and owner, and is no link."""
    user = pwd.getpwnam(owner)
    try:
        found = path.lstat()
        return (
            stat.S_ISREG(found.st_mode)
            and stat.S_IMODE(found.st_mode) == mode
            and (found.st_uid, found.st_gid) == (user.pw_uid, user.pw_gid)
            and path.read_bytes() == content
        )
    except FileNotFoundError:
        return False


def write(path: str | Path, content: str | bytes, owner: str = "root", mode: int = 0o644) -> bool:
    """Replaces a file if its content, mode or owner is another, and returns whether it was.

    A folder that is not there is made; one for another owner than root is that owner's alone."""
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    user = pwd.getpwnam(owner)
    _make_folder(path.parent, user, private=owner != "root")
    if same(path, data, mode, owner):
        return False
    # A name of its own: of two programs that write at once, neither renames the other's part.
    descriptor, new = tempfile.mkstemp(".new", f".{path.name}.", path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchown(file.fileno(), user.pw_uid, user.pw_gid)
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise
    return True


def write_folder(folder: Path, texts: dict[str, str], owner: str, mode: int) -> list[str]:
    """Replaces files of a folder all at once, so that a certificate never stands next to another one's key.

    Returns the names of those that changed. The folder's other files stay."""
    changed = [name for name, text in texts.items() if not same(folder / name, text.encode(), mode, owner)]
    if not changed:
        return []
    for left in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(left)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    if folder.exists():
        for file in folder.iterdir():
            os.link(file, new / file.name)
    for name in changed:
        write(new / name, texts[name], owner, mode)
    user = pwd.getpwnam(owner)
    os.chown(new, user.pw_uid, user.pw_gid)
    if folder.exists():
        exchange(new, folder)
        shutil.rmtree(new)
    else:
        os.replace(new, folder)
    return changed


def exchange(one: Path, other: Path) -> None:
    """Swaps two paths in one step."""
    call = ctypes.CDLL(None, use_errno=True).renameat2
    if call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def write_json(path: str | Path, value: Any) -> bool:
    """Writes a JSON document that root owns and everybody may read."""
    return write(path, json.dumps(value, indent=2) + "\n")


def _make_folder(folder: Path, user: pwd.struct_passwd, private: bool) -> None:
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(0o700 if private else 0o755, exist_ok=True)
    os.chown(folder, user.pw_uid, user.pw_gid)
