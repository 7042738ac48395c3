from typing import Any

import pytest

from azure_patroni import members
from azure_patroni.failure import Failure
from azure_patroni.members import Member


def cluster(*standbys: dict[str, Any]) -> list[Member]:
    """A leader `a` and standbys."""
    head = {"name": "a", "role": "leader", "state": "running", "timeline": 2}
    return members.members({"members": [*standbys, head]})


def standby(name: str, role: str = "replica", state: str = "streaming", **more: Any) -> dict[str, Any]:
    return {"name": name, "role": role, "state": state, "timeline": 2, "lag": 0} | more


def test_members_are_read_with_the_leader_first() -> None:
    found = cluster(standby("c", pending_restart=True), standby("b", lag="unknown"), {"name": "d"})
    assert found == [
        Member("a", "leader", "running", 2, None, False),
        Member("b", "replica", "streaming", 2, None, False),
        Member("c", "replica", "streaming", 2, 0, True),
        Member("d", "unknown", "unknown", None, None, False),
    ]
    assert members.members({}) == []


@pytest.mark.parametrize(
    ("standbys", "synchronous", "names"),
    [
        # Only a synchronous standby that streams has every row.
        ([standby("b"), standby("c", "sync_standby"), standby("d", "sync_standby", "stopped")], True, ["c"]),
        ([standby("b"), standby("c", "quorum_standby")], True, ["c"]),
        ([standby("b"), standby("c")], True, []),
        # Without synchronous replication the nearest comes first.
        ([standby("b", lag=10), standby("c", lag=9)], False, ["c", "b"]),
        ([standby("b", lag=10), standby("c", lag=10)], False, ["b", "c"]),
        ([standby("b", "sync_standby", lag=9), standby("c", lag=0)], False, ["b", "c"]),
        # A standby with unknown lag is not the nearest.
        ([standby("b", lag="unknown"), standby("c", lag=500)], False, ["c", "b"]),
        ([standby("b", state="running"), standby("c", state="starting")], False, []),
    ],
)
def test_who_can_take_over(standbys: list[dict[str, Any]], synchronous: bool, names: list[str]) -> None:
    assert [one.name for one in members.candidates(cluster(*standbys), synchronous)] == names


BOTH = cluster(standby("b"), standby("c", "sync_standby"), standby("d", state="stopped"))


@pytest.mark.parametrize(("to", "synchronous", "chosen"), [(None, True, "c"), ("c", True, "c"), ("b", False, "b")])
def test_the_standby_that_takes_over(to: str | None, synchronous: bool, chosen: str) -> None:
    assert members.choose(BOTH, to, synchronous).name == chosen


@pytest.mark.parametrize(
    ("found", "to", "synchronous", "said"),
    [
        (BOTH, "x", True, "x is not a member; members are a, b, c, d"),
        (BOTH, "a", True, "a is the leader already"),
        (BOTH, "b", True, "b is replica and streaming; able to take over: c"),
        (BOTH, "d", False, "d is replica and stopped; able to take over: c, b"),
        (cluster(standby("b")), None, True, "there is no synchronous standby, so a switchover could lose rows"),
        (cluster(standby("b")), "b", True, "there is no synchronous standby, so a switchover could lose rows"),
        (cluster(), None, False, "there is no standby that streams, so a switchover could lose rows"),
    ],
)
def test_a_switchover_that_is_refused(found: list[Member], to: str | None, synchronous: bool, said: str) -> None:
    with pytest.raises(Failure) as failure:
        members.choose(found, to, synchronous)
    assert str(failure.value).startswith(said)


@pytest.mark.parametrize(
    ("asked", "synchronous"),
    [
        (True, True),
        ("quorum", True),
        ("on", True),
        (False, False),
        ("off", False),
        ("false", False),
        (None, False),
    ],
)
def test_what_asks_for_a_synchronous_standby(asked: Any, synchronous: bool) -> None:
    assert members.asks_synchrony({"synchronous_mode": asked}) is synchronous
    assert members.asks_synchrony({}) is False


PENDING = {"pending_restart": True}
HEAD = {"name": "a", "role": "leader", "state": "running", "timeline": 2}


