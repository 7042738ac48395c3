"""Restores a backup into a folder, and replays the archive there with a PostgreSQL of its own that no client reaches:
what it found can be judged before any client sees it."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

from azure_patroni.command import Ran, attempt
from azure_patroni.failure import Failure
from azure_patroni.pgbackrest import STANZA, account, pgbackrest
from azure_patroni.psql import psql, reason, rows

PORT = 5432
LATEST = "latest"
POLL_SECONDS = 1.0
# Without a new segment for so long, the replay hangs; pgBackRest gives one call six minutes.
STALL_SECONDS = 1200.0
STOP_SECONDS = 300.0
FIRST_SQL_SECONDS = 300.0
# Read again after a replay; pgBackRest wrote them for it, and a leader must not keep a restore_command that waits.
RECOVERY_SETTINGS = (
    "restore_command",
    "recovery_target",
    "recovery_target_time",
    "recovery_target_timeline",
    "recovery_target_action",
    "recovery_target_inclusive",
)
ENDED_EARLY = "recovery ended before configured recovery target was reached"
# Called while something long runs; a Failure ends it.
Going = Callable[[], None]


class EndedEarly(Failure):
    """The archive ends before the target."""


@dataclass(frozen=True)
class Wanted:
    """What is restored: data and wal are folders, at is `latest` or a time of UTC, timeline and backup are of the
    archive; processes copy at once."""

    data: str
    wal: str
    at: str
    timeline: int
    backup: str
    processes: int = 2


@dataclass(frozen=True)
class Found:
    """How a replay ended; last: time of the last commit that is there, empty without one."""

    timeline: int
    last: str
    seconds: float


def target(at: str) -> str:
    """A time as pgBackRest and PostgreSQL read it; at: ISO 8601 with a zone."""
    return datetime.fromisoformat(at).astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f+00")


def restore_command(wanted: Wanted, *more: str) -> list[str]:
    """The words of pgBackRest. By --delta an interrupted restore goes on, and one to another time copies little."""
    words = ["pgbackrest", f"--stanza={STANZA}", f"--pg1-path={wanted.data}", f"--link-map=pg_wal={wanted.wal}"]
    words += ["--delta", f"--set={wanted.backup}", f"--process-max={wanted.processes}", *more]
    # The timeline is said, for what is newest may change while it replays.
    words.append(f"--target-timeline={wanted.timeline}")
    if wanted.at != LATEST:
        words += ["--type=time", f"--target={target(wanted.at)}", "--target-action=promote"]
    return [*words, "restore"]


def restore(wanted: Wanted, going: Going, *more: str) -> None:
    """Copies the backup. It may be run again after it was interrupted."""
    pid = Path(wanted.data, "postmaster.pid")
    if _exists(pid):
        _refuse_running(pid)
        as_postgres("rm", "--force", str(pid))
    # pgBackRest does not make the folder above.
    as_postgres("mkdir", "--parents", "--mode=0700", wanted.data, wanted.wal)
    ran = watched(restore_command(wanted, *more), going)
    if not ran.ok:
        raise Failure(f"pgbackrest restore of {wanted.backup}: {ran.reason()}")


def _exists(path: Path) -> bool:
    return attempt("test", "-e", str(path), user=account()).ok


def _refuse_running(pid: Path) -> None:
    number = as_postgres("cat", str(pid)).split()[0]
    with contextlib.suppress(OSError):
        if b"postgres" in Path(f"/proc/{number}/cmdline").read_bytes():
            raise Failure(f"PostgreSQL (process {number}) still runs in {pid.parent}: `systemctl stop patroni`")


def as_postgres(*command: str, seconds: float = 60.0) -> str:
    """Runs a program that must not fail as the account postgres."""
    ran = attempt(*command, user=account(), seconds=seconds)
    if not ran.ok:
        raise Failure(f"{' '.join(command[:6])}: {ran.reason()}")
    return ran.output


def watched(command: list[str], going: Going, output: IO[bytes] | None = None) -> Ran:
    """Runs a long program as postgres for as long as `going` lets it."""
    with _started(command, output or subprocess.PIPE) as process:
        while process.poll() is None:
            going()
            time.sleep(POLL_SECONDS)
        said = process.stdout.read().decode(errors="replace") if process.stdout else ""
    return Ran(process.returncode, said, said)


@contextlib.contextmanager
def _started(command: list[str], output: "int | IO[bytes]") -> "Iterator[subprocess.Popen[bytes]]":
    """A program and its children, ended with the block."""
    user = account()
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            cwd="/",
            user=user,
            group=user,
            extra_groups=[user] if user else None,
            start_new_session=True,
        )
    except OSError as error:
        raise Failure(f"{command[0]}: {error.strerror or error}: see journalctl -u azure-patroni-packages") from error
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def renewal(wal: str) -> dict[str, str]:
    """Settings of a replay of data that was put back: to the end of its own WAL, and then to a timeline of its own.

    wal: the folder that has the history of the timelines that came after it; their numbers must not be taken again."""
    get = f'timeout 60 pgbackrest --stanza={STANZA} --no-archive-async archive-get "%f" "%p"'
    command = f'case "%f" in *.history) cp "{wal}/%f" "%p" 2> /dev/null || {get};; *) false;; esac'
    return {
        "restore_command": command,
        "recovery_target_timeline": "current",
        "recovery_target_action": "promote",
    }


def recover_again(data: str) -> None:
    """Has the next start recover, as one of a restored backup does, and promote."""
    as_postgres("rm", "--force", f"{data}/standby.signal")
    as_postgres("touch", f"{data}/recovery.signal")


def histories(data: str, wal: str, below: int) -> None:
    """Gives a server the history of each timeline that came before its own: a standby asks for all from its own on.

    wal: as above; below: the server's timeline."""
    for number in range(2, below):
        name = f"{number:08X}.history"
        path = f"{data}/pg_wal/{name}"
        if attempt("test", "-e", path, user=account()).ok:
            continue
        copied = attempt("cp", f"{wal}/{name}", path, user=account()).ok
        if copied or pgbackrest("--no-archive-async", "archive-get", name, path).ok:
            # Nothing pushes it again.
            as_postgres("touch", f"{data}/pg_wal/archive_status/{name}.done")


