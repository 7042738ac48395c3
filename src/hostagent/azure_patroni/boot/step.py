"""Runs a boot step or a daemon by name, and keeps the status of the boot."""

import contextlib
import datetime
import fcntl
import importlib
import json
import os
import pkgutil
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from azure_patroni import boot, files
from azure_patroni.failure import Failure
from azure_patroni.host import RUN

STATUS = RUN / "status.json"
READY = RUN / "ready"
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
CONSOLE = Path("/dev/console")
LOCK_SECONDS = 10.0
USAGE = "usage: agent [--step] NAME [ARGUMENT...]; --step keeps the result in the status of the boot"
# Set for the life of a boot step: the step whose message `note` keeps.
STEP = "AZURE_PATRONI_STEP"
# Of a line in the journal, whose default is no more than information.
ERROR = "<3>"


def now(seconds: float = 0) -> str:
    """UTC; seconds: from now."""
    return utc(time.time() + seconds)


def utc(seconds: float) -> str:
    """A time in seconds of the epoch, for people."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp() -> str:
    """UTC as part of a file's name."""
    return now().replace("-", "").replace(":", "")


def note(message: str) -> None:
    """Prints what the program is doing; a boot step's status keeps it, too."""
    print(message, flush=True)
    name = os.environ.get(STEP)
    if name:
        with status() as state:
            entry(state, name)["message"] = message


@contextlib.contextmanager
def status() -> Iterator[dict[str, Any]]:
    """The status of the boot, changed by one program at a time."""
    folder = STATUS.parent
    folder.mkdir(exist_ok=True)
    with open(folder / "status.lock", "w", encoding="ascii") as lock:
        _lock(lock)
        try:
            state = json.loads(STATUS.read_text())
        except (FileNotFoundError, ValueError):
            state = {}
        boot_id = BOOT_ID.read_text().strip()
        if state.get("bootId") != boot_id:
            state = {"host": os.uname().nodename, "bootId": boot_id, "state": "booting", "steps": []}
        yield state
        state["state"] = overall(state["steps"])
        files.write_json(STATUS, state)


def _lock(file: TextIO) -> None:
    """Goes on without the lock if a hung program holds it: a message is not worth the boot."""
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                return
            time.sleep(0.05)


def overall(steps: list[dict[str, Any]]) -> str:
    """The state of the whole boot: failed, ready or booting."""
    states = {step["name"]: step["state"] for step in steps}
    if "failed" in states.values():
        return "failed"
    return "ready" if states.get("ready") == "done" else "booting"


def entry(state: dict[str, Any], name: str) -> dict[str, Any]:
    """A step of the boot, in the order in which they began."""
    steps: list[dict[str, Any]] = state["steps"]
    for step in steps:
        if step["name"] == name:
            return step
    steps.append({"name": name, "state": "running", "since": now(), "until": None, "message": ""})
    return steps[-1]


def names() -> list[str]:
    """The boot steps and daemons of this host."""
    found = [module.name.replace("_", "-") for module in pkgutil.iter_modules(boot.__path__)]
    return sorted(name for name in found if name != "step")


def run(name: str, arguments: list[str]) -> str | None:
    """Runs a module's main, and returns why it failed."""
    try:
        importlib.import_module(f"{boot.__name__}.{name.replace('-', '_')}").main(arguments)
    except Failure as failure:
        return str(failure)
    except Exception as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"
    return None


def run_step(name: str, arguments: list[str]) -> str | None:
    """Runs a boot step, and keeps its state and message."""
    with status() as state:
        step = entry(state, name)
        if step["state"] == "done":
            step.update(since=now(), message="")
        # One that systemd starts again keeps its reason, and the time at which the first attempt began.
        step.update(state="running", until=None)
        before = step["message"]
    os.environ[STEP] = name
    failure = run(name, arguments)
    with status() as state:
        step = entry(state, name)
        said = "" if step["message"] == before else step["message"]
        step.update(state="failed" if failure else "done", until=now(), message=failure or said)
    if failure:
        failure = f"azure-patroni: {name} failed: {failure}"
        # A host without a console has its journal.
        with contextlib.suppress(OSError):
            CONSOLE.write_text(f"{failure}\r\n")
    return failure


def main(words: list[str]) -> int:
    """agent [--step] NAME [ARGUMENT...]"""
    as_step = words[:1] == ["--step"]
    name, *arguments = (words[1:] if as_step else words) or [""]
    if name not in names():
        print(f"{USAGE}\nNAME is one of {', '.join(names())}", file=sys.stderr)
        return 2
    failure = (run_step if as_step else run)(name, arguments)
    if failure:
        print(f"{ERROR if in_journal() else ''}{failure}", file=sys.stderr)
    return 1 if failure else 0


def in_journal() -> bool:
    """Whether standard error is the journal's, and not of a program that started this one."""
    stream = os.environ.get("JOURNAL_STREAM")
    if not stream:
        return False
    error = os.fstat(sys.stderr.fileno())
    return stream == f"{error.st_dev}:{error.st_ino}"