@pytest.mark.parametrize(
    ("head", "standbys", "pending_only", "order", "restarts_leader"),
    [
        # The synchronous standby last, so that commits go on while the others restart.
        (HEAD, [standby("b", "sync_standby"), standby("c"), standby("d")], False, ["c", "d", "b"], True),
        (HEAD, [standby("b", **PENDING), standby("c")], True, ["b"], False),
        (HEAD | PENDING, [standby("b"), standby("c")], True, [], True),
        (HEAD, [standby("b")], True, [], False),
    ],
)
def test_the_order_of_a_restart(
    head: dict[str, Any], standbys: list[dict[str, Any]], pending_only: bool, order: list[str], restarts_leader: bool
) -> None:
    first, last = members.restart_order(members.members({"members": [head, *standbys]}), pending_only)
    assert [one.name for one in first] == order
    assert (last is not None and last.name == "a") is restarts_leader


@pytest.mark.parametrize(
    ("name", "role", "state", "leads"),
    [
        ("b", "leader", "running", True),
        ("b", "primary", "running", True),
        ("b", "standby_leader", "running", True),
        ("b", "leader", "starting", False),
        ("b", "replica", "running", False),
        ("c", "leader", "running", False),
    ],
)
def test_a_new_leader_leads_when_it_runs(name: str, role: str, state: str, leads: bool) -> None:
    found = members.members({"members": [{"name": name, "role": role, "state": state}]})
    assert members.leads(found, "b") is leads


@pytest.mark.parametrize(
    ("standbys", "synchronous", "follows"),
    [
        ([standby("b", "sync_standby")], True, True),
        ([standby("b"), standby("c", "sync_standby")], True, True),
        ([standby("b")], True, False),
        ([standby("b")], False, True),
        ([standby("b", state="running")], False, False),
        ([standby("c", "sync_standby")], True, False),
    ],
)
def test_a_standby_follows(standbys: list[dict[str, Any]], synchronous: bool, follows: bool) -> None:
    assert members.follows(cluster(*standbys), "b", synchronous) is follows


SYNCHRONOUS = {"synchronous_mode": True}
SYNC = standby("b", "sync_standby")


@pytest.mark.parametrize(
    ("found", "expected", "config", "said"),
    [
        (cluster(SYNC), ["a", "b"], SYNCHRONOUS, []),
        (cluster(SYNC), ["a", "b", "c"], SYNCHRONOUS, ["c is not a member: see `systemctl status patroni` there"]),
        (cluster(), ["a"], SYNCHRONOUS, ["there is no synchronous standby: a lost leader is not replaced"]),
        (cluster(standby("b")), ["a", "b"], {}, []),
        (
            members.members({"members": [SYNC]}),
            ["b"],
            SYNCHRONOUS,
            ["there is no leader: writes fail until a member takes over; see `journalctl -u patroni`"],
        ),
        (
            members.members({"members": [{"name": "a", "role": "leader", "state": "starting"}]}),
            ["a"],
            {},
            ["a is the leader and is starting"],
        ),
        (cluster(standby("b", state="stopped")), ["a", "b"], {}, ["b does not stream: stopped"]),
        (cluster(standby("b", lag=1_048_576)), ["a", "b"], {}, []),
        (cluster(standby("b", lag=2_097_152)), ["a", "b"], {}, ["b is 2.0 MiB behind: it does not take over"]),
        (cluster(standby("b", timeline=1)), ["a", "b"], {}, ["b is on timeline 1, the leader on 2"]),
        (cluster(standby("b", lag=2_097_152)), ["a", "b"], {"maximum_lag_on_failover": 2**63 - 1}, []),
        (
            cluster(standby("b")),
            ["a", "b"],
            {"synchronous_mode": False, "synchronous_off_since": "T"},
            [
                "synchronous replication is off since T: a failover can lose acknowledged rows;"
                " run `pgcluster synchronous on`"
            ],
        ),
        (
            cluster(SYNC),
            ["a", "b"],
            SYNCHRONOUS | {"pause": True},
            ["Patroni is paused: no failover; run `patronictl resume`"],
        ),
    ],
)
def test_why_the_cluster_is_degraded(
    found: list[Member], expected: list[str], config: dict[str, Any], said: list[str]
) -> None:
    assert members.problems(found, expected, config) == said


def test_a_member_in_one_line() -> None:
    found = cluster(standby("b", lag=7), standby("c", lag="unknown"))
    assert [members.describe(one) for one in found] == [
        "  a: leader, running, timeline 2",
        "  b: replica, streaming, timeline 2, lag 7",
        "  c: replica, streaming, timeline 2, lag unknown",
    ]
