"""pgcluster switchover and restart: Patroni does it, this asks, waits and tells."""

import time
from typing import Callable

from pgcluster_base import Failure, confirm
from pgcluster_members import Member, candidates, leader, restart_order
from pgcluster_patroni import Patroni


def switchover(host: dict, to: str | None, yes: bool) -> None:
    """Hands leadership to a standby that loses nothing."""
    patroni = Patroni(host)
    found = patroni.members()
    head = leader(found)
    if head is None:
        raise Failure("nobody leads, so nobody can hand over: see `journalctl -u patroni`")
    target = choose(found, to, patroni.synchronous())
    show(found)
    confirm(f"Switch over from {head.name} to {target.name}? Open sessions are closed.", yes)
    hand_over(patroni, head, target)
    show(patroni.members())


def choose(found: list[Member], to: str | None, synchronous: bool) -> Member:
    """The standby that is to lead."""
    fit = candidates(found, synchronous)
    names = ", ".join(one.name for one in fit) or "nobody"
    known = {one.name: one for one in found}
    if to is not None:
        if to not in known:
            raise Failure(f"{to} is no member; members are {', '.join(known)}")
        if known[to].leads:
            raise Failure(f"{to} leads already")
    if not fit:
        kind = "synchronous standby" if synchronous else "standby that streams"
        raise Failure(f"there is no {kind}, so a switchover could lose rows: see `pgcluster status`")
    if to is None:
        return fit[0]
    if known[to] not in fit:
        raise Failure(f"{to} is {known[to].role} and {known[to].state}; able to take over: {names}")
    return known[to]


def hand_over(patroni: Patroni, head: Member, target: Member) -> None:
    """Switches over and waits until the old leader follows."""
    began = time.monotonic()
    patroni.send(head.name, "POST", "/switchover", {"leader": head.name, "candidate": target.name})
    patroni.wait(f"{target.name} the leader", lambda now: _leads(now, target.name))
    print(f"{target.name} leads after {time.monotonic() - began:.1f} s", flush=True)
    patroni.wait(f"{head.name} streaming", following(patroni, head.name))
    print(f"{head.name} follows after {time.monotonic() - began:.1f} s", flush=True)


def restart(host: dict, pending: bool, yes: bool) -> None:
    """Restarts PostgreSQL on every member, standbys first, the leader after a switchover."""
    patroni = Patroni(host)
    found = patroni.members()
    standbys, head = restart_order(found, pending)
    if not standbys and head is None:
        print("no member waits for a restart")
        return
    show(found)
    order = ", ".join(one.name for one in [*standbys, *([head] if head else [])])
    confirm(f"Restart PostgreSQL on {order}, in this order?", yes)
    for one in standbys:
        restart_standby(patroni, one.name)
    if head is not None:
        restart_leader(patroni, head)
    if pending:
        finish(patroni)
    show(patroni.members())


def restart_standby(patroni: Patroni, name: str) -> None:
    began = time.monotonic()
    print(f"restarting {name}", flush=True)
    patroni.send(name, "POST", "/restart", {})
    patroni.wait(f"{name} streaming", following(patroni, name))
    print(f"{name} streams after {time.monotonic() - began:.1f} s", flush=True)


def restart_leader(patroni: Patroni, head: Member) -> None:
    """Hands over, by which its PostgreSQL restarts, and writes wait for seconds only; alone, it restarts where it is."""
    found = patroni.members()
    if len(found) == 1:
        restart_in_place(patroni, head.name)
        return
    hand_over(patroni, head, choose(found, None, patroni.synchronous()))


def restart_in_place(patroni: Patroni, name: str) -> None:
    began = time.monotonic()
    print(f"restarting {name}, which leads", flush=True)
    patroni.send(name, "POST", "/restart", {})
    patroni.wait(f"{name} the leader", lambda now: _leads(now, name))
    print(f"{name} leads again after {time.monotonic() - began:.1f} s", flush=True)


def finish(patroni: Patroni) -> None:
    """A lowered limit, such as max_connections, counts on standbys only once the leader has it."""
    time.sleep(float(patroni.read("/config").get("loop_wait", 10)))
    head = leader(patroni.members())
    if head and head.pending:
        restart_in_place(patroni, head.name)
        patroni.wait("every standby streaming", lambda now: all(one.streams for one in now if not one.leads))
        time.sleep(float(patroni.read("/config").get("loop_wait", 10)))
    for one in restart_order(patroni.members(), True)[0]:
        restart_standby(patroni, one.name)


def show(found: list[Member]) -> None:
    for one in found:
        lag = "" if one.leads else f", lag {one.lag}" if one.lag is not None else ", lag unknown"
        print(f"  {one.name}: {one.role}, {one.state}, timeline {one.timeline}{lag}", flush=True)


def _leads(found: list[Member], name: str) -> bool:
    head = leader(found)
    return head is not None and head.name == name and head.state == "running"


def following(patroni: Patroni, name: str) -> Callable[[list[Member]], bool]:
    """A standby follows again, and if the cluster is synchronous some standby is, too."""
    synchronous = patroni.synchronous()

    def true(found: list[Member]) -> bool:
        streams = any(one.name == name and one.streams for one in found)
        return streams and (not synchronous or any(one.synchronous for one in found))

    return true
