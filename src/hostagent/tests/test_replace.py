import json
from dataclasses import replace as with_
from typing import Any

import pytest

from azure_patroni import replace as replacing
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from fakes import Clock, EtcdCluster

WAITS = "start the other members first"


@pytest.mark.parametrize(
    ("healthy", "members", "listed", "refused"),
    [
        # Three voters, one lost: two are a majority, before and after.
        (["pg-1", "pg-2"], 3, True, None),
        (["pg-1", "pg-2"], 2, False, None),
        (["pg-1"], 3, True, f"1 of 3 etcd members healthy (pg-1), 2 needed while witness is replaced: {WAITS}"),
        (["pg-1"], 2, False, f"1 of 3 etcd members healthy (pg-1), 2 needed while witness is replaced: {WAITS}"),
        ([], 3, True, f"0 of 3 etcd members healthy (none), 2 needed while witness is replaced: {WAITS}"),
        # Five voters.
        (["a", "b", "c"], 5, True, None),
        (["a", "b"], 5, True, f"2 of 5 etcd members healthy (a, b), 3 needed while witness is replaced: {WAITS}"),
        (["a", "b", "c"], 4, False, None),
        (["a", "b"], 4, False, f"2 of 5 etcd members healthy (a, b), 3 needed while witness is replaced: {WAITS}"),
        # Four voters: two are half, which is no majority.
        (["a", "b"], 4, True, f"2 of 4 etcd members healthy (a, b), 3 needed while witness is replaced: {WAITS}"),
        (["a", "b", "c"], 4, True, None),
        # One that works stays.
        (["pg-1", "pg-2", "witness"], 3, True, "witness is a healthy etcd member: nothing to replace"),
    ],
)
def test_a_voter_is_replaced_only_while_a_majority_works(
    healthy: list[str], members: int, listed: bool, refused: str | None
) -> None:
    assert replacing.refusal("witness", healthy, members, listed) == refused


@pytest.fixture
def etcd(database: Host, monkeypatch: pytest.MonkeyPatch) -> EtcdCluster:
    """pg-1's view of a cluster that lost its witness."""
    found = EtcdCluster(database, sick=("witness",))
    monkeypatch.setattr(replacing, "Etcd", lambda host: found)
    return found


def changes(etcd: EtcdCluster) -> list[str]:
    return [call for call in etcd.calls if call.startswith(("member add", "member remove"))]


def test_a_lost_voter_gets_a_successor_of_its_name(
    database: Host, etcd: EtcdCluster, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    replacing.replace(database, "witness", Output(True))
    assert changes(etcd) == ["member remove 3", "member add witness"]
    # The lost voter is not asked: it would cost its time-out.
    assert {tuple(names) for call, names in zip(etcd.calls, etcd.endpoints) if "member" in call} == {("pg-1", "pg-2")}
    assert etcd.healthy() == ["pg-1", "pg-2", "witness"]
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"replaced": "witness"}
    assert printed.err.splitlines() == [
        "removed member 3 of witness",
        "added a new member for witness",
        "waiting for witness: its etcd.service asks every few seconds, sets old data aside and joins",
        "witness is a healthy etcd member again",
    ]


@pytest.mark.parametrize(
    ("left", "sent"),
    [
        # Interrupted between removal and addition, or after both.
        ("removed", ["member add witness"]),
        ("added", []),
    ],
)
def test_an_interrupted_replacement_goes_on(
    database: Host, etcd: EtcdCluster, clock: Clock, left: str, sent: list[str]
) -> None:
    etcd.entries = etcd.entries[:2] + ([etcd.entry(9, "witness", joined=False)] if left == "added" else [])
    replacing.replace(database, "witness", Output(False))
    assert changes(etcd) == sent


def test_without_a_majority_nothing_is_changed(database: Host, etcd: EtcdCluster, clock: Clock) -> None:
    etcd.sick = {"witness", "pg-2"}
    with pytest.raises(Failure, match="1 of 3 etcd members healthy .pg-1., 2 needed while witness"):
        replacing.replace(database, "witness", Output(False))
    etcd.failing["member list"] = Ran(1, "", "Error: context deadline exceeded\n")
    with pytest.raises(Failure, match="etcd gives no list of members: context deadline exceeded: nothing was changed"):
        replacing.replace(database, "witness", Output(False))
    assert changes(etcd) == []


@pytest.mark.parametrize("step", ["remove", "add"])
def test_a_change_that_etcd_refuses_says_how_to_go_on(
    database: Host, etcd: EtcdCluster, clock: Clock, step: str
) -> None:
    etcd.failing[f"member {step}"] = Ran(1, "", "Error: etcdserver: unhealthy cluster\n")
    with pytest.raises(Failure) as failure:
        replacing.replace(database, "witness", Output(False))
    assert str(failure.value).startswith(f"member {step} ")
    assert str(failure.value).endswith("unhealthy cluster: when etcd is healthy (pgcluster status), run this again")
    assert changes(etcd)[-1].startswith(f"member {step}")


def test_a_host_that_does_not_join_is_not_waited_for_for_ever(
    database: Host, etcd: EtcdCluster, clock: Clock
) -> None:
    etcd.joins_after = None
    began = clock.now
    with pytest.raises(Failure, match="witness is on the list but did not join within 300 s: start the host"):
        replacing.replace(database, "witness", Output(False))
    assert clock.now - began == 300


@pytest.mark.parametrize(
    ("host", "name", "said"),
    [
        ({}, "pgb-1", "pgb-1 is not an etcd member: members are pg-1, pg-2, witness"),
        ({}, "pg-1", "an etcd member cannot replace itself: run this on one of pg-2, witness"),
        ({}, "pg-2", "pg-2 is a healthy etcd member: nothing to replace"),
    ],
)
def test_a_replacement_that_is_refused(
    database: Host, etcd: EtcdCluster, host: dict[str, Any], name: str, said: str
) -> None:
    with pytest.raises(Failure) as failure:
        replacing.replace(with_(database, **host), name, Output(False))
    assert str(failure.value) == said
    assert changes(etcd) == []
