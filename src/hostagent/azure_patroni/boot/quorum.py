"""Holds Patroni back until etcd has all its members and a majority takes a write. One may be down: it is still a
member. Once that was so on this host, a write is enough: a voter that is being replaced must not stop a database."""

import time

from azure_patroni import host as hosts
from azure_patroni.boot.step import note
from azure_patroni.etcd import Etcd, reason
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import STATE, Host
from azure_patroni.waiting import pauses

# Shows that all members were there once.
SEEN = STATE / "quorum"
# systemd starts the step again after this.
WAIT_SECONDS = 1800


def absent(names: list[str], listed: list[str]) -> str | None:
    """The problem with a list of members that is too short; names: the voters, listed: names of the list's entries."""
    if len(listed) >= len(names):
        return None
    missing = next(name for name in names if name not in listed)
    return f"{len(listed)} of {len(names)} members: on an etcd member run: pgcluster replace-voter {missing}"


def waits_for(etcd: Etcd) -> str | None:
    """What is missing yet."""
    names = list(etcd.addresses)
    try:
        listed = [etcd.name_of(one.peer_url) for one in etcd.members(names)]
    except Failure as error:
        return f"no majority of {', '.join(names)} answers: {error}"
    missing = absent(names, listed)
    if missing and not SEEN.exists():
        return missing
    key = f"/azure-patroni/quorum/{etcd.me}"
    for command in (("put", key, "open"), ("get", key, "--print-value-only"), ("del", key)):
        ran = etcd.etcdctl(names, *command)
        if not ran.ok:
            return f"etcd takes no write: {reason(ran)}"
    return None


def held(host: Host) -> str | None:
    """What the database waits for: a restore, or a person's word where only the repository has data."""
    if host.role != "database" or host.backup is None:
        return None
    from azure_patroni import empty_cluster, restoring

    try:
        return restoring.held_by(host) or empty_cluster.waits_for(host)
    except Failure as failure:
        return str(failure)


def main(arguments: list[str]) -> None:
    host = hosts.load()
    etcd = Etcd(host)
    last = ""
    for sleep in pauses(time.monotonic() + WAIT_SECONDS, 5):
        waiting = waits_for(etcd) or held(host)
        if not waiting:
            write(SEEN, "all etcd members were there: from now on a write by a majority is enough\n")
            note("a majority of etcd takes a write")
            return
        if waiting != last:
            note(f"waiting: {waiting}")
            last = waiting
        sleep(0)
    fix = ": start etcd on the other members" if waits_for(etcd) else ""
    raise Failure(f"{last}{fix}; this host continues to wait")
