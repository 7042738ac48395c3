"""Azure Patroni: starts the host's target and waits until it is ready, so that cloud-init's status is the host's."""

import json
import logging
import time

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

TARGET = "azure-patroni.target"
# The last unit of the target: while it has a job, the host is still coming up.
READY = "azure-patroni-ready.service"
STATUS = "/run/azure-patroni/status.json"
# They started before cloud-init wrote their files; each of them may be restarted at any time.
READ_FILES = ["systemd-sysctl", "systemd-udev-trigger", "systemd-journald", "systemd-logind"]


def read_status():
    """The boot's status; empty before its first step."""
    try:
        with open(STATUS, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def failure(status):
    """The line of the step that failed, if one did."""
    for step in status.get("steps", []):
        if step["state"] == "failed":
            return "azure-patroni: {} failed: {}".format(step["name"], step["message"])
    return None


def systemctl(*args):
    """What systemctl printed, whether it liked it or not."""
    return subp.subp(["systemctl", *args], rcs=list(range(256))).stdout.strip()


def handle(name: str, cfg: Config, cloud: Cloud, args: list) -> None:
    subp.subp(["systemctl", "daemon-reload"])
    if systemctl("is-enabled", TARGET) != "enabled":
        subp.subp(["systemctl", "restart", *READ_FILES])
        systemctl("try-restart", "chrony.service")
        subp.subp(["systemctl", "enable", TARGET])
    # Not waited for: this process reports what happens instead.
    subp.subp(["systemctl", "start", "--no-block", TARGET])
    while True:
        time.sleep(2)
        # The job first: what it wrote before it ended is then surely read.
        pending = systemctl("show", "--property=Job", "--value", READY) not in ("", "0")
        status = read_status()
        if status.get("state") == "ready":
            LOG.info("%s is ready", status.get("host"))
            return
        if pending:
            continue
        raise RuntimeError(failure(status) or TARGET + " did not come up: see systemctl list-units --failed")
