"""The leader's heartbeat, and the archive for a standby that cannot stream."""

import json
from pathlib import Path

import pytest

from azure_patroni.boot import heartbeat
from azure_patroni.boot.heartbeat import Heart
from azure_patroni.command import Ran
from azure_patroni.host import Host
from fakes import Cluster


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: None) -> Path:
    monkeypatch.setattr(heartbeat, "CATCH_UP", tmp_path / "catch-up")
    return tmp_path / "catch-up"


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def psql(sql: str, seconds: float) -> Ran:
        found.append(sql)
        return Ran(0, "", "")

    monkeypatch.setattr(heartbeat, "psql", psql)
    return found


def heart(cluster: Cluster, database: Host, name: str) -> Heart:
    return Heart(cluster.of(database, name))


def test_the_leader_alone_writes_and_its_commit_waits_for_nobody(
    cluster: Cluster, database: Host, file: Path, beats: list[str]
) -> None:
    for name in ("pg-1", "pg-2", "pg-3"):
        heart(cluster, database, name).tick(0)
    assert len(beats) == 1
    assert "synchronous_commit = local" in beats[0]


@pytest.mark.parametrize("state", ["running", "starting", "in archive recovery"])
def test_a_standby_that_does_not_stream_for_a_minute_reads_the_archive_until_it_streams(
    cluster: Cluster, database: Host, file: Path, state: str, beats: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.settle = 10_000
    cluster.one("pg-2").update(state=state, looks=10_000)
    found = heart(cluster, database, "pg-2")
    for now in (0, 30, 59):
        found.tick(now)
        assert not file.exists()
    found.tick(60)
    assert file.exists()
    # Patroni's answer may be missing now and then.
    cluster.instead["pg-2", "GET /cluster"] = (503, "")
    found.tick(70)
    assert file.exists()
    del cluster.instead["pg-2", "GET /cluster"]
    cluster.one("pg-2")["state"] = "streaming"
    found.tick(80)
    assert not file.exists()
    assert len(capsys.readouterr().out.splitlines()) == 2
    # The minute begins again.
    cluster.one("pg-2").update(state=state)
    found.tick(90)
    assert not file.exists()
    assert beats == []


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        # A clone reads its leader.
        ("pg-2", {"pg-2": {"state": "creating replica"}}),
        ("pg-2", {"pg-2": {"state": "stopped"}}),
        # Nobody leads: a promotion may come.
        ("pg-2", {"pg-1": {"role": "replica", "state": "stopped"}, "pg-2": {"state": "running"}}),
        ("pg-2", {"pg-1": {"state": "starting", "looks": 99}, "pg-2": {"state": "running"}}),
        # It leads itself, or leads no more.
        ("pg-1", {}),
    ],
)
def test_nobody_else_reads_the_archive(
    cluster: Cluster, database: Host, file: Path, beats: list[str], name: str, changed: dict[str, dict[str, object]]
) -> None:
    for one, values in changed.items():
        cluster.one(one).update(values)
    file.touch()
    found = heart(cluster, database, name)
    for now in (0, 61, 122):
        found.tick(now)
        assert not file.exists()


def test_a_heartbeat_that_cannot_be_written_is_said_once_with_its_end(
    cluster: Cluster, database: Host, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [Ran(3, "", "psql:<stdin>:5: ERROR:  relation does not exist\n")] * 2 + [Ran(0, "", "")] * 2
    monkeypatch.setattr(heartbeat, "psql", lambda sql, seconds: answers.pop(0))
    found = heart(cluster, database, "pg-1")
    for now in range(4):
        found.tick(now)
    assert capsys.readouterr().out.splitlines() == [
        "<4>the heartbeat cannot be written: ERROR:  relation does not exist",
        "<5>the heartbeat is written again",
    ]


def test_an_answer_that_is_not_understood_changes_nothing(cluster: Cluster, database: Host, file: Path) -> None:
    file.touch()
    for answer in ("", "[]", '{"members": [{}]}', json.dumps({"members": []})):
        cluster.instead["pg-2", "GET /cluster"] = (200, answer)
        heart(cluster, database, "pg-2").tick(0)
    assert file.exists()
