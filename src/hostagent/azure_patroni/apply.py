"""pgcluster apply: brings a running host to a newly rendered bundle, and restarts only what its changes ask for."""

import contextlib
import difflib
import fcntl
import importlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from azure_patroni import files
from azure_patroni.bundle import CHANGES, Bundle, File, actions, bundle, changes, ordered, touches_units
from azure_patroni.failure import Failure
from azure_patroni.host import STATE, Host
from azure_patroni.output import Output
from azure_patroni.units import Units

APPLIED = STATE / "applied.json"
SHOWN_LINES = 20
LATER = ("azure_patroni.actions", "azure_patroni.configure")


@dataclass(frozen=True)
class Record:
    """The paths of the last apply, and the work that it did not finish."""

    paths: list[str]
    pending: list[str] = field(default_factory=list)
    reload_units: bool = False


@dataclass(frozen=True)
class Plan:
    """What differs, and the actions that follow."""

    changed: list[File]
    removed: list[str]
    actions: list[str]
    reload_units: bool

    @property
    def empty(self) -> bool:
        return not (self.changed or self.removed or self.actions or self.reload_units)

    def as_json(self) -> dict[str, Any]:
        return {
            "changed": [one.path for one in self.changed],
            "removed": self.removed,
            "actions": self.actions,
            "daemonReload": self.reload_units,
        }


def apply(host: Host, source: str, dry_run: bool, output: Output) -> None:
    """Checks and plans everything before the first file is written."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise Failure(f"{source} cannot be read: {error.strerror}") from error
    wanted = bundle(data)
    belongs(wanted.host, host)
    if host.role == "database":
        # Loaded now: after this run their files may be of another version.
        for module in LATER:
            importlib.import_module(module)
    with contextlib.nullcontext() if dry_run else alone():
        record = recorded()
        planned = plan(wanted, record)
        for line in describe(planned):
            output.line(line)
        if not dry_run and not planned.empty:
            units = Units(host, output)
            units.check(planned.actions)
            # Kept until done: the next apply goes on with one that was cut off.
            remember(Record(sorted({*record.paths, *wanted.files}), planned.actions, planned.reload_units))
            units.before(planned.actions)
            carry_out(planned)
            units.act(planned.actions, planned.reload_units)
        if not dry_run:
            remember(Record(sorted(wanted.files)))
    patch = {}
    if host.role == "database":
        from azure_patroni.configure import hint

        patch = hint(wanted, output)
    output.result({**planned.as_json(), "applied": not dry_run, "configure": patch})


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Refuses a second apply: it would overwrite the record of pending work."""
    APPLIED.parent.mkdir(parents=True, exist_ok=True)
    with open(APPLIED.with_name("apply.lock"), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("another `pgcluster apply` runs on this host: run this again when it has ended") from None
        yield


def belongs(wanted: Host, host: Host) -> None:
    """Refuses the bundle of another host."""
    for key in ("name", "cluster", "role"):
        theirs, ours = getattr(wanted, key), getattr(host, key)
        if theirs != ours:
            raise Failure(f"the bundle is for {key} {theirs}; this host's is {ours}: give the bundle of {host.name}")
    if wanted.postgresql != host.postgresql:
        raise Failure(
            f"the bundle is for PostgreSQL {wanted.postgresql}; this host has {host.postgresql}:"
            f" set postgresql.version back to {host.postgresql}; another major version needs a new cluster"
        )


def plan(wanted: Bundle, record: Record) -> Plan:
    """Compares the bundle with the host; a Failure names every path that cannot be written."""
    changed, problems = [], []
    for one in wanted.files.values():
        try:
            if differs(one):
                changed.append(one)
        except Failure as refused:
            problems.append(str(refused))
    if problems:
        raise Failure("; ".join(dict.fromkeys(problems)))
    removed = [path for path in record.paths if path not in wanted.files and os.path.lexists(path)]
    paths = [one.path for one in changed]
    asked = actions(paths, removed, wanted.changes, current_changes())
    return Plan(
        changed,
        removed,
        ordered([*asked, *record.pending]),
        touches_units([*paths, *removed]) or record.reload_units,
    )


def differs(wanted: File) -> bool:
    """Whether the host's file is another."""
    path = Path(wanted.path)
    if path.is_dir():
        raise Failure(f"{path} is a folder here and a file in the bundle")
    return not files.same(path, wanted.content, wanted.mode)


def carry_out(planned: Plan) -> None:
    """Writes and removes the files."""
    for one in planned.changed:
        files.write(one.path, one.content, mode=one.mode)
    for path in map(Path, planned.removed):
        with files.opened(path.parent) as folder:
            os.unlink(path.name, dir_fd=folder)


def recorded() -> Record:
    """The last apply; before the first one, the files of the first boot."""
    try:
        found = json.loads(APPLIED.read_text())
        return Record(found["paths"], found["pending"], found["reloadUnits"])
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure(f"{APPLIED} cannot be read: {error!r}; remove it to start from the paths in {CHANGES}") from error
    return Record(sorted(current_changes()))


def remember(record: Record) -> None:
    """Keeps what is to be done, or that nothing is."""
    text = {"paths": record.paths, "pending": record.pending, "reloadUnits": record.reload_units}
    files.write_json(APPLIED, text)


def current_changes() -> dict[str, list[str]]:
    """The reload actions of the files that the host has."""
    try:
        return changes(Path(CHANGES).read_bytes())
    except FileNotFoundError:
        return {}


def describe(planned: Plan) -> list[str]:
    """What an apply does, for people."""
    if planned.empty:
        return ["nothing differs"]
    lines = [f"  {summary(one)}" for one in planned.changed]
    lines += [f"  {path}: removed" for path in planned.removed]
    lines += ["  then daemon-reload"] if planned.reload_units else []
    return lines + [f"  then {action.replace(':', ' ')}" for action in planned.actions]


def summary(one: File) -> str:
    """A file and its changed lines."""
    try:
        old = Path(one.path).read_bytes().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return f"{one.path}: new"
    new = one.content.decode(errors="replace").splitlines()
    # Two lines of heading; a line of a file begins with + or -.
    lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    changed = [line for line in lines if not line.startswith("@@")]
    if not changed:
        return f"{one.path}: owner or mode"
    shown = "\n".join(f"      {line}" for line in changed[:SHOWN_LINES])
    more = f"\n      ... {len(changed) - SHOWN_LINES} more lines" if len(changed) > SHOWN_LINES else ""
    return f"{one.path}:\n{shown}{more}"
