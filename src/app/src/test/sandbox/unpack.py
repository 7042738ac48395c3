"""A host's first boot, as far as files go, with a metadata service of its own. Steps:

write  custom data becomes files, by cloud-init's own module
NAME   our module unpacks the archive; the metadata service answers as NAME says:
       serves it after an answer 503; cut: all but its last bytes; silent: not at all
die    as serves, but the machine loses its power on the way
list   prints what is there
"""

import base64
import grp
import hashlib
import http.server
import os
import pwd
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

from cloudinit import util
from cloudinit.config import cc_write_files

CUSTOM_DATA, USER_DATA = Path("/given/custom-data"), Path("/given/user-data")
PATHS = Path("/given/paths")
# Before so many files are written.
DIES_AT = 20
# What Microsoft documents: "User Data for Azure Virtual Machine", and no proxy.
QUERY = "/metadata/instance/compute/userData?api-version=2021-01-01&format=text"


def write() -> None:
    document = util.load_yaml(util.decomp_gzip(base64.b64decode(CUSTOM_DATA.read_text())))
    cc_write_files.write_files("write_files", document["write_files"], "root:root")


class Metadata(http.server.BaseHTTPRequestHandler):
    """Gives the VM's user data."""

    body = b""
    refusals = 0

    def do_GET(self) -> None:
        if self.path != QUERY or self.headers["Metadata"] != "true":
            self.send_error(400)
        elif Metadata.refusals:
            Metadata.refusals -= 1
            self.send_error(503)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Prints nothing."""


def unpack(answers: str) -> None:
    from cloudinit.config import cc_azure_patroni

    for command in ("link set lo up", f"address add {cc_azure_patroni.METADATA}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    cc_azure_patroni.PAUSE_SECONDS, cc_azure_patroni.WAIT_SECONDS = 0.1, 10.0 if answers == "serves" else 1.0
    if answers != "silent":
        archive = base64.b64decode(USER_DATA.read_text())
        Metadata.body = base64.b64encode(archive[:-100] if answers == "cut" else archive)
        Metadata.refusals = 1
        server = http.server.ThreadingHTTPServer((cc_azure_patroni.METADATA, 80), Metadata)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        cc_azure_patroni.unpack()
    except RuntimeError as error:
        print(error)


def die() -> None:
    makefile = tarfile.TarFile.makefile
    written: list[str] = []

    def dies(archive: tarfile.TarFile, file: tarfile.TarInfo, path: str) -> None:
        if len(written) == DIES_AT:
            Path(path).write_text("half")
            os._exit(9)
        written.append(path)
        makefile(archive, file, path)

    tarfile.TarFile.makefile = dies  # type: ignore[method-assign,assignment]
    unpack("serves")


def names() -> None:
    for line in PATHS.read_text().splitlines():
        path = Path(line)
        found = path.lstat()
        owner = f"{pwd.getpwuid(found.st_uid).pw_name}:{grp.getgrgid(found.st_gid).gr_name}"
        print(line, owner, f"{found.st_mode & 0o7777:04o}", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    step = sys.argv[1]
    {"write": write, "die": die, "list": names}.get(step, lambda: unpack(step))()
