"""Starts the host's target and waits until it is ready; cloud-init's last module runs it at every boot.

systemd starts a failed step again for as long as the host is up; cloud-init is only told what the host waits for."""

import json
import time
from typing import Any

from azure_patroni.boot.step import STATUS, now
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure

TARGET = "azure-patroni.target"
# The last unit of the target: while it has a job, the host is still coming up.
READY_UNIT = "azure-patroni-ready.service"
# They started before cloud-init wrote their files; each of them may be restarted at any time.
READ_FILES = ("systemd-sysctl", "systemd-udev-trigger", "systemd-journald", "systemd-logind")
POLL_SECONDS = 2.0
# As long as the step `ready` waits for a clone.
WAIT_SECONDS = 21_600
RESTART_SECONDS = 300.0
# etcd's first start may fail a few times; a step that failed and began longer ago needs somebody.
FAILED_SECONDS = 60.0


def read_status() -> dict[str, Any]:
    """The status of the boot; empty before its first step."""
    try:
        found: dict[str, Any] = json.loads(STATUS.read_text())
        return found
    except (OSError, ValueError):
        return {}


def failure(status: dict[str, Any], before: str) -> str | None:
    """The line of the step that failed, if one did; before: only of those that began before this time."""
    for step in status.get("steps", []):
        if step["state"] == "failed" and step["since"] < before:
            return f"{step['name']} failed: {step['message']}; the host tries again by itself: see pgcluster status"
    return None


def doing(status: dict[str, Any]) -> str:
    """The steps that are not done."""
    steps = [step for step in status.get("steps", []) if step["state"] != "done"]
    return "; ".join(f"{step['name']} {step['state']}: {step['message']}" for step in steps) or "no step runs"


def start() -> None:
    """Starts the target; at the first boot also lets systemd read the files that cloud-init wrote."""
    run("systemctl", "daemon-reload")
    if attempt("systemctl", "is-enabled", TARGET).output.strip() != "enabled":
        run("systemctl", "restart", *READ_FILES, seconds=RESTART_SECONDS)
        attempt("systemctl", "try-restart", "chrony.service")
        run("systemctl", "enable", TARGET)
    # Not waited for: this process reports what happens instead.
    run("systemctl", "start", "--no-block", TARGET)


def wait() -> str:
    """Until the host is ready, or waits for somebody; returns the host's name."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        time.sleep(POLL_SECONDS)
        # The job first: the status is then surely the one that the unit left.
        job = attempt("systemctl", "show", "--property=Job", "--value", READY_UNIT)
        status = read_status()
        if status.get("state") == "ready":
            return str(status.get("host"))
        failed = failure(status, now(-FAILED_SECONDS))
        if failed:
            raise Failure(failed)
        if job.ok and job.output.strip() in ("", "0"):
            raise Failure(failure(status, now()) or f"{TARGET} did not come up: see systemctl list-units --failed")
        if time.monotonic() > until:
            said = f"not ready after {WAIT_SECONDS / 3600:g} h ({doing(status)})"
            raise Failure(f"{said}; the host continues by itself: see pgcluster status")


def main(arguments: list[str]) -> None:
    start()
    print(f"{wait()} is ready", flush=True)
