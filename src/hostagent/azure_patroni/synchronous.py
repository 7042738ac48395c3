"""pgcluster synchronous: whether a commit waits for a standby.

Patroni's dynamic configuration has it, so it works while the standby hangs."""

import json
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from azure_patroni import configure, rest
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.members import LAG, OFF_SINCE, TOO_FAR_BEHIND, asks_synchrony, leader
from azure_patroni.output import Output, confirm
from azure_patroni.patroni import Patroni
from azure_patroni.psql import psql, reason, rows

# One member's answer; any other can take the change, too.
CHANGE_SECONDS = 10.0
# The leader acts in its next round.
APPLY_SECONDS = 30.0
SAMPLE_SECONDS = 1.0
LOSS = (
    "From now on a commit does not wait for a standby: if the leader is lost, rows that were acknowledged can be lost."
)
WAITING = """
SELECT pid, query_start, floor(extract(epoch FROM clock_timestamp() - query_start)) AS seconds
FROM pg_stat_activity WHERE wait_event = 'SyncRep';
"""

Settings = dict[str, Any]


def off(host: Host, yes: bool, output: Output) -> None:
    """Takes every standby out of synchrony, and says so until it is undone."""
    patroni = Patroni(host)
    found = patroni.config()
    if OFF_SINCE in found:
        done(output, f"it is off since {found[OFF_SINCE]}", found, changed=False)
        return
    if not asks_synchrony(found):
        raise Failure("synchronous replication is off in the stack file (patroni.synchronousMode): nothing to switch")
    standbys = [one for one in patroni.members() if not one.leads]
    if found["synchronous_mode"] == "quorum" and len(standbys) > 1:
        output.line("The mode is quorum: a commit waits for the fastest standby, and a slow one does not hold it.")
    output.line(LOSS)
    confirm("Switch synchronous replication off?", yes)
    since = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    began = time.monotonic()
    now = change(patroni, {"synchronous_mode": False, LAG: TOO_FAR_BEHIND, OFF_SINCE: since})
    await_release(patroni)
    output.line(f"commits do not wait for a standby any more, after {time.monotonic() - began:.1f} s")
    done(output, "switch it on again: pgcluster synchronous on", now, changed=True)


def on(host: Host, output: Output) -> None:
    """Makes commits wait again, as the stack file asks."""
    patroni = Patroni(host)
    found = patroni.config()
    wanted = configure.wanted_of(Path(configure.RENDERED).read_text())
    if OFF_SINCE not in found:
        if not asks_synchrony(found):
            raise Failure("synchronous replication is off in the stack file: set patroni.synchronousMode there")
        done(output, "it is on", found, changed=False)
        return
    now = change(patroni, {key: wanted.get(key) for key in configure.SWITCHED} | {OFF_SINCE: None})
    if asks_synchrony(now):
        patroni.wait("a standby is synchronous", lambda now: any(one.synchronous for one in now), APPLY_SECONDS)
    done(output, "commits wait for a standby again" if asks_synchrony(now) else "the stack file says off", now, True)


def status(host: Host, output: Output) -> bool:
    """Prints what commits wait for; whether that is what the stack file asks."""
    patroni = Patroni(host)
    found = patroni.config()
    standbys = [one.name for one in patroni.members() if one.synchronous]
    mode = "quorum" if found.get("synchronous_mode") == "quorum" else "on" if asks_synchrony(found) else "off"
    since = found.get(OFF_SINCE)
    output.line(f"synchronous replication: {mode}" + (f" since {since}" if since else ""))
    output.line(f"synchronous standbys: {', '.join(standbys) or 'none'}")
    output.result({"mode": mode, "offSince": since, "standbys": standbys})
    return since is None and (mode == "off" or bool(standbys))


def done(output: Output, said: str, now: Settings, changed: bool) -> None:
    output.line(said)
    output.result({"synchronous": asks_synchrony(now), "offSince": now.get(OFF_SINCE), "changed": changed})


def change(patroni: Patroni, patch: Settings) -> Settings:
    """Sends a change to the leader; to the others if it does not answer, because any member can take it."""
    head = leader(patroni.members())
    first = (head.name if head else "", patroni.own)
    errors = []
    for name in sorted(patroni.addresses, key=lambda one: first.index(one) if one in first else len(first)):
        try:
            return dict(json.loads(patroni.send(name, "PATCH", "/config", patch, CHANGE_SECONDS)))
        except Failure as failure:
            errors.append(str(failure))
        except ValueError:
            errors.append(f"{name}: the answer is no JSON document")
    raise Failure("; ".join(errors))


def await_release(patroni: Patroni) -> None:
    """Until the leader's PostgreSQL counts no standby as synchronous."""
    until = time.monotonic() + APPLY_SECONDS
    while True:
        head = patroni.leader()
        reply = rest.ask(patroni.addresses[head.name], "/patroni")
        try:
            standbys = json.loads(reply.body).get("replication", [])
            if reply.status == 200 and all(one.get("sync_state") == "async" for one in standbys):
                return
        except (ValueError, AttributeError):
            pass
        if time.monotonic() > until:
            raise Failure(
                f"the change is in etcd, but {head.name} has not applied it after {APPLY_SECONDS:.0f} s:"
                " see `journalctl -u patroni` there"
            )
        time.sleep(1)


def problems() -> list[str]:
    """On the leader: commits that wait for a standby, seen twice."""
    before = waiting()
    if not before:
        return []
    time.sleep(SAMPLE_SECONDS)
    still = [seconds for key, seconds in waiting().items() if key in before]
    if not still:
        return []
    several = f"{len(still)} commits wait" if len(still) > 1 else "1 commit waits"
    return [
        f"{several} for a standby, the longest for {max(still)} s: if its disk or host is slow, take it out of"
        " synchrony: pgcluster synchronous off"
    ]


def waiting() -> dict[tuple[str, str], int]:
    """Seconds by process and start of its statement."""
    ran = psql(WAITING)
    if not ran.ok:
        raise Failure(f"PostgreSQL does not answer: {reason(ran)}")
    return {(row["pid"], row["query_start"]): int(row["seconds"] or 0) for row in rows(ran.output)}
