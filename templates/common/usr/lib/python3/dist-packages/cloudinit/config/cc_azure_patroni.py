"""Azure Patroni: starts the host's target and waits until it is ready, so that cloud-init's status is the host's."""

import logging

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


def handle(name: str, cfg: Config, cloud: Cloud, args: list) -> None:
    try:
        done = subp.subp(["/usr/lib/azure-patroni/agent", "bring-up"])
    except subp.ProcessExecutionError as error:
        lines = str(error.stderr).strip().splitlines()
        raise RuntimeError("azure-patroni: " + (lines[-1].strip() if lines else str(error))) from error
    LOG.info("%s", done.stdout.strip())
