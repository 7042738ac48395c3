"""Before etcd starts: decides whether it keeps its data, joins a running cluster, or founds one with the others.

Without data and an answer it founds: all have the same list and token, so the first one waits for a majority. A member
that lost its data must not return under its old identity: it has forgotten its votes. A new machine never voted and
replaces its name's member itself; any other is refused if a majority answers. Without one, etcd refuses a member that
its peers know; with no peer in reach it starts, and stops as soon as the leader reaches it."""

import time
from pathlib import Path

from azure_patroni import host as hosts
from azure_patroni.boot.step import note, stamp
from azure_patroni.etcd import Etcd, EtcdMember
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import RUN, STATE
from azure_patroni.replace import renew

DATA = Path("/var/lib/etcd/azure-patroni")
# The member as which the data was started after it was added to a running cluster. Not beside the data, where etcd
# could have root read or write any other file in its place.
JOINED = STATE / "etcd-member"
# Shows that etcd has run on this system disk.
BEGUN = STATE / "etcd-voter"
ENVIRONMENT = RUN / "etcd-join.env"
# Without data much depends on the answer; with data only whether this member was replaced.
ATTEMPTS, ATTEMPTS_WITH_DATA = 2, 1


def way(members: list[EtcdMember], me: EtcdMember | None, data: bool, own: bool, begun: bool) -> str:
    """How to start: `join`, `keep`, `renew` the member and join, `refuse`, or `found`.

    data: there is any; own: it belongs to the member on the list; begun: etcd has run on this machine before."""
    # A member without a name was added and has not started: data here is not its own, unless it began a moment ago.
    if me and not me.name and not (data and own):
        return "join"
    if data:
        return "keep"
    if members and (me is None or me.started):
        return "refuse" if begun else "renew"
    return "found"


def initial_cluster(etcd: Etcd, members: list[EtcdMember]) -> str:
    """ETCD_INITIAL_CLUSTER for the entries of the cluster's list."""
    return ",".join(f"{one.name or etcd.name_of(one.peer_url)}={one.peer_url}" for one in members)


def ask(etcd: Etcd, attempts: int) -> list[EtcdMember]:
    """The list of a running cluster; empty if there is none, or none in reach."""
    for turn in range(attempts):
        try:
            return etcd.members(etcd.others(), seconds=3)
        except Failure as error:
            failure = error
        if turn + 1 < attempts:
            time.sleep(2)
    note(f"no other etcd member gives a list of members: {failure}")
    return []


def set_aside() -> None:
    """Keeps the data of a member that was replaced, under another name."""
    kept = f"{DATA}.removed-{stamp()}"
    DATA.rename(kept)
    note(f"the cluster has replaced this member: its old data is now {kept}; delete it when the cluster is healthy")


def join(etcd: Etcd, members: list[EtcdMember], me: EtcdMember) -> None:
    """Lets etcd start as a member of a running cluster."""
    cluster = initial_cluster(etcd, members)
    write(ENVIRONMENT, f"ETCD_INITIAL_CLUSTER_STATE=existing\nETCD_INITIAL_CLUSTER={cluster}\n")
    write(JOINED, me.hex + "\n")
    note(f"joins the running cluster as member {me.hex}")


def mine(etcd: Etcd, members: list[EtcdMember]) -> EtcdMember | None:
    """This host's entry of the cluster's list."""
    return next((one for one in members if one.peer_url == etcd.peer_url(etcd.me)), None)


def has_data() -> bool:
    """Whether etcd has run with the data directory. It does not when it refuses to found a cluster that is there."""
    return any(DATA.glob("member/wal/*.wal"))


def keep_begun() -> None:
    """Keeps that etcd has run on this machine."""
    if has_data():
        write(BEGUN, "etcd has run here: without its data this host does not become a member again by itself\n")


def start(etcd: Etcd) -> None:
    """Prepares etcd's start, or refuses it."""
    data = has_data()
    members = ask(etcd, ATTEMPTS_WITH_DATA if data else ATTEMPTS)
    me = mine(etcd, members)
    own = me is not None and JOINED.exists() and JOINED.read_text().strip() == me.hex
    chosen = way(members, me, data, own, BEGUN.exists())
    if chosen == "refuse":
        raise Failure(
            f"{etcd.me} has lost its etcd data, and the running cluster"
            f" {'counts on it' if me else 'does not list it'}:"
            f" on another etcd member run: pgcluster replace-voter {etcd.me}"
        )
    if chosen == "renew":
        note("a new machine replaces an etcd member")
        renew(etcd, etcd.me, note)
        members = ask(etcd, ATTEMPTS)
        me = mine(etcd, members)
        if not me:
            raise Failure("the other members do not list the one that was just added: etcd.service tries again")
        chosen = "join"
    if chosen == "join" and me:
        if DATA.exists():
            set_aside()
        join(etcd, members, me)
    elif chosen == "keep":
        note("keeps its data")
    else:
        note("founds the cluster with the other members")


def main(arguments: list[str]) -> None:
    """Before the start; with --stopped after the stop, however it came about."""
    keep_begun()
    if "--stopped" not in arguments:
        ENVIRONMENT.unlink(missing_ok=True)
        start(Etcd(hosts.load()))
