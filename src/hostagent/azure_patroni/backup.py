"""The leader's care for the repository: it exists, the archive is complete, and backups are made when they are due.

Which backup is due is read from the repository, so a new leader simply goes on. What `pgcluster` shows without asking
the store is kept in a file."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from azure_patroni import archive, pgbackrest
from azure_patroni.archive import Facts, Hole, Local, Position, Span
from azure_patroni.boot.step import utc
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write_json
from azure_patroni.host import RUN, STATE, Backup, Host
from azure_patroni.pgbackrest import Info

FILE = STATE / "backup.json"
# Written by `pgcluster backup`, and answered in the file above.
REQUEST = RUN / "backup-request.json"
UNIT = "azure-patroni-backup.service"
FULL, DIFFERENTIAL = "full", "diff"
# 4 TiB at 60 MB/s.
BACKUP_SECONDS = 72_000.0
STANZA_SECONDS = 120.0
# After a backup that failed.
AGAIN_SECONDS = 300
# A backup is made outside of the window, too, once it is so many times older than it should be.
OVERDUE = 1.5
HOUR, DAY = 3600, 86_400
# So many segments that count as archived are archived again at once, and so many folders of 4 GiB are looked at.
SEGMENTS = 512
FOLDERS = 200
# Its standard input: names of files of pg_wal. One that has gone meanwhile is left alone. pgBackRest would take the
# status of an earlier push for this one's.
AGAIN = """
cd "$1/archive_status" || exit 1
while read -r name; do
  [ -e "../$name" ] || continue
  rm -f "$2/$name.ok"
  if [ -e "$name.done" ]; then mv "$name.done" "$name.ready"; else : > "$name.ready"; fi || exit 1
