"""What Patroni says about its members, judged. No input or output in here."""

from dataclasses import dataclass

LEADERS = ("leader", "master", "primary", "standby_leader")
SYNCHRONOUS = ("sync_standby", "quorum_standby")
# Patroni's maximum_lag_on_failover: who is further behind does not take over.
TOO_FAR_BEHIND = 1_048_576


@dataclass(frozen=True)
class Member:
    """One PostgreSQL server as GET /cluster tells it."""

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
        """A standby that follows; one that only runs has no connection to the leader."""
        return not self.leads and self.state == "streaming"


def members(cluster: dict) -> list[Member]:
    """The leader first, then by name."""
    found = [member(entry) for entry in cluster.get("members", [])]
    return sorted(found, key=lambda one: (not one.leads, one.name))


def member(entry: dict) -> Member:
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
    return next((one for one in found if one.leads), None)


def asks_synchrony(config: dict) -> bool:
    """Whether the dynamic configuration wants a synchronous standby."""
    return config.get("synchronous_mode", False) not in (False, None, "off", "false")


def candidates(found: list[Member], synchronous: bool) -> list[Member]:
    """Who can take over and lose nothing, the nearest first."""
    fit = [one for one in found if one.streams and (one.synchronous or not synchronous)]
    return sorted(fit, key=lambda one: (not one.synchronous, one.lag or 0, one.name))


def problems(found: list[Member], expected: list[str], config: dict) -> list[str]:
    """Why the cluster is degraded; nothing if it is not."""
    said = []
    known = {one.name for one in found}
    said += [f"{name} is not a member: see `systemctl status patroni` there" for name in expected if name not in known]
    head = leader(found)
    if head is None:
        said.append("nobody leads: writes fail until a member takes over; see `journalctl -u patroni`")
    for one in found:
        if one.leads and one.state != "running":
            said.append(f"{one.name} leads and is {one.state}")
        elif not one.leads and not one.streams:
            said.append(f"{one.name} does not stream: {one.state}")
        elif (one.lag or 0) > TOO_FAR_BEHIND:
            said.append(f"{one.name} is {size(one.lag or 0)} behind: it does not take over")
        if head and one.timeline and head.timeline and one.timeline != head.timeline:
            said.append(f"{one.name} is on timeline {one.timeline}, the leader on {head.timeline}")
    if head and asks_synchrony(config) and not any(one.synchronous for one in found):
        said.append("there is no synchronous standby: a lost leader is not replaced")
    if config.get("pause"):
        said.append("Patroni is paused: no failover; end it with a PATCH of pause to null or `patronictl resume`")
    return said


def restart_order(found: list[Member], pending_only: bool) -> tuple[list[Member], Member | None]:
    """Standbys in order, the synchronous one last; and the leader if it has to restart too."""
    wanted = [one for one in found if one.pending or not pending_only]
    standbys = [one for one in wanted if not one.leads]
    return sorted(standbys, key=lambda one: (one.synchronous, one.name)), leader(wanted)


def size(count: float) -> str:
    """Bytes as people read them."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
