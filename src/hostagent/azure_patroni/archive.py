"""The archive of the WAL: which segments it must hold, which are missing, and how long ago it was complete.

Numbers of segments grow along a cluster's history, from one timeline to the next."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from azure_patroni.failure import Failure
from azure_patroni.pgbackrest import STANZA, File
from azure_patroni.psql import psql, reason, rows

NAME = re.compile(r"[0-9A-F]{24}")
# As pgBackRest stores a segment: with its checksum, and compressed.
STORED = re.compile(r"([0-9A-F]{24})-[0-9a-f]{40}(\.\w+)?")
# WAL of one of the names' middle parts.
LOG_BYTES = 0x1_0000_0000
FACTS = """
SELECT pg_is_in_recovery() AS standby, system_identifier AS system, segment, current, last_archived_time AS archived,
       pg_read_file('pg_wal/' || left(current, 8) || '.history', 0, 1000000, true) AS history
FROM pg_control_system(), pg_stat_archiver,
     (SELECT setting AS segment FROM pg_settings WHERE name = 'wal_segment_size') AS one,
     (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_walfile_name(pg_current_wal_lsn()) END AS current) AS other;
"""
STATUS = """
SELECT name, size FROM pg_ls_waldir()
UNION ALL SELECT name, extract(epoch FROM modification)::bigint FROM pg_ls_archive_statusdir() WHERE name ~ '[.]ready$';
"""
READY = ".ready"


class Position(NamedTuple):
    """A segment: its timeline and number."""

    timeline: int
    number: int


class Switch(NamedTuple):
    """Where a timeline was left for another; at: the position in bytes."""

    timeline: int
    at: int


class Span(NamedTuple):
    """The part of a cluster's history on one timeline; end: the first segment of the next, nothing on the last one."""

    timeline: int
    end: int | None


@dataclass(frozen=True)
class Hole:
    """Segments that are neither in the repository nor on the leader. No time between two backups around it can be
    restored that lies after `after`, when the segment before it was archived, in seconds of the epoch."""

    timeline: int
    first: str
    last: str
    segments: int
    after: int | None
    found: int
    # A full backup was made after it was found.
    followed: bool = False


@dataclass(frozen=True)
class Facts:
    """What this host's PostgreSQL says about its WAL."""

    standby: bool
    system: str
    # Of a segment, in bytes.
    size: int
    # The segment that is written, and the history of its timeline; nothing on a standby.
    current: str | None
    history: str
    # When the last segment was archived.
    archived: str | None

    @property
    def timeline(self) -> int:
        return int((self.current or "0")[:8], 16)


@dataclass(frozen=True)
class Local:
    """The leader's WAL: sizes of its files, and since when each waits to be archived, in seconds of the epoch."""

    files: dict[str, int]
    waiting: dict[str, int]


def facts() -> Facts:
    """What PostgreSQL says now."""
    ran = psql(FACTS)
    if not ran.ok:
        raise Failure(f"PostgreSQL does not answer: {reason(ran)}")
    row = rows(ran.output)[0]
    return Facts(
        standby=row["standby"] == "t",
        system=row["system"],
        size=int(row["segment"]),
        current=row["current"] or None,
        history=row["history"],
        archived=row["archived"] or None,
    )


def local() -> Local:
    """The files of pg_wal, and those that wait."""
    ran = psql(STATUS)
    if not ran.ok:
        raise Failure(f"PostgreSQL does not answer: {reason(ran)}")
    found = {row["name"]: int(row["size"]) for row in rows(ran.output)}
    waiting = {name.removesuffix(READY): number for name, number in found.items() if name.endswith(READY)}
    return Local({name: number for name, number in found.items() if not name.endswith(READY)}, waiting)


