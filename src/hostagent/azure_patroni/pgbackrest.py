"""Runs pgBackRest as the account postgres, with a time limit, and reads what it knows about the repository."""

import json
import os
import re
from dataclasses import dataclass
from typing import Any

from azure_patroni.command import Ran, attempt
from azure_patroni.failure import Failure
from azure_patroni.host import TOKEN_REFUSAL

STANZA = "main"
# Folder of the state that pgBackRest's processes share; patroni.service makes it.
SPOOL = f"/run/pgbackrest/archive/{STANZA}/out"
# Older ones drop no WAL when its store fails in the middle of a segment, and the WAL disk fills.
FLOOR, FLOOR_TEXT = 2_059_001, "2.59.1"
# A question is answered from a few small files of the repository.
SECONDS = 60.0
IO_SECONDS = 10
ERROR = re.compile(r"^(?:P\d+ +)?ERROR: \[(\d+)\]: (.*)")
# What the store, the network and our own services say, and what to do.
FIXES = {
    "AuthorizationPermissionMismatch": "give this host's identity the role 'Storage Blob Data Contributor' on the"
    " container (terraform apply); a new role counts after some minutes",
    "AuthorizationFailure": "allow this host's subnet in the network rules of the storage account (terraform apply)",
    "ContainerNotFound": "create the container (terraform apply), or undelete it",
    "ContainerBeingDeleted": "undelete the container",
    "connect to '169.254.169.254": "see `systemctl status azure-patroni-storage-token`",
    "unable to get address": "check the name resolution of the storage account",
    "certificate": "check that the storage account's certificate is the one of Azure",
    "CryptoError": "the vault's password of the backups is not the one that the repository was made with",
    "key/value found outside of section": "the repository is encrypted with another password, or its file is broken",
    "archive.info' for read": "archive.info was deleted from the repository: undelete it in the container",
}


@dataclass(frozen=True)
class Backup:
    """A backup in the repository; times in seconds of the epoch, sizes in bytes."""

    label: str
    type: str
    start: int
    stop: int
    # Of the database, and what this backup added to the repository.
    size: int
    repository_size: int
    # Names of the first and last segment that a restore of it needs.
    wal_start: str
    wal_stop: str
    lsn_start: str
    lsn_stop: str
    # A page with a wrong checksum was found.
    error: bool
    # Labels of the backups that it is based on.
    reference: tuple[str, ...]
    # Numbers the database's system identifiers in the repository; part of the archive's id.
    database: int


@dataclass(frozen=True)
class Archive:
    """First and last segment of the archive of one system identifier; nothing while it is empty."""

    id: str
    database: int
    min: str | None
    max: str | None


@dataclass(frozen=True)
class Database:
    """A system identifier that the repository knows, by number; the last one is today's."""

    id: int
    system: str
    version: str


@dataclass(frozen=True)
class Info:
    """What the repository holds; backups and archives from the oldest to the newest."""

    code: int
    message: str
    backups: tuple[Backup, ...]
    archives: tuple[Archive, ...]
    databases: tuple[Database, ...]
    # Of the backup that runs on this host: bytes done and in all; nothing if none runs.
    running: tuple[int, int] | None

    @property
    def missing(self) -> bool:
        """Whether the repository is empty: no stanza was created in it."""
        return self.code in (1, 3) and not self.databases

    @property
    def current(self) -> Database | None:
        """The database that the archive accepts WAL of."""
        return self.databases[-1] if self.databases else None

    @property
    def archive(self) -> Archive | None:
        """The archive of today's database."""
        current = self.current
        return next((one for one in self.archives if current and one.database == current.id), None)

    @property
    def valid(self) -> tuple[Backup, ...]:
        """The backups of today's database."""
        current = self.current
        return tuple(one for one in self.backups if current and one.database == current.id)


@dataclass(frozen=True)
class File:
    """A file of the repository; time: when it was written, in seconds of the epoch."""

    size: int
    time: int


def pgbackrest(*words: str, seconds: float = SECONDS, show: bool = False) -> Ran:
    """Runs one command for this cluster's stanza.

    show: what it prints on standard output goes to this process's."""
    return attempt(
        *("pgbackrest", f"--stanza={STANZA}", *words),
        seconds=seconds,
        user=account(),
        show=show,
    )


def account() -> str | None:
    """The account that it runs as, where this process may choose."""
    return "postgres" if os.geteuid() == 0 else None


