"""Proves that the backup can be restored: restores the newest one next to the running database, replays the archive,
looks into it and removes it again."""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from azure_patroni import members, setaside, timelines
from azure_patroni.boot.restore import heartbeat, programs
from azure_patroni.boot.step import now
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write_json
from azure_patroni.host import RUN, STATE, Host
from azure_patroni.kv import Store
from azure_patroni.output import Output, size
from azure_patroni.pgbackrest import STANZA, Backup, account, info
from azure_patroni.recovery import LATEST, Replay, Wanted, restore

# In etcd it survives the hosts; the file is what metrics read.
KEY = "/azure-patroni/restore-test"
RESULT = STATE / "restore-test.json"
HOME = RUN / "restore-test"
NAME = "restore-test"
# Longer than any healthy restore of a full data disk: 4 TiB at 100 MB/s.
LIMIT_SECONDS = 12 * 3600.0
CHECK_SECONDS = 3600.0
# Of the sample: tables, and the size of each.
SAMPLE, SAMPLE_BYTES = 20, 1024**3
# What stays free for the running database.
SPARE_SHARE = 0.1
SAMPLED = f"""
SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
   AND c.relpersistence = 'p' AND pg_table_size(c.oid) <= {SAMPLE_BYTES}
 ORDER BY random() LIMIT {SAMPLE};
"""
DATABASES = "SELECT datname AS name FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1;"


@dataclass(frozen=True)
class Result:
    """What a test found; rpo_seconds: age of the last heartbeat when it began, nothing where there is none;
    rto_seconds: until the restored server took writes."""

    at: str
    ok: bool
    host: str
    backup: str
    rpo_seconds: float | None
    rto_seconds: float | None
    reason: str = ""


def last(store: Store) -> Result | None:
    """The newest result of any host."""
    found = store.get(KEY)
    try:
        return Result(**json.loads(found.value)) if found else None
    except (ValueError, TypeError):
        return None


def due(result: Result | None, every_days: int, current: str) -> bool:
    """Whether it is time; one that failed is tried again after a day. every_days: 0 is never."""
    if not every_days or result is None:
        return bool(every_days)
    age = datetime.fromisoformat(current) - datetime.fromisoformat(result.at)
    return age.total_seconds() >= (every_days if result.ok else 1) * 86_400


def problems(result: Result | None, every_days: int, current: str) -> list[str]:
    """What `pgcluster status` says about it; a cluster that was born a moment ago has none."""
    if not every_days or result is None:
        return []
    if not result.ok:
        return [f"the restore test of {result.at} on {result.host} failed: {result.reason}: `pgcluster restore --test`"]
    age = (datetime.fromisoformat(current) - datetime.fromisoformat(result.at)).total_seconds() / 86_400
    if age > 2 * every_days:
        return [f"the last restore test was {age:.0f} days ago: see `journalctl -u azure-patroni-restore-test`"]
    return []


def here(found: list[members.Member], name: str) -> str | None:
    """Why this host is not the one that tests: the first standby does, and a leader only if it is alone."""
    standbys = sorted(one.name for one in found if one.streams)
    if standbys and standbys[0] != name:
        return f"{standbys[0]} tests"
    if not standbys and not any(one.name == name and one.leads for one in found):
        return "this host neither streams nor leads"
    return None


def room(folder: str, backup: Backup) -> str | None:
    """Why there is no room for a second copy."""
    usage = shutil.disk_usage(folder)
    need = backup.size + int(usage.total * SPARE_SHARE)
    if usage.free < need:
        return f"a restored copy needs {size(need)} on {folder}, and {size(usage.free)} are free: enlarge the data disk"
    return None


def test(host: Host) -> Result:
    """Restores, and says how it went."""
    began, at = time.monotonic(), now()
    label = ""
    try:
        found = info()
        known = timelines.known(found)
        line = known[max(known)] if known else None
        backup = timelines.fit(found.valid, line, None) if line else None
        if line is None or backup is None:
            raise Failure("the repository has no backup of this cluster")
        label = backup.label
        mount = next(disk.mount for disk in host.disks if disk.name == "data")
        no_room = room(mount, backup)
        if no_room:
            raise Failure(no_room)
        return _tested(host, line.number, backup, began, at)
    except Failure as failure:
        return Result(at, False, host.name, label, None, None, str(failure))


def _tested(host: Host, timeline: int, backup: Backup, began: float, at: str) -> Result:
    folder = f"{setaside.folders(host).data.rpartition('/')[0]}/{NAME}"
    # What an interrupted test left; nothing else has this name.
    setaside.remove([folder])
    going = _limit(began)
    data = f"{folder}/main"
    command = f'pgbackrest --stanza={STANZA} --pg1-path={data} --no-archive-async archive-get "%f" "%p"'
    settings = {
        "archive_mode": "off",
        "restore_command": command,
        "shared_buffers": "64MB",
        "huge_pages": "off",
        "max_wal_size": "1GB",
        "wal_keep_size": "0",
        "cluster_name": NAME,
    }
    try:
        restore(Wanted(data, f"{folder}/wal", LATEST, timeline, backup.label), going, "--archive-mode=off")
        replay = Replay(programs(host), data, HOME, settings)
        with replay.run(going):
            rto = time.monotonic() - began
            beat = heartbeat(replay)
            check(replay, programs(host))
        rpo = (datetime.fromisoformat(at) - datetime.fromisoformat(beat)).total_seconds() if beat else None
        return Result(at, True, host.name, backup.label, rpo and max(0.0, rpo), round(rto, 1))
    finally:
        setaside.remove([folder])


def _limit(began: float) -> Callable[[], None]:
    def going() -> None:
        if time.monotonic() - began > LIMIT_SECONDS:
            raise Failure(f"not done after {LIMIT_SECONDS / 3600:.0f} h")

    return going


def check(replay: Replay, folder: str) -> None:
    """Reads the system catalogs of every database, and a sample of its tables with their indexes."""
    for database in [row["name"] for row in replay.sql(DATABASES)]:
        sample = [f"--table={row['name']}" for row in replay.sql(SAMPLED, database)]
        for what in (["--schema=pg_catalog"], sample):
            if not what:
                continue
            ran = attempt(
                *(f"{folder}/pg_amcheck", f"--host={replay.socket}", "--username=postgres", f"--database={database}"),
                *("--install-missing", "--heapallindexed", "--no-strict-names", *what),
                seconds=CHECK_SECONDS,
                user=account(),
            )
            if not ran.ok:
                said = (ran.output or ran.error).strip().splitlines()
                raise Failure(f"pg_amcheck of {database}: {said[0] if said else f'exit status {ran.status}'}")


def keep(store: Store, result: Result) -> None:
    """For metrics, status and the other hosts."""
    write_json(RESULT, asdict(result))
    store.put(KEY, json.dumps(asdict(result)))


def describe(result: Result) -> str:
    """One line of it."""
    if not result.ok:
        return f"restore test of {result.at} on {result.host} failed: {result.reason}"
    rpo = "no heartbeat" if result.rpo_seconds is None else f"RPO {result.rpo_seconds:.0f} s"
    return f"restore test of {result.at} on {result.host}: {result.backup}, {rpo}, RTO {result.rto_seconds:.0f} s"


def run(host: Host, output: Output) -> None:
    """pgcluster restore --test."""
    os.nice(19)
    output.line("restoring the newest backup next to the database; it is removed afterwards")
    result = test(host)
    keep(Store(host), result)
    output.result(asdict(result))
    if not result.ok:
        raise Failure(result.reason)
    output.line(describe(result))
