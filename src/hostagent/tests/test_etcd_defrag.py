"""A voter that defragments does not answer: one at a time, never the leader, only while all are healthy."""

import os

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import etcd_defrag
from azure_patroni.boot.etcd_defrag import successor
from azure_patroni.command import Ran
from azure_patroni.etcd import Voter
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from fakes import EtcdCluster

LEADER = Voter("pg-1", True, leads=True, index=9, bytes=4 * 2**20, member="1")
BEHIND = Voter("pg-2", True, index=5, member="2")
UP_TO_DATE = Voter("witness", True, index=9, member="3")
OK = Ran(0, "", "")
REFUSED = Ran(1, "", "Error: not leader")


@pytest.mark.parametrize(
    ("voters", "name"),
    [
        ([LEADER, BEHIND, UP_TO_DATE], "witness"),
        ([LEADER, BEHIND, Voter("witness", False, index=9)], "pg-2"),
        ([Voter("pg-1", True), BEHIND], None),
        ([Voter("pg-1", True), Voter("pg-2", True, leads=True)], None),
    ],
)
def test_a_leader_hands_over_to_the_voter_that_has_read_the_most(voters: list[Voter], name: str | None) -> None:
    found = successor(voters, "pg-1")
    assert (found.name if found else None) == name


def test_a_leader_without_a_reachable_successor_stays() -> None:
    with pytest.raises(Failure, match="this member leads and no other answers; it is tried again tomorrow"):
        successor([LEADER, Voter("pg-2", False)], "pg-1")


class Quorum(EtcdCluster):
    """An etcd cluster that is led by pg-1."""

    def __init__(self, host: Host, sick: tuple[str, ...] = ()) -> None:
        super().__init__(host, sick)
        self.asked: list[tuple[list[str], str]] = []
        self.leader = LEADER

    def etcdctl(self, names: list[str], *command: str, seconds: int = 5) -> Ran:
        self.asked.append((names, command[0]))
        ran = super().etcdctl(names, *command, seconds=seconds)
        if command[0] == "move-leader" and ran.ok:
            self.leader = UP_TO_DATE
        return ran

    def voters(self) -> list[Voter]:
        return [LEADER, BEHIND, UP_TO_DATE] if self.leader is LEADER else [Voter("pg-1", True, bytes=2**20), BEHIND]


@pytest.fixture
def quorum(database: Host, monkeypatch: pytest.MonkeyPatch) -> Quorum:
    found = Quorum(database)
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(etcd_defrag, "Etcd", lambda host: found)
    return found


def test_the_leader_hands_over_first(quorum: Quorum, capsys: pytest.CaptureFixture[str]) -> None:
    etcd_defrag.main(["under-the-lock"])
    changes = [ask for ask in quorum.asked if ask[1] in ("move-leader", "defrag")]
    assert changes == [(["pg-1"], "move-leader"), (["pg-1"], "defrag")]
    assert capsys.readouterr().out == "defragmented: 1.0 MiB before, 1.0 MiB now\n"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("move-leader 3", "^not defragmented: leadership could not be moved to witness: not leader; it is tried again"),
        ("defrag", "^defragmentation failed: not leader; it is tried again tomorrow$"),
    ],
)
def test_what_fails_ends_it_until_tomorrow(quorum: Quorum, command: str, message: str) -> None:
    quorum.failing[command] = REFUSED
    with pytest.raises(Failure, match=message):
        etcd_defrag.main(["under-the-lock"])
    assert [ask for _, ask in quorum.asked].count("defrag") == (command == "defrag")


@pytest.mark.parametrize("arguments", [[], ["under-the-lock"]])
def test_while_a_voter_is_not_healthy_nothing_is_done(quorum: Quorum, arguments: list[str]) -> None:
    quorum.sick = {"witness"}
    with pytest.raises(Failure, match="^not defragmented: witness not healthy: see pgcluster status"):
        etcd_defrag.main(arguments)
    assert [ask for _, ask in quorum.asked] == ["endpoint"]


def test_the_lock_is_asked_of_the_other_voters(quorum: Quorum, monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[list[str]] = []
    monkeypatch.setattr(os, "execvp", lambda program, words: run.append(words))
    etcd_defrag.main([])
    (words,) = run
    assert words[1] == "--endpoints=https://10.50.1.5:2379,https://10.50.1.8:2379"
    agent = "/usr/lib/azure-patroni/agent"
    assert words[-5:] == ["lock", "/azure-patroni/defrag", agent, "etcd-defrag", "under-the-lock"]
    assert not any(ask == "defrag" for _, ask in quorum.asked)


def test_an_alarm_is_named(quorum: Quorum, capsys: pytest.CaptureFixture[str]) -> None:
    quorum.failing["alarm list"] = Ran(0, "memberID:1 alarm:NOSPACE\n", "")
    etcd_defrag.check(quorum)
    assert capsys.readouterr().out.startswith("<4>etcd has alarms: memberID:1 alarm:NOSPACE: NOSPACE stays until")
