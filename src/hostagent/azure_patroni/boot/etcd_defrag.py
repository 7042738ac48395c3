"""Gives the space that compaction freed back to the disk. A member that defragments does not answer, so never two at
once, never the leader, and only while all voters are healthy."""

import os

from azure_patroni import host as hosts
from azure_patroni.etcd import Etcd, Voter, reason
from azure_patroni.failure import Failure
from azure_patroni.host import AGENT

LOCK = "/azure-patroni/defrag"
HELD = "under-the-lock"
DEFRAGMENT_SECONDS = 600
TOMORROW = "it is tried again tomorrow"


def check(etcd: Etcd) -> None:
    """Refuses while a voter is not healthy."""
    silent = sorted(etcd.addresses.keys() - set(etcd.healthy()))
    if silent:
        raise Failure(f"not defragmented: {', '.join(silent)} not healthy: see pgcluster status; {TOMORROW}")
    alarms = etcd.etcdctl(etcd.others(), "alarm", "list").output.split()
    if alarms:
        print(f"<4>etcd has alarms: {' '.join(alarms)}: NOSPACE stays until etcdctl alarm disarm", flush=True)


def successor(voters: list[Voter], me: str) -> Voter | None:
    """The voter that has to take over first: the one that has read the most; nothing if this one does not lead."""
    if not any(one.name == me and one.leads for one in voters):
        return None
    others = [one for one in voters if one.reachable and one.name != me]
    if not others:
        raise Failure(f"not defragmented: this member leads and no other answers; {TOMORROW}")
    return max(others, key=lambda one: one.index)


def hand_over(etcd: Etcd) -> None:
    """Leaves the leadership to another voter."""
    to = successor(etcd.voters(), etcd.me)
    if to is None:
        return
    ran = etcd.move_leader(to)
    if not ran.ok:
        raise Failure(f"not defragmented: leadership could not be moved to {to.name}: {reason(ran)}; {TOMORROW}")


def size(etcd: Etcd) -> float:
    """MiB of this voter's database."""
    return next(one.bytes for one in etcd.voters() if one.name == etcd.me) / 2**20


def defragment(etcd: Etcd) -> None:
    """Defragments this voter; the caller holds the lock."""
    check(etcd)
    hand_over(etcd)
    before = size(etcd)
    ran = etcd.etcdctl([etcd.me], "defrag", seconds=DEFRAGMENT_SECONDS)
    if not ran.ok:
        raise Failure(f"defragmentation failed: {reason(ran)}; {TOMORROW}")
    print(f"defragmented: {before:.1f} MiB before, {size(etcd):.1f} MiB now", flush=True)


def main(arguments: list[str]) -> None:
    etcd = Etcd(hosts.load())
    if HELD in arguments:
        defragment(etcd)
        return
    check(etcd)
    # The lock's lease is kept alive through the others, for this member does not answer for a while.
    # The unit's TimeoutStartSec bounds the wait for the lock.
    command = etcd.command(etcd.others(), "lock", LOCK, AGENT, "etcd-defrag", HELD)
    os.execvp(command[0], command)