class Replay:
    """A PostgreSQL on restored data, with its socket and log in a folder of its own."""

    def __init__(self, programs: str, data: str, home: Path, settings: dict[str, str]) -> None:
        """programs: folder of PostgreSQL's; settings: besides those that keep everybody out."""
        self.programs, self.data, self.home = programs, data, home
        self.log, self.socket = home / "postgresql.log", home / "socket"
        self.settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "port": str(PORT),
            "ssl": "off",
            # Its settings may be smaller than the ones the WAL asks for, which counts for a hot standby only.
            "hot_standby": "off",
            "synchronous_standby_names": "",
            "logging_collector": "off",
            "log_destination": "stderr",
            "log_min_messages": "log",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "lc_messages": "C",
            # A confined unit lets no program write code.
            "jit": "off",
            "primary_conninfo": "",
        } | settings

    def sql(self, text: str, database: str = "postgres", seconds: float = FIRST_SQL_SECONDS) -> list[dict[str, str]]:
        """Runs SQL and returns the rows of its one result."""
        ran = psql(text, database, socket=str(self.socket), port=PORT, seconds=seconds)
        if not ran.ok:
            raise Failure(f"the restored PostgreSQL: {reason(ran)}")
        return rows(ran.output)

    @contextlib.contextmanager
    def run(self, going: Going) -> Iterator[Found]:
        """Replays to the target, and keeps the server for as long as the block lasts; then shuts it down cleanly."""
        self._make_home()
        began = time.monotonic()
        words = [f"{self.programs}/postgres", "-D", self.data]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value}"]
        with open(self.log, "wb") as log, _started(words, log) as process:
            self._await(process, going, began)
            yield self._found(time.monotonic() - began)
            self._stop(process)

    def _make_home(self) -> None:
        """The log is root's; the server may write into the folder of its socket alone."""
        self.socket.mkdir(parents=True, mode=0o755, exist_ok=True)
        user = account()
        if user:
            shutil.chown(self.socket, user, user)

    def _await(self, process: "subprocess.Popen[bytes]", going: Going, began: float) -> None:
        """Until it takes writes."""
        last, since = "", began
        while True:
            if process.poll() is not None:
                raise self._failure()
            going()
            ran = psql("SELECT pg_is_in_recovery() AS standby;", socket=str(self.socket), port=PORT)
            if ran.ok and rows(ran.output) == [{"standby": "f"}]:
                return
            now = segment(process.pid)
            if now != last:
                last, since = now, time.monotonic()
            if time.monotonic() - since > STALL_SECONDS:
                at = f"at segment {last}" if last else "before its first segment"
                raise Failure(f"the replay has stood still for {STALL_SECONDS / 60:.0f} min {at}")
            time.sleep(POLL_SECONDS)

    def _failure(self) -> Failure:
        text = self.log.read_text(errors="replace")
        if ENDED_EARLY in text:
            return EndedEarly(last_commit(text))
        fatal = re.findall(r"(?:FATAL|PANIC):\s+(.*)", text)
        return Failure(f"the restored PostgreSQL ended: {fatal[0] if fatal else 'it says nothing'}; see {self.log}")

    def _found(self, seconds: float) -> Found:
        text = self.log.read_text(errors="replace")
        timeline = int(self.sql("SELECT timeline_id FROM pg_control_checkpoint();")[0]["timeline_id"])
        selected = re.findall(r"selected new timeline ID: (\d+)", text)
        return Found(int(selected[-1]) if selected else timeline, last_commit(text), seconds)

    def _stop(self, process: "subprocess.Popen[bytes]") -> None:
        """A clean end; an archive that hangs is not waited for, the next start pushes what is left."""
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            control = as_postgres(f"{self.programs}/pg_controldata", "-D", self.data)
            if not re.search(r"^Database cluster state:\s+shut down$", control, re.MULTILINE):
                said = f"the restored PostgreSQL has not stopped after {STOP_SECONDS:.0f} s; see {self.log}"
                raise Failure(said) from None


def last_commit(log: str) -> str:
    """The time of the last commit that a replay found, by its log: ISO 8601 of UTC; empty without one."""
    found = re.findall(r"last completed transaction was at log time (\S+) (\S+)\+00", log)
    return f"{found[-1][0]}T{found[-1][1]}Z" if found else ""


def segment(postmaster: int) -> str:
    """The segment that a server replays, by the title of its startup process."""
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            with contextlib.suppress(OSError):
                title = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
                found = re.search(r"startup.*?([0-9A-F]{24})", title)
                if found:
                    return found[1]
    return ""


def forget(replay: Replay) -> None:
    """Takes back what pgBackRest wrote for the replay; Patroni writes its own."""
    known = replay.sql("SELECT name FROM pg_file_settings WHERE sourcefile LIKE '%/postgresql.auto.conf';")
    names = {row["name"] for row in known}
    text = "".join(f"ALTER SYSTEM RESET {name};\n" for name in RECOVERY_SETTINGS if name in names)
    if text:
        replay.sql(text)
