"""What Patroni reports about its members, and what follows from it. No input or output in here."""

from dataclasses import dataclass
from typing import Any

from azure_patroni.failure import Failure
from azure_patroni.output import size

LEADERS = ("leader", "master", "primary", "standby_leader")
SYNCHRONOUS = ("sync_standby", "quorum_standby")
LAG = "maximum_lag_on_failover"
# Patroni's default of it: a standby that is further behind does not take over.
TOO_FAR_BEHIND = 1_048_576
# Of our own in Patroni's dynamic configuration, where Patroni ignores it: `pgcluster synchronous off` writes the time.
OFF_SINCE = "synchronous_off_since"


@dataclass(frozen=True)
class Member:
    """One PostgreSQL server, as in GET /cluster."""

    name: str
    role: str
    state: str
    timeline: int | None
    lag: int | None
    pending: bool

    @property
    def leads(self) -> bool:
        return self.role in LEADERS

    @property
    def synchronous(self) -> bool:
        return self.role in SYNCHRONOUS

    @property
    def streams(self) -> bool:
        """Whether it is a standby that follows; one that only runs has no connection to the leader."""
        return not self.leads and self.state == "streaming"


def members(cluster: dict[str, Any]) -> list[Member]:
    """The leader first, then by name."""
    found = [member(entry) for entry in cluster.get("members", [])]
    return sorted(found, key=lambda one: (not one.leads, one.name))


def member(entry: dict[str, Any]) -> Member:
    """One entry of GET /cluster."""
    lag = entry.get("lag")
    return Member(
        name=entry["name"],
        role=entry.get("role", "unknown"),
        state=entry.get("state", "unknown"),
        timeline=entry.get("timeline"),
        lag=lag if isinstance(lag, int) else None,
        pending=bool(entry.get("pending_restart")),
    )


def leader(found: list[Member]) -> Member | None:
    """The member that leads."""
    return next((one for one in found if one.leads), None)


def asks_synchrony(config: dict[str, Any]) -> bool:
    """Whether the dynamic configuration wants a synchronous standby."""
    return config.get("synchronous_mode", False) not in (False, None, "off", "false")


def candidates(found: list[Member], synchronous: bool) -> list[Member]:
    """The standbys that can take over without loss, the nearest first; one whose lag is unknown comes last."""
    fit = [one for one in found if one.streams and (one.synchronous or not synchronous)]
    return sorted(fit, key=lambda one: (not one.synchronous, one.lag is None, one.lag or 0, one.name))


def choose(found: list[Member], to: str | None, synchronous: bool) -> Member:
    """The standby that takes over; to: its name, if the operator gave one."""
    fit = candidates(found, synchronous)
    known = {one.name: one for one in found}
    if to is not None:
        if to not in known:
            raise Failure(f"{to} is not a member; members are {', '.join(known)}")
        if known[to].leads:
            raise Failure(f"{to} is the leader already")
    if not fit:
        kind = "synchronous standby" if synchronous else "standby that streams"
        raise Failure(f"there is no {kind}, so a switchover could lose rows: see `pgcluster status`")
    if to is None:
        return fit[0]
    if known[to] not in fit:
        names = ", ".join(one.name for one in fit)
        raise Failure(f"{to} is {known[to].role} and {known[to].state}; able to take over: {names}")
    return known[to]


def restart_order(found: list[Member], pending_only: bool) -> tuple[list[Member], Member | None]:
    """The standbys in order, the synchronous one last; and the leader if it has to restart too."""
    wanted = [one for one in found if one.pending or not pending_only]
    standbys = [one for one in wanted if not one.leads]
    return sorted(standbys, key=lambda one: (one.synchronous, one.name)), leader(wanted)


def leads(found: list[Member], name: str) -> bool:
    """Whether a member leads and runs."""
    head = leader(found)
    return head is not None and head.name == name and head.state == "running"


def follows(found: list[Member], name: str, synchronous: bool) -> bool:
    """Whether a standby streams and, if the cluster is synchronous, some standby is synchronous."""
    streams = any(one.name == name and one.streams for one in found)
    return streams and (not synchronous or any(one.synchronous for one in found))


def problems(found: list[Member], expected: list[str], config: dict[str, Any]) -> list[str]:
    """Why the cluster is degraded; nothing if it is not."""
    said = []
    known = {one.name for one in found}
    said += [f"{name} is not a member: see `systemctl status patroni` there" for name in expected if name not in known]
    head = leader(found)
    if head is None:
        said.append("there is no leader: writes fail until a member takes over; see `journalctl -u patroni`")
    for one in found:
        if one.leads and one.state != "running":
            said.append(f"{one.name} is the leader and is {one.state}")
        elif not one.leads and not one.streams:
            said.append(f"{one.name} does not stream: {one.state}")
        elif (one.lag or 0) > config.get(LAG, TOO_FAR_BEHIND):
            said.append(f"{one.name} is {size(one.lag or 0)} behind: it does not take over")
        if head and one.timeline and head.timeline and one.timeline != head.timeline:
            said.append(f"{one.name} is on timeline {one.timeline}, the leader on {head.timeline}")
    if head and asks_synchrony(config) and not any(one.synchronous for one in found):
        said.append("there is no synchronous standby: a lost leader is not replaced")
    if OFF_SINCE in config:
        said.append(
            f"synchronous replication is off since {config[OFF_SINCE]}: a failover can lose acknowledged rows;"
            " run `pgcluster synchronous on`"
        )
    if config.get("pause"):
        said.append("Patroni is paused: no failover; run `patronictl resume`")
    return said


def describe(one: Member) -> str:
    """One line about a member."""
    lag = "" if one.leads else f", lag {one.lag}" if one.lag is not None else ", lag unknown"
    return f"  {one.name}: {one.role}, {one.state}, timeline {one.timeline}{lag}"
