"""The timelines of the archive, and what of it a restore can reach. Each file N.history says where timeline N left the
one before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from azure_patroni import archive
from azure_patroni.archive import Switch
from azure_patroni.failure import Failure
from azure_patroni.pgbackrest import STANZA, Backup, Info, listing, pgbackrest, reason

SEGMENT_BYTES = 16 * 1024**2


@dataclass(frozen=True)
class Timeline:
    """A timeline of the archive, and the ones before it, from the first to the last."""

    number: int
    past: tuple[Switch, ...]

    def has(self, backup: Backup) -> bool:
        """Whether a backup belongs to its past, or to itself."""
        of, _ = segment(backup.wal_stop)
        if of == self.number:
            return True
        left = next((one.at for one in self.past if one.timeline == of), None)
        return left is not None and archive.lsn(backup.lsn_stop) <= left

    def of(self, number: int) -> int:
        """The timeline whose files hold a segment, by its number."""
        for one in self.past:
            if number < one.at // SEGMENT_BYTES:
                return one.timeline
        return self.number


@dataclass(frozen=True)
class Reach:
    """How far a restore of a backup comes.

    until: when the last segment without a gap was archived, seconds of the epoch; hole: the first missing segment, if
    the archive goes on after it; resumes: when the first segment after the hole was archived."""

    until: int
    last: str
    hole: str = ""
    resumes: int = 0


def segment(name: str) -> tuple[int, int]:
    """Timeline and number of a segment."""
    return archive.position(name, SEGMENT_BYTES)


def name_of(timeline: int, number: int) -> str:
    return archive.name_of(archive.Position(timeline, number), SEGMENT_BYTES)


def reach(backup: Backup, timeline: Timeline, times: dict[str, int]) -> Reach:
    """Follows the segments from a backup on."""
    _, number = segment(backup.wal_start)
    until, last = backup.stop, backup.wal_start
    while (name := name_of(timeline.of(number), number)) in times:
        until, last = max(until, times[name]), name
        number += 1
    later = sorted((segment(one)[1], time) for one, time in times.items() if _after(one, number, timeline))
    if later:
        return Reach(until, last, name_of(timeline.of(number), number), later[0][1])
    return Reach(until, last)


def _after(name: str, number: int, timeline: Timeline) -> bool:
    of, at = segment(name)
    return at > number and timeline.of(at) == of


def fit(backups: Iterable[Backup], timeline: Timeline, at: float | None) -> Backup | None:
    """The backup to restore: the last one that ended before a time; nothing: of all."""
    found = [one for one in backups if not one.error and timeline.has(one) and (at is None or one.stop <= at)]
    return max(found, key=lambda one: one.stop) if found else None


def known(info: Info) -> dict[int, Timeline]:
    """The timelines of the archive, by number."""
    if info.archive is None:
        return {}
    folder = f"archive/{STANZA}/{info.archive.id}"
    listed = [name for name in listing(folder) if re.fullmatch(r"[0-9A-F]{8}\.history", name)]
    first = segment(info.archive.min)[0] if info.archive.min else 1
    found = {first: Timeline(first, ())}
    for name in sorted(listed):
        ran = pgbackrest("repo-get", f"{folder}/{name}")
        if not ran.ok:
            raise Failure(f"the archive's {name} cannot be read: {reason(ran)}")
        number = int(name.removesuffix(".history"), 16)
        found[number] = Timeline(number, archive.switches(ran.output))
    return found


def segments(info: Info) -> dict[str, int]:
    """When each segment of the archive was written there."""
    if info.archive is None:
        return {}
    return archive.stored(listing(f"archive/{STANZA}/{info.archive.id}", "--recurse"))
