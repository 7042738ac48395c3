"""What the host's scripts share: its description, files, commands, HTTP and the status of the boot."""

import contextlib
import datetime
import fcntl
import json
import os
import pwd
import ssl
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

HOST = "/etc/azure-patroni/host.json"
RUN = "/run/azure-patroni"
STATUS = f"{RUN}/status.json"
READY = f"{RUN}/ready"
# A message is one line that somebody reads; characters.
LONGEST_COMMAND = 120
# Set by `step`: whose message a script may keep current.
STEP = "AZURE_PATRONI_STEP"


def fail(message: str) -> NoReturn:
    """Ends the program with one line on standard error."""
    sys.exit(" ".join(message.split()))


def note(message: str) -> None:
    """Tells the journal and the status what the program is at."""
    print(message, flush=True)
    name = os.environ.get(STEP)
    if name:
        with status() as state:
            entry(state, name)["message"] = message


def load_host() -> dict[str, Any]:
    """What this host is."""
    try:
        with open(HOST, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        fail(f"{HOST}: {error}: it is written by cloud-init; apply the host's bundle again")


def now() -> str:
    """UTC, in seconds."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(path: str, text: str, owner: str = "root", mode: int = 0o644) -> bool:
    """Replaces a file in one go if its text changed; a new folder belongs to the owner alone."""
    folder = os.path.dirname(path)
    user = pwd.getpwnam(owner)
    if not os.path.isdir(folder):
        os.makedirs(folder, 0o755 if owner == "root" else 0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        with open(path, encoding="utf-8") as file:
            same = file.read() == text
    except (FileNotFoundError, UnicodeDecodeError):
        same = False
    if not same:
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            os.chown(temporary, user.pw_uid, user.pw_gid)
            os.chmod(temporary, mode)
            os.rename(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    return not same


class Ran(NamedTuple):
    """What a command left."""

    status: int
    output: str
    error: str

    def reason(self) -> str:
        """Its last word."""
        lines = [line for line in (self.error or self.output).splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"exit status {self.status}"


def attempt(*command: str, text: str | None = None) -> Ran:
    """Runs a command that may fail."""
    try:
        done = subprocess.run(
            command,
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            text=True,
            errors="replace",
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        return Ran(127, "", str(error))
    return Ran(done.returncode, done.stdout, done.stderr)


def run(*command: str) -> str:
    """Runs a command that must not fail."""
    ran = attempt(*command)
    if ran.status:
        fail(f"{textwrap.shorten(' '.join(command), LONGEST_COMMAND)}: {ran.reason()}")
    return ran.output


class Reply(NamedTuple):
    """What a server said; status 0 when it could not be reached."""

    status: int
    body: bytes
    reason: str
    retry_after: int


def get(url: str, headers: dict[str, str] | None = None, context: ssl.SSLContext | None = None) -> Reply:
    """One GET, never through a proxy, never following to another place."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), _Stay
    )
    try:
        with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=10) as reply:
            return Reply(reply.status, reply.read(), "", 0)
    except urllib.error.HTTPError as error:
        after = error.headers.get("Retry-After", "")
        return Reply(error.code, error.read(), f"HTTP {error.code}", int(after) if after.isdigit() else 0)
    except (OSError, urllib.error.URLError) as error:
        return Reply(0, b"", str(getattr(error, "reason", error)), 0)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def pauses(until: float, longest: int = 30) -> Iterator[Callable[[int], None]]:
    """One turn after the other until the time (of time.monotonic) is up, each with a way to sleep before the next."""
    pause = 1

    def sleep(wanted: int = 0) -> None:
        time.sleep(max(0.0, min(max(wanted, pause), until - time.monotonic())))

    while True:
        yield sleep
        if time.monotonic() >= until:
            return
        pause = min(pause * 2, longest)


@contextlib.contextmanager
def status() -> Iterator[dict[str, Any]]:
    """The boot's status, to be changed by one program at a time."""
    os.makedirs(RUN, exist_ok=True)
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        boot = file.read().strip()
    with open(f"{RUN}/status.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with open(STATUS, encoding="utf-8") as file:
                state = json.load(file)
        except (FileNotFoundError, ValueError):
            state = {}
        if state.get("bootId") != boot:
            state = {"host": os.uname().nodename, "bootId": boot, "state": "booting", "steps": []}
        yield state
        states = {step["name"]: step["state"] for step in state["steps"]}
        failed = "failed" in states.values()
        state["state"] = "failed" if failed else "ready" if states.get("ready") == "done" else "booting"
        write(STATUS, json.dumps(state, indent=2) + "\n")


def entry(state: dict[str, Any], name: str) -> dict[str, Any]:
    """A step of the boot, in the order in which they began."""
    for step in state["steps"]:
        if step["name"] == name:
            return step
    step = {"name": name, "state": "running", "since": now(), "until": None, "message": ""}
    state["steps"].append(step)
    return step
