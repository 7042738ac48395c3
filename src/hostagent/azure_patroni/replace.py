"""Removes an etcd member that lost its host or data, and adds a new one of the same name."""

import time
from collections.abc import Callable

from azure_patroni.etcd import Etcd, EtcdMember, reason
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output

CHANGE_SECONDS = 20
JOIN_SECONDS = 300

Note = Callable[[str], None]


def refusal(name: str, healthy: list[str], members: int, listed: bool) -> str | None:
    """Why a member must not be replaced now: it works, or the majority would be lost.

    members: entries of the cluster's list; listed: the member has one of them."""
    if name in healthy:
        return f"{name} is a healthy etcd member: nothing to replace"
    after = members + (0 if listed else 1)
    majority = after // 2 + 1
    if len(healthy) < majority:
        return (
            f"{len(healthy)} of {after} etcd members healthy ({', '.join(healthy) or 'none'}),"
            f" {majority} needed while {name} is replaced: start the other members first"
        )
    return None


def renew(etcd: Etcd, name: str, note: Note) -> None:
    """Takes the old member off the list and adds a new one; may be run again after it was interrupted."""
    members, entry = _find(etcd, name)
    refused = refusal(name, etcd.healthy(), len(members), entry is not None)
    if refused:
        raise Failure(refused)
    if entry and entry.name:
        _change(etcd, name, "remove", entry.hex)
        note(f"removed member {entry.hex} of {name}")
        entry = None
    if not entry:
        _change(etcd, name, "add", name, f"--peer-urls={etcd.peer_url(name)}")
        note(f"added a new member for {name}")


def _find(etcd: Etcd, name: str) -> tuple[list[EtcdMember], EtcdMember | None]:
    try:
        members = etcd.members(etcd.others(name))
    except Failure as error:
        raise Failure(
            f"etcd gives no list of members: {error}: nothing was changed; a member can be replaced only while"
            " a majority works: start the other members first"
        ) from error
    return members, next((one for one in members if one.peer_url == etcd.peer_url(name)), None)


def _change(etcd: Etcd, name: str, *command: str) -> None:
    ran = etcd.etcdctl(etcd.others(name), "member", *command, seconds=CHANGE_SECONDS)
    if not ran.ok:
        what = f"member {' '.join(command)}: {reason(ran)}"
        raise Failure(f"{what}: when etcd is healthy (pgcluster status), run this again")


def _wait(etcd: Etcd, name: str, note: Note) -> None:
    until = time.monotonic() + JOIN_SECONDS
    note(f"waiting for {name}: its etcd.service asks every few seconds, sets old data aside and joins")
    while time.monotonic() < until:
        if name in etcd.healthy():
            note(f"{name} is a healthy etcd member again")
            return
        time.sleep(2)
    raise Failure(
        f"{name} is on the list but did not join within {JOIN_SECONDS} s: start the host, and look there at"
        " systemctl status etcd"
    )


def replace(host: Host, name: str, output: Output) -> None:
    """pgcluster replace-voter: run on a member that works; the other host then joins by itself."""
    if name not in host.voters:
        raise Failure(f"{name} is not an etcd member: members are {', '.join(host.voters)}")
    etcd = Etcd(host)
    if name == host.name:
        raise Failure(f"an etcd member cannot replace itself: run this on one of {', '.join(etcd.others())}")
    renew(etcd, name, output.line)
    _wait(etcd, name, output.line)
    output.result({"replaced": name})
