"""pgcluster backup and backups, and the part of the status that is about them.

Nothing here waits for the store but the progress of a backup: the unit of the backups asks it once a minute."""

import time
from dataclasses import asdict
from typing import Any

from azure_patroni import archive, backup, pgbackrest, restore_test
from azure_patroni.backup import FULL, HOUR, OVERDUE, REQUEST, UNIT, State, names
from azure_patroni.boot.step import utc
from azure_patroni.command import run
from azure_patroni.failure import Failure
from azure_patroni.files import write_json
from azure_patroni.host import Backup, Host
from azure_patroni.kv import Store
from azure_patroni.output import Output, size, table
from azure_patroni.patroni import Patroni

LOOK_SECONDS = 5.0
# The unit looks once a minute; a look may wait for the store as long.
LATE_SECONDS = 900
# WAL may wait this long to be archived before it is a problem; or so many times what the stack file says.
WAIT_SECONDS = 300
WAITS = 5
# A backup may take so long that the next one is late.
GRACE_SECONDS = 6 * HOUR


def spec(host: Host) -> Backup:
    if host.backup is None:
        raise Failure("backups are off: set backup.enabled in the stack file, and apply the host's bundle")
    return host.backup


def leading(host: Host) -> None:
    """Refuses on a standby."""
    head = Patroni(host).leader()
    if head.name != host.name:
        raise Failure(f"{host.name} is a standby, and backups are the leader's: run this on {head.name}")


def make(host: Host, full: bool, output: Output) -> None:
    """Has the unit make a backup, and waits until it is done."""
    spec(host)
    leading(host)
    id = f"{time.time():.6f}"
    write_json(REQUEST, {"id": id, "full": full})
    run("systemctl", "start", "--no-block", UNIT)
    output.line("the backup goes on if you interrupt this; `pgcluster backups` shows it then")
    until = time.monotonic() + backup.BACKUP_SECONDS
    said = ""
    while True:
        state = backup.load()
        if state.answered.get("id") == id:
            break
        if time.monotonic() > until:
            raise Failure(f"no backup after {backup.BACKUP_SECONDS / HOUR:.0f} h: see `journalctl -u {UNIT}`")
        now = progress(state)
        if now != said:
            output.line(now)
            said = now
        # One that ran already has not seen the request.
        run("systemctl", "start", "--no-block", UNIT)
        time.sleep(LOOK_SECONDS)
    if "label" not in state.answered:
        raise Failure(f"{state.answered['reason']}: see `journalctl -u {UNIT}`")
    newest = next(one for one in state.backups if one["label"] == state.answered["label"])
    output.line(f"{names(newest['type'])} {newest['label']}: {_sizes(newest)}")
    output.result(newest)


def progress(state: State) -> str:
    """What the unit does."""
    if not state.running:
        return "waiting until the archive was looked at"
    done, all = pgbackrest.info().running or (0, 0)
    return f"{names(state.running)}: {100 * done // all} % of {size(all)}" if all else f"{names(state.running)} begins"


def _sizes(one: dict[str, Any]) -> str:
    seconds = one["stop"] - one["start"]
    return f"{size(one['size'])} in {seconds} s, {size(one['repositorySize'])} of it new in the repository"


def show(host: Host, output: Output) -> None:
    """What can be restored."""
    spec(host)
    leading(host)
    found = report(host)
    if not output.as_json:
        for line in text(found):
            output.line(line)
    output.result(found)


def report(host: Host) -> dict[str, Any]:
    """What the last look at the repository found, and what PostgreSQL and the restore test say."""
    state = backup.load()
    facts = archive.facts()
    waiting = archive.local().waiting
    times = backup.ranges(list(state.backups), list(state.holes), facts.size)
    tested = restore_test.last(Store(host))
    return {
        "lookedAt": utc(state.at) if state.at else None,
        "problem": state.problem or None,
        "running": state.running or None,
        "backups": [_times(one) for one in state.backups],
        # The last one goes on, up to the last segment.
        "restorable": [[utc(one.begin), utc(one.end) if one.end else None] for one in times],
        "holes": [_hole(one) for one in state.holes],
        "archivedAt": facts.archived,
        "waiting": {"files": len(waiting), "since": utc(min(waiting.values())) if waiting else None},
        "restoreTest": asdict(tested) if tested else None,
    }


