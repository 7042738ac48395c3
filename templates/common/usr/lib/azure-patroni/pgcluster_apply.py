"""pgcluster apply: makes a running host what a newly rendered bundle says, and restarts only what that asks for."""

import difflib
import json
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import azure_patroni
import pgcluster_configure
from pgcluster_actions import Units
from pgcluster_base import Failure
from pgcluster_bundle import CHANGES, Bundle, File, actions, bundle, changes, read, touches_units

APPLIED = Path("/var/lib/azure-patroni/applied.json")
USER_DATA = Path("/var/lib/cloud/instance/user-data.txt")


@dataclass(frozen=True)
class Plan:
    """What differs, and what has to follow."""

    changed: list[File]
    removed: list[str]
    actions: list[str]
    reload_units: bool

    @property
    def empty(self) -> bool:
        return not (self.changed or self.removed or self.actions)


def apply(host: dict, source: str, dry_run: bool) -> None:
    """Everything is checked and planned before the first file is written."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise Failure(f"{source} cannot be read: {error.strerror}") from error
    wanted = bundle(data)
    for key in ("name", "cluster", "role"):
        if wanted.host[key] != host[key]:
            raise Failure(f"the bundle is for {key} {wanted.host[key]}; this host's is {host[key]}: give the bundle of {host['name']}")
    record = recorded()
    planned = plan(wanted, record)
    tell(planned)
    if not dry_run and not planned.empty:
        units = Units(host)
        units.check(planned.actions)
        # Kept until done: an apply that is cut off is taken up by the next.
        remember(sorted({*record["paths"], *wanted.files}), planned.actions, planned.reload_units)
        units.before(planned.actions)
        carry_out(planned)
        units.do(planned.actions, planned.reload_units)
    if not dry_run:
        remember(sorted(wanted.files), [], False)
    if host["role"] == "database":
        pgcluster_configure.hint(wanted.files)


def plan(wanted: Bundle, record: dict) -> Plan:
    changed = [one for one in wanted.files.values() if differs(one)]
    removed = [path for path in record["paths"] if path not in wanted.files and os.path.lexists(path)]
    paths = [one.path for one in changed]
    asked = actions(paths, removed, wanted.changes, current_changes())
    pending = [one for one in record["pending"] if one not in asked]
    whole = actions(["pending"], [], {"pending": [*asked, *pending]}, {})
    return Plan(changed, removed, whole, touches_units([*paths, *removed]) or record["reloadUnits"])


def differs(wanted: File) -> bool:
    path = Path(wanted.path)
    if path.is_dir():
        raise Failure(f"{path} is a folder here and a file in the bundle")
    try:
        found = path.lstat()
        same = stat.S_ISREG(found.st_mode) and path.read_bytes() == wanted.content
    except FileNotFoundError:
        return True
    return not same or stat.S_IMODE(found.st_mode) != wanted.mode or (found.st_uid, found.st_gid) != (0, 0)


def carry_out(planned: Plan) -> None:
    for one in planned.changed:
        put(one)
    for path in planned.removed:
        os.unlink(path)


def put(wanted: File) -> None:
    """At once: whoever reads the file sees the old or the new one."""
    path = Path(wanted.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(wanted.content)
        os.fchown(handle, 0, 0)
        os.fchmod(handle, wanted.mode)
        os.fsync(handle)
    os.replace(new, path)


def recorded() -> dict:
    """Paths and unfinished work of the last apply; before the first one, the files of the first boot."""
    try:
        found = json.loads(APPLIED.read_text())
        return {"paths": found["paths"], "pending": found["pending"], "reloadUnits": found["reloadUnits"]}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError) as error:
        raise Failure(f"{APPLIED} cannot be read: {error}; remove it to start from the first boot's files") from error
    paths = []
    if USER_DATA.exists():
        entries = read(USER_DATA.read_bytes()).get("write_files") or []
        paths = [entry["path"] for entry in entries]
    return {"paths": paths, "pending": [], "reloadUnits": False}


def remember(paths: list[str], pending: list[str], reload_units: bool) -> None:
    record = {"paths": paths, "pending": pending, "reloadUnits": reload_units}
    azure_patroni.write(str(APPLIED), json.dumps(record, indent=2) + "\n")


def current_changes() -> dict[str, list[str]]:
    try:
        return changes(Path(CHANGES).read_text())
    except FileNotFoundError:
        return {}


def tell(planned: Plan) -> None:
    if planned.empty:
        print("nothing differs")
    for one in planned.changed:
        print(f"  {summary(one)}")
    for path in planned.removed:
        print(f"  {path}: removed")
    if planned.reload_units:
        print("  then daemon-reload")
    for action in planned.actions:
        print(f"  then {action.replace(':', ' ')}")
    sys.stdout.flush()


def summary(one: File) -> str:
    try:
        old = Path(one.path).read_bytes().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return f"{one.path}: new"
    new = one.content.decode(errors="replace").splitlines()
    lines = [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))]
    if not lines:
        return f"{one.path}: owner or mode"
    shown = "\n".join(f"      {line}" for line in lines[:20])
    more = f"\n      ... {len(lines) - 20} more lines" if len(lines) > 20 else ""
    return f"{one.path}:\n{shown}{more}"