def position(name: str, size: int) -> Position:
    """The segment of a name; size: of a segment, in bytes."""
    return Position(int(name[:8], 16), int(name[8:16], 16) * (LOG_BYTES // size) + int(name[16:24], 16))


def name_of(where: Position, size: int) -> str:
    log, part = divmod(where.number, LOG_BYTES // size)
    return f"{where.timeline:08X}{log:08X}{part:08X}"


def lsn(text: str) -> int:
    """A position such as 0/3000148, in bytes."""
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def switches(history: str) -> tuple[Switch, ...]:
    """Reads a history file, which PostgreSQL writes for each timeline."""
    found = re.findall(r"^\s*(\d+)\s+([0-9A-F]+/[0-9A-F]+)", history, re.MULTILINE)
    return tuple(Switch(int(number), lsn(at)) for number, at in found)


def spans(timeline: int, history: str, size: int) -> list[Span]:
    """A cluster's way to a timeline; history: the timeline's history file."""
    # The segment in which a timeline ends is the next timeline's first, complete.
    return [*(Span(one.timeline, one.at // size) for one in switches(history)), Span(timeline, None)]


def reaches(way: list[Span], start: Position) -> bool:
    """Whether a segment lies on a cluster's way, and not on a timeline that it has left before."""
    return any(one.timeline == start.timeline and (one.end is None or start.number < one.end) for one in way)


def required(way: list[Span], start: Position, beyond: int) -> Iterator[Position]:
    """The segments from one on that the archive must hold to restore any time since; beyond: the first of the newest
    timeline not yet. The timelines before are complete, so that their last segment is not waited for."""
    number = start.number
    for one in way:
        if one.timeline < start.timeline:
            continue
        end = beyond if one.end is None else one.end
        yield from (Position(one.timeline, each) for each in range(number, end))
        number = max(number, end)


def folder(where: Position, archive: str, size: int) -> str:
    """The repository's folder of a segment; archive: its id, such as 16-1."""
    return f"archive/{STANZA}/{archive}/{name_of(where, size)[:16]}"


def stored(files: dict[str, File]) -> dict[str, int]:
    """The segments among the repository's files, and when each was written; files: by name, or by path."""
    found = {}
    for path, file in files.items():
        match = STORED.fullmatch(path.rpartition("/")[2])
        if match:
            found[match[1]] = file.time
    return found


@dataclass(frozen=True)
class Check:
    """What a look at the archive found."""

    # Up to here it was looked at, and nothing waits.
    checked: Position | None
    # Files that PostgreSQL has and takes for archived, or that wait.
    missing: list[str]
    holes: list[Hole]


def check(
    way: list[Span],
    start: Position,
    beyond: int,
    archive: str,
    size: int,
    local: Local,
    now: int,
    listing: Callable[[str], dict[str, File]],
    folders: int,
) -> Check:
    """Looks for the segments from one on; folders: no more of the repository's are listed at once."""
    seen: dict[str, dict[str, int]] = {}
    checked: Position | None = None
    waits = False
    missing: list[str] = []
    lost: list[Position] = []
    last: int | None = None
    after: dict[Position, int | None] = {}
    for where in required(way, start, beyond):
        place = folder(where, archive, size)
        if place not in seen:
            if len(seen) == folders:
                break
            seen[place] = stored(listing(place))
        name = name_of(where, size)
        if name in seen[place]:
            last = seen[place][name]
        elif name in local.waiting:
            waits = True
        elif local.files.get(name) == size:
            waits = True
            missing.append(name)
        else:
            lost.append(where)
            after[where] = last
        if not waits:
            checked = where
    return Check(checked, missing, merge(lost, after, size, now))


def merge(lost: list[Position], after: dict[Position, int | None], size: int, now: int) -> list[Hole]:
    """Neighbours become one hole."""
    holes: list[Hole] = []
    for number, where in enumerate(lost):
        name = name_of(where, size)
        before = lost[number - 1] if number else None
        if before and before == where._replace(number=where.number - 1):
            old = holes[-1]
            holes[-1] = Hole(old.timeline, old.first, name, old.segments + 1, old.after, now)
        else:
            holes.append(Hole(where.timeline, name, name, 1, after[where], now))
    return holes


def histories(way: list[Span]) -> list[str]:
    """The files that say how the cluster came to its timeline; a restore needs them."""
    return [f"{one.timeline:08X}.history" for one in way if one.timeline > 1]


def hole(entry: dict[str, Any]) -> Hole:
    """One that was kept as JSON."""
    return Hole(**entry)