done
"""
# Files with wrong checksums that are named in the journal.
WARNINGS = 20
NOTICE, WARNING = "<5>", "<4>"


class Due(NamedTuple):
    """A backup to be made, and why."""

    type: str
    why: str


@dataclass(frozen=True)
class State:
    """What the last look found; times in seconds of the epoch."""

    # The path in the repository, and the system identifier of the database.
    path: str = ""
    system: str = ""
    at: int = 0
    # What is wrong, and since when.
    problem: str = ""
    since: int = 0
    # Up to here the archive is complete, but for the holes.
    checked: Position | None = None
    histories: int = 0
    holes: tuple[Hole, ...] = ()
    backups: tuple[dict[str, Any], ...] = ()
    # The backup that runs, and the last one that failed: type, at and reason.
    running: str = ""
    failed: dict[str, Any] = field(default_factory=dict)
    # The last request: id, label or reason.
    answered: dict[str, Any] = field(default_factory=dict)

    def save(self) -> None:
        write_json(FILE, asdict(self))


def load() -> State:
    """What was kept; an empty one if nothing was, or nothing that is understood."""
    try:
        found = json.loads(FILE.read_text())
        return State(
            **found
            | {
                "checked": Position(*found["checked"]) if found["checked"] else None,
                "holes": tuple(archive.hole(one) for one in found["holes"]),
                "backups": tuple(found["backups"]),
            }
        )
    except (OSError, ValueError, LookupError, TypeError):
        return State()


def in_window(window: str, at: float) -> bool:
    """Whether a time is in the window, such as 22:00-04:00."""
    begin, end = (int(one[:2]) * 60 + int(one[3:]) for one in window.split("-"))
    now = int(at % DAY) // 60
    return begin <= now < end if begin <= end else now >= begin or now < end


def slack(spec: Backup, every: int) -> int:
    """How much earlier than due a backup is made in the window, so that it does not wander to the window's end."""
    begin, end = (int(one[:2]) * 60 + int(one[3:]) for one in spec.window.split("-"))
    return min((end - begin) % 1440 * 60, every // 4)


def due(
    spec: Backup, backups: tuple[pgbackrest.Backup, ...], holes: tuple[Hole, ...], size: int, now: float
) -> Due | None:
    """The backup that is to be made now; size: of a segment, in bytes."""
    full = next((one for one in reversed(backups) if one.type == FULL), None)
    if full is None:
        return Due(FULL, "there is none yet")
    if open_holes(holes, full, size):
        return Due(FULL, "the archive has a hole since the last one")
    inside = in_window(spec.window, now)
    ages = {FULL: now - full.start, DIFFERENTIAL: now - backups[-1].start}
    for type, every in ((FULL, spec.full_every_days * DAY), (DIFFERENTIAL, spec.differential_every_hours * HOUR)):
        if ages[type] >= (every - slack(spec, every) if inside else OVERDUE * every):
            return Due(type, f"the last one is {ages[type] / HOUR:.0f} h old")
    return None


def open_holes(holes: tuple[Hole, ...], full: pgbackrest.Backup | None, size: int) -> list[Hole]:
    """The holes that no full backup was made after."""
    if full is None or not full.wal_start:
        return [one for one in holes if not one.followed]
    begin = archive.position(full.wal_start, size).number
    return [one for one in holes if archive.position(one.last, size).number >= begin and not one.followed]


class Range(NamedTuple):
    """Times that can be restored, in seconds of the epoch; end: nothing where the archive goes on."""

    begin: int
    end: int | None


def ranges(backups: list[dict[str, Any]], holes: list[Hole], size: int) -> list[Range]:
    """The times that can be restored, from the oldest; backups: as kept, by time."""
    found: list[Range] = []
    ends = sorted(archive.position(one.first, size).number for one in holes)
    after = {archive.position(one.first, size).number: one.after for one in holes}
    for one in backups:
        begin = archive.position(one["walStart"], size).number
        end = next((number for number in ends if number >= begin), None)
        last = after[end] if end is not None else None
        if end is not None and last is None:
            # The hole begins with the backup itself.
            continue
        if found and found[-1].end == last:
            continue
        found.append(Range(one["stop"], last))
    return found


def kept(one: pgbackrest.Backup) -> dict[str, Any]:
    """What is kept of a backup."""
    return {
        "label": one.label,
        "type": one.type,
        "start": one.start,
        "stop": one.stop,
        "size": one.size,
        "repositorySize": one.repository_size,
        "walStart": one.wal_start,
        "error": one.error,
    }


class Care:
    """One look at the repository, and what follows from it."""

    def __init__(self, host: Host, spec: Backup, now: Callable[[], float] = time.time) -> None:
        self.host, self.spec, self.now = host, spec, now
        self.state = load()
        if self.state.path != spec.path:
            self.state = State(path=spec.path)

    def look(self) -> None:
        """One look; what is wrong is kept and reported once."""
        request = requested()
        try:
            self.work(request)
            problem = ""
        except Failure as failure:
            problem = str(failure)
        if problem and problem != self.state.problem:
            say(WARNING, problem)
        if self.state.problem and not problem:
            say(NOTICE, "the backup store and the archive are as they should be again")
        since = (self.state.since or int(self.now())) if problem else 0
        self.change(problem=problem, since=since, at=int(self.now()), running="")
        if request:
            if self.state.answered.get("id") != request["id"]:
                self.change(answered={"id": request["id"], "reason": problem or "no backup was made"})
            REQUEST.unlink(missing_ok=True)

    def change(self, **values: Any) -> None:
        self.state = replace(self.state, **values)
        self.state.save()

    def work(self, request: dict[str, Any] | None) -> None:
        old = pgbackrest.too_old()
        if old:
            raise Failure(old)
        facts = archive.facts()
        if facts.standby:
            return
        if self.state.system != facts.system:
            self.state = State(path=self.spec.path, system=facts.system, answered=self.state.answered)
        info = self.stanza(facts)
        self.archived(facts, info)
        self.change(backups=tuple(kept(one) for one in info.valid))
        wanted = due(self.spec, info.valid, self.state.holes, facts.size, self.now())
        recent = self.now() - self.state.failed.get("at", 0) < AGAIN_SECONDS
        if request:
            wanted = Due(FULL if request["full"] else DIFFERENTIAL, "it was asked for")
        elif wanted and recent:
            raise Failure(failed(self.state.failed))
        if wanted:
            self.make(wanted, request)
        newer(facts, info, self.spec)

    def stanza(self, facts: Facts) -> Info:
        """The repository, which is created in an empty path; one of another database is left alone."""
        info = pgbackrest.info()
        if info.missing:
            ran = pgbackrest.pgbackrest("stanza-create", seconds=STANZA_SECONDS)
            if not ran.ok:
                raise Failure(f"the repository cannot be created in {self.spec.path}: {pgbackrest.reason(ran)}")
            say(NOTICE, f"the repository was created in {self.spec.path} of {self.spec.account}")
            info = pgbackrest.info()
        current = info.current
        if current is None:
            raise Failure(f"the repository in {self.spec.path} is not complete: {info.message}")
        if current.system != facts.system:
            raise Failure(
                f"{self.spec.path} of {self.spec.account} holds the backups of another database (system identifier"
                f" {current.system}, this one's is {facts.system}), so nothing is archived: raise backup.generation in"
                " the stack file to begin a new path, or restore that database"
            )
        return info

    def archived(self, facts: Facts, info: Info) -> None:
        """Looks for holes in the archive, and has PostgreSQL archive again what it still has."""
        found = info.archive
        if found is None or facts.current is None:
            return
        way = archive.spans(facts.timeline, facts.history, facts.size)
        # Before the list of the repository: what is archived in between is in both.
        local = archive.local()
        again = self.histories(way, local, found.id)
        start = self.start(way, info, facts.size)
        self.change(holes=self.still(way, facts, info, found.id))
        if start is not None:
            # The segment before the one that is written may be on its way.
            beyond = archive.position(facts.current, facts.size).number - 1
            size, now = facts.size, int(self.now())
            seen = archive.check(way, start, beyond, found.id, size, local, now, pgbackrest.listing, FOLDERS)
            for hole in seen.holes:
                say(WARNING, described(hole))
            holes = (*self.state.holes, *seen.holes)
            self.change(checked=seen.checked or self.state.checked, holes=holes)
            again += seen.missing[: self.room(local, facts.size)]
        self.requeue(again)

    def start(self, way: list[Span], info: Info, size: int) -> Position | None:
        """The first segment to look for: after the last look, or the first of the oldest backup."""
        checked = self.state.checked
        if checked is not None and archive.reaches(way, checked):
            return Position(checked.timeline, checked.number + 1)
        begins = [archive.position(one.wal_start, size) for one in info.valid if one.wal_start]
        return next((one for one in begins if archive.reaches(way, one)), None)

    def still(self, way: list[Span], facts: Facts, info: Info, id: str) -> tuple[Hole, ...]:
        """The kept holes without what the former leader has archived meanwhile, and what no backup needs any more; nor
        those of a time that a restore has left."""
        begins = [archive.position(one.wal_start, facts.size).number for one in info.valid if one.wal_start]
        found: list[Hole] = []
        for one in self.state.holes:
            first, last = (archive.position(name, facts.size) for name in (one.first, one.last))
            if not begins or last.number < min(begins) or not archive.reaches(way, last):
                continue
            nothing, own, beyond = Local({}, {}), [Span(first.timeline, None)], last.number + 1
            seen = archive.check(own, first, beyond, id, facts.size, nothing, one.found, pgbackrest.listing, FOLDERS)
            found += [replace(part, after=part.after or one.after, followed=one.followed) for part in seen.holes]
        return tuple(found)

    def histories(self, way: list[Span], local: Local, id: str) -> list[str]:
        """The history files that PostgreSQL has and the archive has not."""
        wanted = archive.histories(way)
        if not wanted or self.state.histories == way[-1].timeline:
            return []
        there = pgbackrest.listing(f"archive/{pgbackrest.STANZA}/{id}")
        missing = [name for name in wanted if name not in there]
        if not missing:
            self.change(histories=way[-1].timeline)
        return [name for name in missing if name in local.files and name not in local.waiting]

    def room(self, local: Local, size: int) -> int:
        """How many segments may be queued, so that the queue does not overflow."""
        return max(0, min(SEGMENTS, self.spec.wal_queue_bytes // 2 // size - len(local.waiting)))

    def requeue(self, names: list[str]) -> None:
        """Has PostgreSQL archive files again that it takes for archived."""
        if not names:
            return
        say(NOTICE, f"archived by this host, as the archive has not got them: {len(names)} files from {names[0]} on")
        folder = f"{self.host.data_directory}/pg_wal"
        text = "".join(f"{name}\n" for name in names)
        ran = attempt("sh", "-c", AGAIN, "again", folder, pgbackrest.SPOOL, text=text, user=pgbackrest.account())
        if not ran.ok:
            raise Failure(f"{folder}: WAL cannot be archived again: {ran.reason()}")

    def make(self, wanted: Due, request: dict[str, Any] | None) -> None:
        """Makes a backup."""
        self.change(running=wanted.type)
        say(NOTICE, f"{names(wanted.type)} begins: {wanted.why}")
        began = time.monotonic()
        ran = pgbackrest.pgbackrest(f"--type={wanted.type}", "backup", seconds=BACKUP_SECONDS)
        if not ran.ok:
            problem: dict[str, Any] = {"type": wanted.type, "at": int(self.now()), "reason": pgbackrest.reason(ran)}
            self.change(failed=problem, answered=answer(request, reason=failed(problem)) or self.state.answered)
            raise Failure(failed(problem))
        info = pgbackrest.info()
        newest = info.valid[-1]
        if newest.error:
            for line in [line for line in ran.error.splitlines() if "WARN" in line][:WARNINGS]:
                say(WARNING, line.strip())
        seconds = time.monotonic() - began
        say(NOTICE, f"{names(newest.type)} {newest.label} is done after {seconds:.0f} s")
        backups = tuple(kept(one) for one in info.valid)
        answered = answer(request, label=newest.label) or self.state.answered
        followed = wanted.type == FULL
        holes = tuple(replace(one, followed=one.followed or followed) for one in self.state.holes)
        self.change(failed={}, backups=backups, answered=answered, holes=holes)


def newer(facts: Facts, info: Info, spec: Backup) -> None:
    """A Failure if another copy of the same database archives to the same path, which shows by a newer timeline."""
    found = info.archive
    if found and found.max and int(found.max[:8], 16) > facts.timeline:
        raise Failure(
            f"{spec.path} of {spec.account} holds WAL of timeline {int(found.max[:8], 16)}, and this cluster is on"
            f" {facts.timeline}: another copy of it archives there, or it was set back to older data: raise"
            " backup.generation in the stack file to begin a new path"
        )


def described(one: Hole) -> str:
    """A hole, for people."""
    since = f", archived {utc(one.after)}" if one.after else ""
    segments = "1 segment is" if one.segments == 1 else f"{one.segments} segments are"
    return (
        f"the archive has a hole: {segments} missing from {one.first} on{since}; no later time can be restored until"
        " the next full backup"
    )


def failed(problem: dict[str, Any]) -> str:
    return f"{names(problem['type'])} failed at {utc(problem['at'])}: {problem['reason']}"


def names(type: str) -> str:
    """A type of backup, for people."""
    return {FULL: "full backup", DIFFERENTIAL: "differential backup"}.get(type, f"{type} backup")


def requested() -> dict[str, Any] | None:
    """What `pgcluster backup` asked for."""
    try:
        found = json.loads(REQUEST.read_text())
        return {"id": str(found["id"]), "full": bool(found["full"])}
    except (OSError, ValueError, LookupError, TypeError):
        return None


def answer(request: dict[str, Any] | None, **values: str) -> dict[str, Any] | None:
    return {"id": request["id"], **values} if request else None


def say(level: str, text: str) -> None:
    """A line in the journal."""
    print(f"{level}{text}", flush=True)
