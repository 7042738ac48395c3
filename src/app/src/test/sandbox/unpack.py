"""A host's first boot, as far as files go. `write` and `unpack` are cloud-init's part; `list` prints what is there."""

import base64
import grp
import hashlib
import os
import pwd
import sys
import tarfile
from pathlib import Path

from cloudinit import util
from cloudinit.config import cc_write_files

CUSTOM_DATA = Path("/given/custom-data")
PATHS = Path("/given/paths")
# Before so many files are written.
DIES_AT = 20


def write() -> None:
    document = util.load_yaml(util.decomp_gzip(base64.b64decode(CUSTOM_DATA.read_text())))
    cc_write_files.write_files("write_files", document["write_files"], "root:root")


def unpack() -> None:
    from cloudinit.config import cc_azure_patroni

    try:
        cc_azure_patroni.unpack()
    except RuntimeError as error:
        print(error)


def die() -> None:
    """As unpack, but the machine loses its power on the way."""
    makefile = tarfile.TarFile.makefile
    written: list[str] = []

    def dies(archive: tarfile.TarFile, file: tarfile.TarInfo, path: str) -> None:
        if len(written) == DIES_AT:
            Path(path).write_text("half")
            os._exit(9)
        written.append(path)
        makefile(archive, file, path)

    tarfile.TarFile.makefile = dies  # type: ignore[method-assign,assignment]
    unpack()


def names() -> None:
    for line in PATHS.read_text().splitlines():
        path = Path(line)
        found = path.lstat()
        owner = f"{pwd.getpwuid(found.st_uid).pw_name}:{grp.getgrgid(found.st_gid).gr_name}"
        print(line, owner, f"{found.st_mode & 0o7777:04o}", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    {"write": write, "unpack": unpack, "die": die, "list": names}[sys.argv[1]]()
