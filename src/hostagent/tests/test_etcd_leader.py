"""The leaderships of PostgreSQL and etcd are kept apart."""

import pytest

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.boot import etcd_leader
from azure_patroni.boot.etcd_leader import candidates, leads
from azure_patroni.command import Ran
from azure_patroni.etcd import Voter
from azure_patroni.host import Host
from azure_patroni.http import Reply

ME = Voter("pg-1", True, leads=True, member="1")
PEER = Voter("pg-2", True, member="2")
WITNESS = Voter("witness", True, member="3")


def test_only_the_word_of_the_voter_itself_counts() -> None:
    assert leads([ME, PEER], "pg-1")
    assert not leads([ME, PEER], "pg-2")
    assert not leads([PEER], "pg-1")


@pytest.mark.parametrize(
    ("voters", "healthy", "names"),
    [
        # Another database host may lead PostgreSQL next.
        ([ME, PEER, WITNESS], ["pg-1", "pg-2", "witness"], ["witness", "pg-2"]),
        ([ME, PEER, WITNESS], ["pg-1", "pg-2"], ["pg-2"]),
        ([ME, PEER, Voter("witness", False)], ["pg-1", "pg-2", "witness"], ["pg-2"]),
        ([ME, PEER, WITNESS], ["pg-1"], []),
    ],
)
def test_the_candidates_are_healthy_and_never_this_host(
    voters: list[Voter], healthy: list[str], names: list[str]
) -> None:
    assert [one.name for one in candidates(voters, "pg-1", healthy, ["pg-1", "pg-2"])] == names


class Recorded:
    """The quorum, and where its leadership was moved."""

    def __init__(self, voters: list[Voter], results: dict[str, Ran]) -> None:
        self.found, self.results = voters, results
        self.moved: list[str] = []

    def voters(self) -> list[Voter]:
        return self.found

    def healthy(self) -> list[str]:
        return [one.name for one in self.found]

    def move_leader(self, to: Voter) -> Ran:
        self.moved.append(to.name)
        return self.results.get(to.name, Ran(0, "", ""))


REFUSED = Ran(1, "", "Error: etcdserver: request timed out")


@pytest.mark.parametrize(
    ("status", "voters", "results", "moved", "printed"),
    [
        (503, [ME, PEER, WITNESS], {}, [], ""),
        (200, [Voter("pg-1", True), PEER, WITNESS], {}, [], ""),
        (200, [ME, PEER, WITNESS], {}, ["witness"], "<5>etcd's leadership moved to witness, because"),
        (200, [ME, PEER, WITNESS], {"witness": REFUSED}, ["witness", "pg-2"], "<4>etcd's leadership could not be"),
        (200, [ME], {}, [], ""),
    ],
)
def test_who_leads_both_hands_over_etcd(
    database: Host,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: int,
    voters: list[Voter],
    results: dict[str, Ran],
    moved: list[str],
    printed: str,
) -> None:
    etcd = Recorded(voters, results)
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(etcd_leader, "Etcd", lambda host: etcd)
    monkeypatch.setattr(rest, "ask", lambda address, path: Reply(status, b""))
    etcd_leader.main([])
    assert etcd.moved == moved
    assert capsys.readouterr().out.startswith(printed)
