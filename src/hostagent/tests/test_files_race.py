"""An account that swaps files while root writes them: it gets none of root's, and none of its own is trusted.

It takes root, as which HostAgentTest runs this."""

import json
import os
import pwd
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from azure_patroni import files
from azure_patroni.failure import Failure

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="root races another account here: run this as root")

SERVICE = "nobody"
WRITES, PER_ROTATION = 1000, 5
FORGED = "the service's own text"
SECONDS = 60.0
DISK_SECONDS = 0.001


class Raced(NamedTuple):
    """What the racer did: entries that it tried to swap, and those that it swapped."""

    tried: int
    swapped: int


def swap(folders: list[Path], victim: Path, report: int) -> None:
    """Replaces whatever it finds by links to the victim, or a text of its own, until SIGTERM."""
    account = pwd.getpwnam(SERVICE)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    going, tried, swapped = True, 0, 0

    def end(*_: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, end)
    until = time.monotonic() + SECONDS
    while going and time.monotonic() < until:
        for folder in folders:
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            for name in names:
                tried += 1
                at = f"{folder}/{name}"
                with suppress(OSError):
                    os.unlink(at)
                    # A new file becomes a link; a finished one, another text.
                    if name.startswith("."):
                        os.symlink(victim, at)
                    else:
                        Path(at).write_text(FORGED)
                    swapped += 1
                with suppress(OSError):
                    os.chmod(at, 0o777)
                    swapped += 1
    os.write(report, json.dumps([tried, swapped]).encode())
    os._exit(0)


class Race:
    """Folders in memory, as the secrets' are, a file that root alone may read, and the racer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.victim = folder / "victim"
        self.victim.write_text("root's")
        self.victim.chmod(0o600)
        self.before = self.victim.stat()

    def own(self) -> Path:
        """A folder of the service."""
        path = self.folder / "service"
        path.mkdir(0o700)
        os.chown(path, pwd.getpwnam(SERVICE).pw_uid, pwd.getpwnam(SERVICE).pw_gid)
        return path

    def run(self, folders: list[Path], writes: Callable[[], None]) -> Raced:
        """Writes while the racer runs."""
        reader, report = os.pipe()
        child = os.fork()
        if not child:
            try:
                swap(folders, self.victim, report)
            finally:
                os._exit(1)
        os.close(report)
        try:
            writes()
        finally:
            os.kill(child, signal.SIGTERM)
            with os.fdopen(reader) as answer:
                text = answer.read()
            os.waitpid(child, 0)
        return Raced(*json.loads(text))

    def harmed(self) -> bool:
        """Whether the service got at root's file."""
        now = self.victim.stat()
        fields = ("st_uid", "st_gid", "st_mode", "st_size")
        return any(getattr(now, field) != getattr(self.before, field) for field in fields)


@pytest.fixture
def race(monkeypatch: pytest.MonkeyPatch) -> Iterator[Race]:
    # As long as a disk takes: memory is so fast that a racer on a busy machine would hardly ever be in time.
    monkeypatch.setattr("os.fsync", lambda descriptor: time.sleep(DISK_SECONDS))
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    folder.chmod(0o755)
    yield Race(folder)
    shutil.rmtree(folder)


def by_name(path: Path, text: str) -> None:
    """What the agent did once."""
    account = pwd.getpwnam(SERVICE)
    descriptor, new = tempfile.mkstemp("", ".new-", path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        os.fsync(descriptor)
    os.chown(new, account.pw_uid, account.pw_gid)
    os.chmod(new, 0o400)
    os.replace(new, path)


def test_the_racer_gets_roots_file_where_owner_and_mode_are_changed_by_name(race: Race) -> None:
    folder = race.own()

    def writes() -> None:
        until = time.monotonic() + SECONDS
        while not race.harmed() and time.monotonic() < until:
            with suppress(FileNotFoundError):
                by_name(folder / "file", "text")

    race.run([folder], writes)
    assert race.victim.stat().st_uid == pwd.getpwnam(SERVICE).pw_uid


def test_a_service_changes_nothing_in_1000_writes_of_its_secrets(race: Race) -> None:
    secrets = race.folder / "secrets"
    service = secrets / "service"
    gid = pwd.getpwnam(SERVICE).pw_gid
    lost = []

    def writes() -> None:
        for number in range(WRITES // PER_ROTATION):
            texts = {f"file-{one}": f"secret {number}" for one in range(PER_ROTATION)}
            files.write_folder(service, texts, SERVICE)
            there = {path.name: path for path in service.iterdir()}
            kept = {name: path.lstat() for name, path in there.items()}
            if (
                there.keys() != texts.keys()
                or any((one.st_uid, one.st_gid, one.st_mode) != (0, gid, stat.S_IFREG | 0o440) for one in kept.values())
                or any(path.read_text() != texts[name] for name, path in there.items())
                or race.harmed()
            ):
                lost.append(number)

    raced = race.run([service, secrets, race.folder], writes)
    assert (lost, raced.swapped) == ([], 0)
    # Or it was no race.
    assert raced.tried > WRITES
    found = service.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (0, gid, 0o750)


def test_root_writes_nothing_into_a_folder_of_the_service(race: Race) -> None:
    folder = race.own()
    refused = []

    def writes() -> None:
        for number in range(WRITES):
            path = folder / ("file" if number % 2 else "inner/file")
            try:
                files.write(path, f"text {number}")
            except Failure as failure:
                refused.append(str(failure))

    race.run([folder], writes)
    assert len(refused) == WRITES
    assert refused[0].startswith(f"{folder} can be changed by others than root: chown ")
    assert not race.harmed()
