"""The host that PgBouncer connects to."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import follow_leader
from azure_patroni.boot.follow_leader import TRUST_SILENCE_FOR as SILENT
from azure_patroni.boot.follow_leader import Follower, choose, databases
from azure_patroni.command import TIMED_OUT, Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Server
from fakes import Clock, Cluster, babble, drip, hang


@pytest.mark.parametrize(
    ("current", "leads", "silent", "chosen"),
    [
        (None, ["one"], 0, "one"),
        ("one", ["two"], 0, "two"),
        ("one", ["one"], 0, "one"),
        # A new leader counts while the old one has not noticed.
        ("one", ["one", "two"], 0, "two"),
        # Between two unknown ones the load balancer decides.
        (None, ["one", "two"], 0, None),
        ("three", ["one", "two"], 0, None),
        # A silent leader is kept for a while.
        ("one", [], SILENT - 1, "one"),
        ("one", [], SILENT, None),
        (None, [], 0, None),
    ],
)
def test_the_choice(current: str | None, leads: list[str], silent: float, chosen: str | None) -> None:
    assert choose(current, leads, silent) == chosen


def test_of_two_leaders_the_new_one_is_kept_until_one_steps_down() -> None:
    assert choose("one", ["one", "two"], 0, ["one"]) == "two"
    assert choose("two", ["one", "two"], 0, ["one", "two"]) == "two"
    assert choose("two", ["one"], 0, ["one", "two"]) == "one"


TEMPLATE = "application = host=10.50.1.10 port=5432\npostgres = host=10.50.1.10 port=5432 pool_size=1\n"


def test_a_leader_takes_the_place_of_the_load_balancer(database: Host) -> None:
    assert databases(TEMPLATE, database, None) == TEMPLATE
    assert databases(TEMPLATE, database, "pg-2") == TEMPLATE.replace("10.50.1.10", "10.50.1.5")


def write(path: Path, text: str) -> bool:
    """files.write without root's rights."""
    if path.exists() and path.read_text() == text:
        return False
    path.write_text(text)
    return True


@pytest.mark.parametrize("failure", [Ran(1, "", "Job failed"), Ran(TIMED_OUT, "", "no answer within 5 s")])
def test_a_reload_that_fails_or_hangs_is_repeated_until_it_succeeds(
    database: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Ran
) -> None:
    (tmp_path / "template").write_text(TEMPLATE)
    results = [Ran(0, "", ""), failure, failure, Ran(0, "", "")]
    reloads: list[tuple[str, ...]] = []

    def systemctl(*command: str, seconds: float) -> Ran:
        assert seconds <= 5
        reloads.append(command)
        return results.pop(0)

    monkeypatch.setattr(follow_leader, "attempt", systemctl)
    monkeypatch.setattr(follow_leader, "TEMPLATE", tmp_path / "template")
    monkeypatch.setattr(follow_leader, "DATABASES", tmp_path / "databases.ini")
    monkeypatch.setattr(follow_leader, "write", write)
    follower = Follower(database)

    follower.connect_to("pg-1")
    assert len(reloads) == 1
    follower.connect_to("pg-1")
    assert len(reloads) == 1
    for _ in range(5):
        follower.connect_to("pg-2")
    assert len(reloads) == 4
    assert reloads[-1] == ("systemctl", "reload", "pgbouncer@*.service")
    assert "10.50.1.5" in (tmp_path / "databases.ini").read_text()
    assert capsys.readouterr().out.count("not reloaded") == 1


ASKED = ("pg-1", "OPTIONS /primary")


@pytest.fixture
def patroni(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """Patroni on three hosts; none of them leads."""
    monkeypatch.setattr(follow_leader, "PATRONI", cluster.port)
    monkeypatch.setattr(follow_leader, "ANSWER_SECONDS", 0.3)
    for name in cluster.addresses:
        cluster.instead[(name, "OPTIONS /primary")] = (503, "")
    return cluster


def test_every_host_is_asked_whether_it_leads(patroni: Cluster) -> None:
    patroni.instead[("pg-2", "OPTIONS /primary")] = (200, "")
    with ThreadPoolExecutor(3) as pool:
        assert follow_leader.leaders(pool, patroni.addresses) == ["pg-2"]
        patroni.instead[ASKED] = (200, "")
        assert follow_leader.leaders(pool, patroni.addresses) == ["pg-1", "pg-2"]


@pytest.mark.parametrize("fault", [hang, babble, drip])
def test_a_host_that_does_not_answer_does_not_lead(patroni: Cluster, fault: Callable[[socket.socket], None]) -> None:
    patroni.instead[ASKED] = fault
    began = time.monotonic()
    assert not follow_leader.says_it_leads("127.0.0.1")
    # ANSWER_SECONDS bounds the answer, not each part of it.
    assert time.monotonic() - began < 1


def test_a_host_without_patroni_does_not_lead(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.http.server_close()
    monkeypatch.setattr(follow_leader, "PATRONI", server.port)
    assert not follow_leader.says_it_leads("127.0.0.1")


class Ended(Exception):
    """The end of the test of a daemon."""


def test_the_daemon_keeps_a_silent_leader_and_falls_back_to_the_load_balancer(
    database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(follow_leader, "time", clock)
    # pg-1 leads for 10 s, is silent for a minute, and pg-2 leads.
    turns = [["pg-1"]] * 20 + [[]] * 120 + [["pg-2"]]
    monkeypatch.setattr(follow_leader, "leaders", lambda pool, names: turns.pop(0) if turns else stop())

    def stop() -> list[str]:
        raise Ended

    chosen: list[tuple[float, str | None]] = []
    follower = Follower(database)
    began = clock.now

    def connect_to(name: str | None) -> None:
        if not chosen or chosen[-1][1] != name:
            chosen.append((clock.now - began, name))

    monkeypatch.setattr(follower, "connect_to", connect_to)
    with pytest.raises(Ended):
        follower.follow()
    # It was heard for the last time after 9.5 s.
    assert chosen == [(0, "pg-1"), (9.5 + SILENT, None), (70, "pg-2")]


def test_the_daemon_follows(database: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(Follower, "follow", lambda self: happened.append("follow"))
    follow_leader.main([])
    assert happened == ["follow"]


@pytest.mark.parametrize(("failures", "left"), [(0, True), (3, True), (99, False)])
def test_when_the_daemon_ends_the_load_balancer_is_used_and_a_failed_reload_repeated(
    database: Host, monkeypatch: pytest.MonkeyPatch, clock: Clock, failures: int, left: bool
) -> None:
    results = [Ran(1, "", "Job failed")] * failures + [Ran(0, "", "")]
    written: list[str] = []
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(follow_leader, "time", clock)
    monkeypatch.setattr(Path, "read_text", lambda self: TEMPLATE)
    monkeypatch.setattr(follow_leader, "write", lambda path, text: written.append(text))
    monkeypatch.setattr(follow_leader, "attempt", lambda *command, seconds: results.pop(0))
    if left:
        follow_leader.main(["--balancer"])
        assert results == []
    else:
        with pytest.raises(Failure, match=r"^PgBouncer was not reloaded \(Job failed\): systemctl reload 'pgbouncer@"):
            follow_leader.main(["--balancer"])
    assert set(written) == {TEMPLATE}
    assert sum(clock.slept) <= follow_leader.LEAVE_SECONDS
