"""The host that PgBouncer connects to, and the connections to the others."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni import pgbouncer, sockets
from azure_patroni.boot import follow_leader
from azure_patroni.boot.follow_leader import CLOSE_SECONDS, Daemon, Follower, databases
from azure_patroni.command import TIMED_OUT, Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.leaders import TRUST_SECONDS as SILENT
from azure_patroni.leaders import Choice, Claim
from conftest import DESCRIPTION
from fakes import Clock

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


LEADS, FOLLOWS = Claim(True, 7), Claim(False, 7)
NEWER = Claim(True, 8)


class Watched(Daemon):
    """A daemon whose answers, logins and connections are given, and whose clock does not wait."""

    def __init__(self, host: Host, clock: Clock) -> None:
        super().__init__(host)
        self.clock = clock
        self.began = clock.now
        self.claims: dict[str, Claim] = {}
        self.looks.claims = lambda: self.claims  # type: ignore[method-assign]
        self.chosen: list[tuple[float, str | None]] = []
        self.refusal: str | None = None
        self.logins_at: list[tuple[float, str]] = []
        self.open: list[str] = []
        self.closed_at: list[tuple[float, list[str]]] = []
        self.closes = True

    @property
    def now(self) -> float:
        return self.clock.now - self.began

    def connect_to(self, name: str | None, why: str = "") -> None:
        if not self.chosen or self.chosen[-1][1] != name:
            self.chosen.append((self.now, name))
            self.acted = self.clock.now

    def run(self, seconds: float, **claims: Claim) -> None:
        """So many seconds with these answers; the names are pg-1 and pg-2."""
        self.claims = {name.replace("pg", "pg-"): one for name, one in claims.items()}
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.turn()
            self.clock.sleep(0.25)

    def asked(self, address: str) -> str | None:
        self.logins_at.append((self.now, address))
        return self.refusal

    def close(self, addresses: list[str], port: int) -> list[str]:
        assert port == 5432
        found = [one for one in self.open if one in addresses]
        self.closed_at.append((self.now, addresses))
        if not self.closes:
            return []
        self.open = [one for one in self.open if one not in addresses]
        return found


@pytest.fixture
def watched(database: Host, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr(follow_leader, "time", clock)
    daemon = Watched(database, clock)
    monkeypatch.setattr(pgbouncer, "refusal", daemon.asked)
    monkeypatch.setattr(sockets, "close", daemon.close)
    monkeypatch.setattr(sockets, "connections", lambda addresses, port: [o for o in daemon.open if o in addresses])
    # A question is answered before the turn ends.
    monkeypatch.setattr(daemon.logins, "start", lambda ask: ask() or True)
    return daemon


def test_a_leader_that_nothing_speaks_for_is_left_after_a_while(watched: Watched) -> None:
    watched.refusal = "timeout expired"
    watched.run(10, pg1=LEADS, pg2=FOLLOWS)
    watched.run(60)
    watched.run(1, pg2=NEWER)
    # It was heard for the last time after 9.75 s.
    assert watched.chosen == [(0, "pg-1"), (9.75 + SILENT, None), (70, "pg-2")]


def test_a_login_keeps_a_leader_whose_patroni_is_silent(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.run(1, pg1=LEADS, pg2=FOLLOWS)
    watched.run(120, pg2=FOLLOWS)
    assert watched.chosen == [(0, "pg-1")]
    assert watched.logins_at[0] == (2.75, "10.50.1.4")
    gaps = [later[0] - earlier[0] for earlier, later in zip(watched.logins_at, watched.logins_at[1:])]
    assert set(gaps) == {2.0}
    watched.refusal = "it is a standby"
    watched.run(SILENT + 3, pg2=FOLLOWS)
    assert [name for _, name in watched.chosen] == ["pg-1", None]
    text = capsys.readouterr().out
    assert text.count("pg-1 is kept, as it takes logins and writes") == 1
    assert text.count("pg-1 takes no writes: it is a standby") == 1


def test_a_leader_whose_certificate_is_not_accepted_is_kept_by_logins_and_named_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    why = "its certificate is not accepted: certificate has expired"
    untrusted = {"pg-1": "", "pg-2": ""}
    monkeypatch.setattr(watched.looks, "untrusted", lambda: untrusted)
    watched.run(1, pg1=LEADS, pg2=FOLLOWS)
    untrusted["pg-1"] = why
    watched.run(2 * SILENT, pg2=FOLLOWS)
    assert watched.chosen == [(0, "pg-1")]
    untrusted["pg-1"] = ""
    watched.run(1, pg1=LEADS, pg2=FOLLOWS)
    assert capsys.readouterr().out.count(f"<4>Patroni of pg-1 counts as silent: {why}\n") == 1


def test_no_login_is_tried_while_a_host_says_that_it_leads(watched: Watched) -> None:
    watched.run(20, pg1=LEADS)
    watched.run(1.5)
    watched.run(20, pg2=NEWER)
    assert watched.logins_at == []


def test_a_login_that_answers_too_late_speaks_for_nothing(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[Callable[[], None]] = []
    monkeypatch.setattr(watched.logins, "start", lambda ask: late.append(ask) or True)
    watched.run(1, pg1=LEADS)
    watched.run(5)
    watched.run(1, pg2=NEWER)
    heard = watched.heard
    late[0]()
    assert watched.heard == heard


def test_connections_to_the_others_are_closed_again_and_again_after_a_change(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.open = ["10.50.1.4", "10.50.1.5"]
    watched.run(30, pg1=LEADS)
    assert watched.open == ["10.50.1.4"]
    watched.open = ["10.50.1.4"] * 3 + ["10.50.1.10"]
    watched.closed_at.clear()
    capsys.readouterr()
    watched.run(1, pg1=LEADS, pg2=NEWER)
    # Those to the load balancer may lead to the new leader.
    assert watched.open == ["10.50.1.10"]
    assert watched.closed_at[0] == (30, ["10.50.1.4"])
    assert "closed connections: 3 to pg-1" in capsys.readouterr().out
    # A process that had not read the file has opened one more.
    watched.open = ["10.50.1.4"]
    watched.run(1, pg2=NEWER)
    assert watched.open == []
    watched.run(30, pg2=NEWER)
    assert 30 + CLOSE_SECONDS - 1 < watched.closed_at[-1][0] <= 30 + CLOSE_SECONDS


def test_nothing_is_closed_while_no_leader_is_known(watched: Watched) -> None:
    watched.refusal = "refused"
    watched.open = ["10.50.1.4", "10.50.1.5"]
    watched.run(30, pg1=FOLLOWS, pg2=FOLLOWS)
    assert watched.closed_at == []
    watched.run(30, pg1=LEADS)
    watched.closed_at.clear()
    watched.run(SILENT + 20)
    assert watched.chosen[-1][1] is None
    assert watched.closed_at == []


def test_a_kernel_that_closes_nothing_is_reported_once(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    watched.closes = False
    watched.open = ["10.50.1.5", "10.50.1.5"]
    watched.run(30, pg1=LEADS)
    assert capsys.readouterr().out.count("connections stay open, as this kernel cannot close them: 2 to pg-2") == 1


def test_a_failed_close_is_reported_once_and_repeated(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(addresses: list[str], port: int) -> list[str]:
        watched.closed_at.append((watched.now, addresses))
        raise Failure("ss: no answer within 2 s")

    monkeypatch.setattr(sockets, "close", fail)
    watched.run(20, pg1=LEADS)
    assert capsys.readouterr().out.count("were not closed: ss: no answer within 2 s") == 1
    assert len(watched.closed_at) > 10


def test_two_that_say_they_lead_do_not_make_it_switch_to_and_fro(watched: Watched) -> None:
    watched.run(5, pg1=LEADS)
    watched.run(60, pg1=LEADS, pg2=Claim(True, 7))
    watched.run(5, pg1=LEADS, pg2=NEWER)
    watched.run(5, pg1=LEADS)
    assert watched.chosen == [(0, "pg-1"), (65, "pg-2")]


def describe(path: Path, more: dict[str, Any]) -> None:
    path.write_text(json.dumps(DESCRIPTION | more))


def test_a_new_description_is_read_and_a_broken_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "host.json"
    monkeypatch.setattr(hosts, "DESCRIPTION", str(path))
    describe(path, {})
    follower = Follower(hosts.load())
    loads: list[int] = []
    load = hosts.load
    monkeypatch.setattr(hosts, "load", lambda: loads.append(1) or load())
    follower.read_host()
    assert loads == []
    path.write_text("{")
    follower.read_host()
    follower.read_host()
    assert list(follower.host.databases) == ["pg-1", "pg-2"]
    assert capsys.readouterr().out.count("the description before it still counts") == 1
    describe(path, {"databases": DESCRIPTION["databases"] | {"pg-3": "10.50.1.9"}})
    loads.clear()
    follower.read_host()
    follower.read_host()
    assert follower.host.databases["pg-3"] == "10.50.1.9"
    assert len(loads) == 1
    path.unlink()
    follower.read_host()
    assert follower.host.databases["pg-3"] == "10.50.1.9"


def test_a_host_that_is_gone_from_the_description_is_left(watched: Watched) -> None:
    watched.run(1, pg1=LEADS)
    watched.host = replace(watched.host, databases={"pg-2": "10.50.1.5"})
    watched.run(1, pg1=LEADS)
    watched.run(1, pg2=LEADS)
    assert [name for _, name in watched.chosen] == ["pg-1", None, "pg-2"]


class Ended(Exception):
    """The end of the test of a daemon."""


@pytest.mark.parametrize("asks", [True, False])
def test_systemd_hears_of_the_daemon_as_long_as_every_thread_asks(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, asks: bool
) -> None:
    reports: list[str] = []
    turns: list[dict[str, str]] = []

    def watch(databases: dict[str, str]) -> None:
        turns.append(databases)
        if len(turns) > 3:
            raise Ended

    monkeypatch.setattr(watched.looks, "watch", watch)
    monkeypatch.setattr(watched.looks, "wait", lambda: None)
    monkeypatch.setattr(watched.looks, "alive", lambda: asks)
    monkeypatch.setattr(follow_leader.notify, "alive", lambda: reports.append("alive"))
    with pytest.raises(Ended):
        watched.follow()
    assert turns[0] == {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5"}
    assert len(reports) == (3 if asks else 0)


def test_the_log_holds_the_evidence() -> None:
    assert follow_leader.said({"pg-1": LEADS}, Choice("pg-1", 7)) == "its Patroni says that it leads, timeline 7"
    assert follow_leader.said({"pg-1": FOLLOWS}, Choice(None)) == "no host says that it leads"


def test_the_daemon_follows(database: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(follow_leader.notify, "ready", lambda: happened.append("ready"))
    monkeypatch.setattr(Daemon, "follow", lambda self: happened.append("follow"))
    follow_leader.main([])
    assert happened == ["ready", "follow"]


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
        with pytest.raises(Failure, match=r"is tried again: Job failed: systemctl reload 'pgbouncer@"):
            follow_leader.main(["--balancer"])
    assert set(written) == {TEMPLATE}
    assert sum(clock.slept) <= follow_leader.LEAVE_SECONDS