def reason(ran: Ran) -> str:
    """The error that pgBackRest ended with, in one line without its hints."""
    lines = ran.error.splitlines()
    for number, line in enumerate(lines):
        found = ERROR.match(line)
        if found:
            more = []
            for one in lines[number + 1:]:
                if not one.startswith(" ") or one.strip().startswith(("HINT:", "[")):
                    break
                more.append(one.strip())
            return explain(" ".join([f"[{found[1]}] {found[2]}", *more]))
    return explain(ran.reason())


def explain(message: str) -> str:
    """One line of a message, without the request and its answer, and what to do."""
    text = " ".join(message.partition("HINT:")[0].split())
    said = re.sub(r"[: ]+$", "", text.partition("*** Path/Query ***")[0])
    # Our own service's answer has its fix.
    ours = re.search(re.escape(TOKEN_REFUSAL) + ".*", text)
    if ours:
        return f"{said}: {ours[0]}"
    mark, fix = next(((mark, fix) for mark, fix in FIXES.items() if mark in message), ("", ""))
    if not fix:
        return said
    return f"{said}: {fix}" if mark in said else f"{said}: {mark}: {fix}"


def ask(*words: str) -> Any:
    """The JSON document that a question is answered with; a Failure if the repository cannot be read."""
    ran = pgbackrest(f"--io-timeout={IO_SECONDS}", *words)
    if not ran.ok:
        raise Failure(f"the backup repository cannot be read: {reason(ran)}")
    try:
        return json.loads(ran.output)
    except ValueError:
        raise Failure(f"pgbackrest {words[0]}: the answer is no JSON document") from None


def info() -> Info:
    """What the repository holds."""
    found = ask("info", "--output=json")
    try:
        return parse(found)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Failure(f"pgbackrest info: the answer is not understood: {type(error).__name__}: {error}") from error


def parse(document: Any) -> Info:
    """Reads `pgbackrest info --output=json`; a Failure where the repository cannot be read."""
    found = next((one for one in document if one["name"] == STANZA), None)
    if found is None:
        return Info(1, "missing stanza path", (), (), (), None)
    status = found["status"]
    if status["code"] == 99:
        said = next((one["status"]["message"] for one in found["repo"] if one["status"]["code"] == 99), "")
        raise Failure(f"the backup repository cannot be read: {explain(said or status['message'])}")
    lock = status["lock"]["backup"]
    backups = [_backup(one) for one in found["backup"]]
    return Info(
        code=status["code"],
        message=status["message"],
        backups=tuple(sorted(backups, key=lambda one: one.stop)),
        archives=tuple(Archive(one["id"], one["database"]["id"], one["min"], one["max"]) for one in found["archive"]),
        databases=tuple(Database(one["id"], str(one["system-id"]), one["version"]) for one in found["db"]),
        running=(int(lock.get("size-cplt", 0)), int(lock.get("size", 0))) if lock["held"] else None,
    )


def _backup(found: dict[str, Any]) -> Backup:
    lsn = found.get("lsn") or {}
    return Backup(
        label=found["label"],
        type=found["type"],
        start=found["timestamp"]["start"],
        stop=found["timestamp"]["stop"],
        size=found["info"]["size"],
        repository_size=found["info"]["repository"]["delta"],
        wal_start=found["archive"]["start"] or "",
        wal_stop=found["archive"]["stop"] or "",
        lsn_start=lsn.get("start", ""),
        lsn_stop=lsn.get("stop", ""),
        error=bool(found.get("error")),
        reference=tuple(found.get("reference") or ()),
        database=found["database"]["id"],
    )


def listing(folder: str, *options: str) -> dict[str, File]:
    """The files of a folder of the repository, by name, with --recurse by path; none if it is not there.

    folder: such as archive/main/16-1/0000000100000000"""
    found = ask("repo-ls", folder, *options, "--output=json")
    return {name: File(one["size"], one.get("time", 0)) for name, one in found.items() if one["type"] == "file"}


def version() -> int | None:
    """The installed version as a number, 2.59.1 is 2059001; nothing if it is not installed, or too old to say."""
    ran = attempt("pgbackrest", "version", "--output=num")
    text = ran.output.strip()
    return int(text) if ran.ok and text.isdigit() else None


def too_old() -> str | None:
    """Why the installed version cannot be used, and what to do."""
    found = version()
    if found is not None and found >= FLOOR:
        return None
    have = f"{found // 1_000_000}.{found // 1000 % 1000}.{found % 1000}" if found else "missing"
    return (
        f"pgbackrest is {have}, and {FLOOR_TEXT} or newer is needed: set packages.pgbackrest in the stack file to a"
        " version that the mirror has, and apply the host's bundle"
    )
