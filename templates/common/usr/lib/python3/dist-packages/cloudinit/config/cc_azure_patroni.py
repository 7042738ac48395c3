"""Azure Patroni: unpacks the host's files, starts its target and waits until it is ready, so that cloud-init's status is the host's."""

import base64
import bz2
import hashlib
import io
import logging
import os
import tarfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from cloudinit import subp
from cloudinit.cloud import Cloud
from cloudinit.config import Config
from cloudinit.config.schema import MetaSchema
from cloudinit.distros import ALL_DISTROS
from cloudinit.settings import PER_ALWAYS

frequency = PER_ALWAYS
meta: MetaSchema = {
    "id": "cc_azure_patroni",
    "distros": [ALL_DISTROS],
    "frequency": frequency,
    "activate_by_schema_keys": [],
}

LOG = logging.getLogger(__name__)
# The VM's user data and the rest are an archive of this checksum. Custom data writes both; they go when it is unpacked.
EXPECTED, REST = Path("/var/lib/azure-patroni/files.sha256"), Path("/var/lib/azure-patroni/files.rest")
METADATA = "169.254.169.254"
USER_DATA = "/metadata/instance/compute/userData?api-version=2021-01-01&format=text"
# As long as the host's target is waited for.
ANSWER_SECONDS, PAUSE_SECONDS, WAIT_SECONDS = 10, 5.0, 6 * 3600.0
AGAIN = "reboot to try again; if that does not help, replace this VM"


def user_data() -> bytes:
    """The VM's user data, of the metadata service."""
    connection = HTTPConnection(METADATA, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", USER_DATA, headers={"Metadata": "true"})
        reply = connection.getresponse()
        body = reply.read()
    finally:
        connection.close()
    if reply.status != 200:
        raise OSError(f"HTTP status {reply.status}")
    return base64.b64decode(body)


def fetch(expected: str) -> bytes:
    """The archive; expected: its checksum."""
    rest = REST.read_bytes() if REST.exists() else b""
    until, said = time.monotonic() + WAIT_SECONDS, ""
    while True:
        try:
            data = user_data()
            found = hashlib.sha256(data + rest).hexdigest()
            if found == expected:
                return data + rest
            problem = (
                f"the VM's user data, {len(data)} bytes, is not that of its custom data:"
                f" the archive has the SHA-256 {found} instead of {expected}"
            )
        except (OSError, HTTPException, ValueError) as error:
            problem = f"the VM's user data cannot be read at http://{METADATA}: {error}"
        if time.monotonic() > until:
            raise RuntimeError(f"azure-patroni: {problem}; {AGAIN}")
        if problem != said:
            # To the console and cloud-init's output. A warning would stay an error of cloud-init's status.
            print(f"azure-patroni: {problem}; trying again", flush=True)
            said = problem
        time.sleep(PAUSE_SECONDS)


def unpack() -> None:
    """Once: a later boot overwrites no newer file."""
    if not EXPECTED.exists():
        return
    compressed = fetch(EXPECTED.read_text().strip())
    try:
        # Decompressed to its end before the first file is written.
        data = io.BytesIO(bz2.decompress(compressed))
        with tarfile.open(fileobj=data, errorlevel=2) as archive:
            # Owners by name; no time, so that a file is as old as the host.
            archive.extractall("/", filter=lambda file, path: file.replace(mtime=None, deep=False))
        os.sync()
    except (OSError, ValueError, tarfile.TarError) as error:
        raise RuntimeError(f"azure-patroni: the archive of files cannot be unpacked: {error}; {AGAIN}") from error
    EXPECTED.unlink()
    REST.unlink(missing_ok=True)


def handle(name: str, cfg: Config, cloud: Cloud, args: list) -> None:
    unpack()
    try:
        done = subp.subp(["/usr/lib/azure-patroni/agent", "bring-up"])
    except subp.ProcessExecutionError as error:
        lines = str(error.stderr).strip().splitlines()
        raise RuntimeError("azure-patroni: " + (lines[-1].strip() if lines else str(error))) from error
    LOG.info("%s", done.stdout.strip())
