"""The request to restore the cluster, which the database hosts carry out together: one key of etcd."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from azure_patroni.failure import Failure
from azure_patroni.host import HELD, STATE, Host
from azure_patroni.kv import Entry, Store

PREFIX = "/azure-patroni/restore/"
KEY = f"{PREFIX}request"
ASK = f"{PREFIX}ask"
HOSTS = f"{PREFIX}hosts/"
# The last request that this host has carried out.
RECORD = STATE / "restore.json"

RESTORE, UNDO, CANCEL, FINISH = "restore", "undo", "cancel", "finish"
# In this order; FAILED waits for a person.
STOP, ASIDE, COPY, LEAD, DONE, FAILED = "stop", "aside", "copy", "lead", "done", "failed"
DOING = {
    STOP: "PostgreSQL stops, standbys first",
    ASIDE: "the data is set aside",
    COPY: "the data is brought to the target",
    LEAD: "Patroni starts",
    DONE: "done",
    FAILED: "failed",
}


@dataclass(frozen=True)
class Request:
    """What is to be done with the cluster.

    host: carries the request on and leads afterwards; leader: led before, empty if no host did; hosts: those that take
    part from the start; at: `latest` or a time; since: of the phase; verdict: what the restore found."""

    id: str
    action: str
    phase: str
    host: str
    leader: str
    hosts: tuple[str, ...]
    at: str
    timeline: int
    backup: str
    who: str
    when: str
    since: str
    problem: str = ""
    verdict: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> list[str]:
        """What a host records once it has carried it out."""
        return [self.id, self.action]

    @property
    def under_way(self) -> bool:
        return self.phase not in (DONE, FAILED)

    def describe(self) -> str:
        """For somebody who finds it."""
        at = "the end of the archive" if self.at == "latest" else self.at
        doing = "restores to" if self.action == RESTORE else f"asked to {self.action} the restore to"
        return f"{self.who} {doing} {at} since {self.when}: {DOING[self.phase]} ({self.host})"


@dataclass(frozen=True)
class Report:
    """What a host has done of a request; free: bytes by disk; kept: bytes that are set aside."""

    id: str
    action: str
    state: str
    asked: str
    problem: str = ""
    kept: int = 0
    free: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """Everything about restores that etcd has."""

    request: Request | None
    revision: int
    ask: str
    reports: dict[str, Report]

    def has(self, name: str, *states: str) -> bool:
        """Whether a host says that it has come so far with the request."""
        one = self.reports.get(name)
        return bool(one and self.request and [one.id, one.action] == self.request.mark and one.state in states)

    def missing(self, names: Iterable[str], *states: str) -> list[str]:
        return [name for name in names if not self.has(name, *states)]


def look(store: Store) -> Seen:
    """Reads it all at once."""
    entries = {one.key: one for one in store.all(PREFIX)}
    found, ask = entries.get(KEY), entries.get(ASK)
    reports = {
        key.removeprefix(HOSTS): Report(**_json(one)) for key, one in entries.items() if key.startswith(HOSTS)
    }
    return Seen(read(found) if found else None, found.revision if found else 0, ask.value if ask else "", reports)


def read(entry: Entry) -> Request:
    about = _json(entry)
    try:
        return Request(**about | {"hosts": tuple(about["hosts"])})
    except (TypeError, KeyError) as error:
        raise Failure(f"etcd's key {entry.key} is of another version of this program: {error}") from error


def _json(entry: Entry) -> dict[str, Any]:
    try:
        return dict(json.loads(entry.value))
    except (ValueError, TypeError) as error:
        raise Failure(f"etcd's key {entry.key} is not what this program writes: {error}") from error


def text(value: "Request | Report") -> str:
    return json.dumps(asdict(value))


def recorded() -> list[str]:
    """The mark of the last request that this host has carried out."""
    try:
        found: list[str] = json.loads(RECORD.read_text())
        return found
    except (OSError, ValueError):
        return []


def held_by(host: Host) -> str | None:
    """Why Patroni must not start on this host; nothing if it may."""
    seen = look(Store(host))
    if not seen.request or seen.request.action == FINISH or recorded() == seen.request.mark:
        return None
    return f"{seen.request.describe()}; this host starts Patroni when it is its turn: see `pgcluster restore`"


def problems(seen: Seen) -> list[str]:
    """What is wrong with restores."""
    if seen.request is None:
        return [f"{HELD} is there, and no restore: remove it and `systemctl start patroni`"] if HELD.exists() else []
    said = [f"{name}: {one.problem}" for name, one in seen.reports.items() if one.problem]
    if seen.request.under_way or seen.request.phase == FAILED:
        more = f": {seen.request.problem}" if seen.request.problem else ""
        said.insert(0, f"{seen.request.describe()}{more}: see `pgcluster restore`")
    return said


def left(seen: Seen) -> str | None:
    """What a restore has left, and what removes it."""
    if seen.request is None or seen.request.under_way or not any(one.kept for one in seen.reports.values()):
        return None
    return "data is set aside by a restore: `pgcluster restore --finish` deletes it, --undo puts it back"


def moved(request: Request, phase: str, since: str, **more: Any) -> Request:
    """The request in its next phase."""
    return replace(request, phase=phase, since=since, **more)
