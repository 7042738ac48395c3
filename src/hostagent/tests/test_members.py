from typing import Any

from azure_patroni import members
from azure_patroni.members import Member


def cluster(*standbys: dict[str, Any]) -> list[Member]:
    """A leader `a` and standbys."""
    head = {"name": "a", "role": "leader", "state": "running", "timeline": 2}
    return members.members({"members": [head, *standbys]})


def standby(name: str, role: str, state: str = "streaming") -> dict[str, Any]:
    return {"name": name, "role": role, "state": state, "timeline": 2, "lag": 0}


def test_only_a_streaming_synchronous_standby_can_take_over_without_loss() -> None:
    found = cluster(
        standby("b", "replica"), standby("c", "sync_standby"), standby("d", "sync_standby", state="stopped")
    )
    assert [one.name for one in members.candidates(found, synchronous=True)] == ["c"]


def test_a_cluster_without_a_synchronous_standby_is_degraded() -> None:
    said = members.problems(cluster(), ["a"], {"synchronous_mode": True})
    assert said == ["there is no synchronous standby: a lost leader is not replaced"]


def test_the_synchronous_standby_restarts_after_the_others_and_the_leader_last() -> None:
    standbys, head = members.restart_order(
        cluster(standby("b", "sync_standby"), standby("c", "replica")), pending_only=False
    )
    assert [one.name for one in standbys] == ["c", "b"]
    assert head and head.name == "a"
