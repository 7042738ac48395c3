"""Azure Patroni: unpacks the host's files, starts its target and waits until it is ready, so that cloud-init's status is the host's."""

import bz2
import io
import logging
import os
import tarfile
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
ARCHIVE = Path("/var/lib/azure-patroni/files.tar.bz2")
AGAIN = "reboot to try again; if that does not help, replace this VM"


def unpack() -> None:
    """Once: the archive goes when its files are on the disk, and with it what could overwrite newer files."""
    if not ARCHIVE.exists():
        return
    try:
        # Read to its end before the first file is written.
        data = io.BytesIO(bz2.decompress(ARCHIVE.read_bytes()))
        with tarfile.open(fileobj=data, errorlevel=2) as archive:
            # Owners by name; no time, so that a file is as old as the host.
            archive.extractall("/", filter=lambda file, path: file.replace(mtime=None, deep=False))
        os.sync()
    except (OSError, ValueError, tarfile.TarError) as error:
        raise RuntimeError(f"azure-patroni: {ARCHIVE} cannot be unpacked: {error}; {AGAIN}") from error
    ARCHIVE.unlink()


def handle(name: str, cfg: Config, cloud: Cloud, args: list) -> None:
    unpack()
    try:
        done = subp.subp(["/usr/lib/azure-patroni/agent", "bring-up"])
    except subp.ProcessExecutionError as error:
        lines = str(error.stderr).strip().splitlines()
        raise RuntimeError("azure-patroni: " + (lines[-1].strip() if lines else str(error))) from error
    LOG.info("%s", done.stdout.strip())
