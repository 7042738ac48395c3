"""The host that PgBouncer connects to."""

from pathlib import Path

import pytest

from azure_patroni.boot import follow_leader
from azure_patroni.boot.follow_leader import TRUST_SILENCE_FOR as SILENT
from azure_patroni.boot.follow_leader import Follower, choose, databases
from azure_patroni.command import TIMED_OUT, Ran
from azure_patroni.host import Host


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
