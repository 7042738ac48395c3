"""Writes files so that a reader sees the old or the new one, never a part."""

import json
import os
import pwd
import stat
import tempfile
from pathlib import Path
from typing import Any


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


def write_json(path: str | Path, value: Any) -> bool:
    """Writes a JSON document that root owns and everybody may read."""
    return write(path, json.dumps(value, indent=2) + "\n")


def _make_folder(folder: Path, user: pwd.struct_passwd, private: bool) -> None:
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(0o700 if private else 0o755, exist_ok=True)
    os.chown(folder, user.pw_uid, user.pw_gid)