def _times(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"start": utc(one["start"]), "stop": utc(one["stop"])}


def _hole(one: archive.Hole) -> dict[str, Any]:
    after = utc(one.after) if one.after else None
    return {"first": one.first, "last": one.last, "segments": one.segments, "after": after}


def text(found: dict[str, Any]) -> list[str]:
    """One screen."""
    if not found["backups"]:
        lines = ["no backup has been made yet", ""]
    else:
        head = ["backup", "type", "ended", "database", "new in repository", ""]
        rows = [
            [
                *(one["label"], one["type"], one["stop"], size(one["size"]), size(one["repositorySize"])),
                "wrong checksums" if one["error"] else "",
            ]
            for one in found["backups"]
        ]
        lines = table(head, rows)
    for begin, end in found["restorable"]:
        lines.append(f"can be restored: {begin} to {end or 'the last segment that was archived'}")
    for one in found["holes"]:
        since = f" since {one['after']}" if one["after"] else ""
        lines.append(f"hole in the archive{since}: {one['segments']} segments from {one['first']} to {one['last']}")
    waiting = found["waiting"]
    lines.append(f"last segment archived at: {found['archivedAt'] or 'never'}")
    if waiting["files"]:
        lines.append(f"waiting to be archived: {waiting['files']} files since {waiting['since']}")
    if found["running"]:
        lines.append(f"runs now: {names(found['running'])}")
    lines.append(_test(found["restoreTest"]))
    lines += ["", f"the repository was looked at: {found['lookedAt'] or 'never'}"]
    return [*lines, f"problem: {found['problem']}"] if found["problem"] else lines


def _test(found: dict[str, Any] | None) -> str:
    return f"last {restore_test.describe(restore_test.Result(**found))}" if found else "last restore test: none yet"


def status(host: Host, leads: bool, problems: list[str], now: float) -> dict[str, Any]:
    """The part of `pgcluster status`; problems gets what is wrong."""
    wanted = spec(host)
    old = pgbackrest.too_old()
    if old:
        problems.append(old)
    if not leads:
        return {"leads": False}
    state = backup.load()
    waiting = archive.local().waiting
    problems += judge(wanted, state, waiting, now)
    newest = state.backups[-1] if state.backups else None
    return {
        "leads": True,
        "lastBackup": newest and _times(newest),
        "running": state.running or None,
        "holes": len(state.holes),
        "waiting": len(waiting),
    }


def judge(wanted: Backup, state: State, waiting: dict[str, int], now: float) -> list[str]:
    """What is wrong; waiting: since when files wait to be archived."""
    said = []
    if state.problem:
        said.append(f"{state.problem} (since {utc(state.since)})")
    if not state.running and now - state.at > LATE_SECONDS:
        since = f"since {utc(state.at)}" if state.at else "on this host yet"
        said.append(f"the repository was not looked at {since}: see `systemctl status {UNIT}` and its timer")
    if waiting and now - min(waiting.values()) > max(WAIT_SECONDS, WAITS * wanted.archive_timeout_seconds):
        since = utc(min(waiting.values()))
        said.append(
            f"the archive is {len(waiting)} segments behind since {since}: see `journalctl -u patroni`; beyond"
            f" {size(wanted.wal_queue_bytes)} WAL is dropped, and a full backup follows"
        )
    newest = state.backups[-1] if state.backups else None
    full = next((one for one in reversed(state.backups) if one["type"] == FULL), None)
    if newest and not state.running:
        age = now - newest["stop"]
        if age > OVERDUE * HOUR * wanted.differential_every_hours + GRACE_SECONDS:
            said.append(f"the last backup is {age / HOUR:.0f} h old: see `journalctl -u {UNIT}`")
    # The middle and last part of a name grow along the history.
    since = full["walStart"][8:] if full else ""
    said += [backup.described(one) for one in state.holes if one.last[8:] >= since and not one.followed]
    said += [
        f"backup {one['label']} holds pages with wrong checksums: see its line in `journalctl -u {UNIT}`, and make a"
        " full backup once the disk is healthy"
        for one in state.backups
        if one["error"]
    ]
    return said
