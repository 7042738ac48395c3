"""pgcluster backup and backups, and what the status says about backups."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import archive, backup, backups
from azure_patroni import host as hosts
from azure_patroni import pgbackrest, restore_test
from azure_patroni.archive import Facts, Hole, Local
from azure_patroni.backup import State
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from azure_patroni.restore_test import Result
from conftest import BACKUP
from fakes import Clock, Cluster

SIZE = 16 << 20
NOW = 1_795_917_600
FULL = {
    "label": "20261128-010000F",
    "type": "full",
    "start": NOW - 3600,
    "stop": NOW - 3500,
    "size": 3 << 30,
    "repositorySize": 1 << 30,
    "walStart": "000000010000000000000010",
    "error": False,
}
HEALTHY = State("/pg/1", "7", NOW - 30, backups=(FULL,))
HOLE = Hole(1, "000000010000000000000020", "000000010000000000000022", 3, NOW - 600, NOW - 60)


@pytest.fixture
def leader(database: Host, cluster: Cluster, description: dict[str, Any]) -> Host:
    found = hosts.parse(json.dumps(description | {"backup": BACKUP})).backup
    return replace(cluster.of(database, "pg-1"), backup=found)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: None) -> Callable[..., None]:
    """What the last look found, and PostgreSQL's answers."""
    monkeypatch.setattr(backup, "FILE", tmp_path / "backup.json")
    monkeypatch.setattr(backups, "REQUEST", tmp_path / "request.json")
    monkeypatch.setattr(restore_test, "last", lambda store: None)
    facts = Facts(False, "7", SIZE, "000000010000000000000030", "", "2026-11-28 02:00:00+00")
    monkeypatch.setattr(archive, "facts", lambda: facts)
    monkeypatch.setattr(archive, "local", lambda: Local({}, {}))
    monkeypatch.setattr(pgbackrest, "too_old", lambda: None)

    def keep(state: State = HEALTHY, **waiting: int) -> None:
        state.save()
        monkeypatch.setattr(archive, "local", lambda: Local({}, waiting))

    return keep


def shown(host: Host, capsys: pytest.CaptureFixture[str]) -> list[str]:
    backups.show(host, Output(False))
    return capsys.readouterr().out.splitlines()


def test_backups_shows_what_can_be_restored(
    leader: Host, kept: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(replace(HEALTHY, holes=(HOLE,), problem="x is wrong"), a=NOW - 60, b=NOW - 20)
    tested = Result("T", True, "pg-2", "B", 7.0, 90.0)
    monkeypatch.setattr(restore_test, "last", lambda store: tested)
    assert shown(leader, capsys) == [
        "backup            type  ended                 database  new in repository",
        "20261128-010000F  full  2026-11-29T01:01:40Z  3.0 GiB   1.0 GiB",
        "",
        "can be restored: 2026-11-29T01:01:40Z to 2026-11-29T01:50:00Z",
        "hole in the archive since 2026-11-29T01:50:00Z: 3 segments from 000000010000000000000020 to"
        " 000000010000000000000022",
        "last segment archived at: 2026-11-28 02:00:00+00",
        "waiting to be archived: 2 files since 2026-11-29T01:59:00Z",
        "last restore test of T on pg-2: B, RPO 7 s, RTO 90 s",
        "",
        "the repository was looked at: 2026-11-29T01:59:30Z",
        "problem: x is wrong",
    ]


def test_backups_as_json(leader: Host, kept: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    kept(replace(HEALTHY, holes=(HOLE,)))
    backups.show(leader, Output(True))
    found = json.loads(capsys.readouterr().out)
    assert found["backups"][0]["stop"] == "2026-11-29T01:01:40Z"
    assert found["restorable"] == [["2026-11-29T01:01:40Z", "2026-11-29T01:50:00Z"]]
    assert found["holes"][0] == {
        "first": HOLE.first, "last": HOLE.last, "segments": 3, "after": "2026-11-29T01:50:00Z"
    }
    assert (found["waiting"], found["restoreTest"]) == ({"files": 0, "since": None}, None)


def test_a_cluster_without_a_backup_says_so(leader: Host, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(leader, capsys)
    assert lines[0] == "no backup has been made yet"
    assert "last restore test: none yet" in lines
    assert lines[-1] == "the repository was looked at: never"


def test_a_failed_restore_test_says_why(
    leader: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = Result("T", False, "pg-2", "B", None, None, "no room")
    monkeypatch.setattr(restore_test, "last", lambda store: failed)
    assert "last restore test of T on pg-2 failed: no room" in shown(leader, capsys)


@pytest.mark.parametrize("command", [lambda host: backups.show(host, Output(False)),
                                     lambda host: backups.make(host, True, Output(False))])
def test_a_standby_says_where_and_a_cluster_without_backups_how(
    leader: Host, cluster: Cluster, command: Callable[[Host], None]
) -> None:
    standby = replace(leader, name="pg-2")
    with pytest.raises(Failure, match="^pg-2 is a standby, and backups are the leader's: run this on pg-1$"):
        command(standby)
    with pytest.raises(Failure, match="^backups are off: set backup.enabled in the stack file"):
        command(replace(leader, backup=None))


class Unit:
    """azure-patroni-backup.service: it answers after some starts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: Clock, **answer: str) -> None:
        self.starts = 0
        self.answer = answer
        monkeypatch.setattr(backups, "time", clock)
        clock.time = lambda: 5.0  # type: ignore[attr-defined]
        monkeypatch.setattr(backups, "run", self.run)

    def run(self, *words: str) -> str:
        assert words == ("systemctl", "start", "--no-block", "azure-patroni-backup.service")
        self.starts += 1
        request = json.loads(backups.REQUEST.read_text())
        state = HEALTHY if self.starts == 1 else replace(HEALTHY, running="full")
        if self.starts == 4:
            state = replace(HEALTHY, answered={"id": request["id"], **self.answer})
        state.save()
        return ""


def test_backup_shows_its_progress_label_and_size(
    leader: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = Unit(monkeypatch, Clock(), label=FULL["label"])
    progress = iter(((0, 0), (1 << 30, 3 << 30)))
    info = pgbackrest.Info(0, "ok", (), (), (), None)
    monkeypatch.setattr(pgbackrest, "info", lambda: replace(info, running=next(progress)))
    backups.make(leader, True, Output(False))
    assert json.loads(backups.REQUEST.read_text()) == {"id": "5.000000", "full": True}
    assert capsys.readouterr().out.splitlines() == [
        "the backup goes on if you interrupt this; `pgcluster backups` shows it then",
        "waiting until the archive was looked at",
        "full backup begins",
        "full backup: 33 % of 3.0 GiB",
        "full backup 20261128-010000F: 3.0 GiB in 100 s, 1.0 GiB of it new in the repository",
    ]
    assert unit.starts == 4


def test_a_backup_that_fails_says_why(leader: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    Unit(monkeypatch, Clock(), reason="full backup failed at T: [082] not archived")
    monkeypatch.setattr(backups, "progress", lambda state: "")
    with pytest.raises(Failure, match="^full backup failed at T: .082. not archived: see `journalctl -u azure-patroni"):
        backups.make(leader, False, Output(False))


def status(host: Host, state: State, waiting: dict[str, int] | None = None, now: int = NOW) -> list[str]:
    assert host.backup is not None
    return backups.judge(host.backup, state, waiting or {}, now)


def test_a_healthy_repository_is_no_problem(leader: Host, kept: Callable[..., None]) -> None:
    kept()
    problems: list[str] = []
    found = backups.status(leader, True, problems, NOW)
    assert problems == []
    assert (found["lastBackup"]["label"], found["holes"], found["waiting"]) == (FULL["label"], 0, 0)
    assert backups.status(leader, False, problems, NOW + 10**9) == {"leads": False}
    assert problems == []


@pytest.mark.parametrize(
    ("state", "waiting", "said"),
    [
        (replace(HEALTHY, problem="x is wrong", since=NOW - 60), {}, "x is wrong (since 2026-11-29T01:59:00Z)"),
        (replace(HEALTHY, at=NOW - 901), {}, "the repository was not looked at since 2026-11-29T01:44:59Z: see"),
        (replace(HEALTHY, at=0), {}, "the repository was not looked at on this host yet: see `systemctl status azure"),
        (HEALTHY, {"a": NOW - 301, "b": NOW}, "the archive is 2 segments behind since 2026-11-29T01:54:59Z: see"),
        (replace(HEALTHY, backups=({**FULL, "stop": NOW - 43 * 3600},)), {}, "the last backup is 43 h old: see"),
        (replace(HEALTHY, holes=(HOLE,)), {}, "the archive has a hole: 3 segments are missing from 000000010000000000"),
        (replace(HEALTHY, backups=({**FULL, "error": True},)), {}, "backup 20261128-010000F holds pages with wrong"),
    ],
)
def test_the_status_says_what_is_wrong(leader: Host, state: State, waiting: dict[str, int], said: str) -> None:
    found = status(leader, state, waiting)
    assert [one[: len(said)] for one in found] == [said]


@pytest.mark.parametrize(
    ("state", "waiting"),
    [
        (HEALTHY, {"a": NOW - 299}),
        (replace(HEALTHY, at=NOW - 5000, running="full", backups=({**FULL, "stop": NOW - 99 * 3600},)), {}),
        (replace(HEALTHY, backups=({**FULL, "stop": NOW - 41 * 3600},)), {}),
        # A full backup was made after it, on whatever timeline.
        (replace(HEALTHY, holes=(HOLE,), backups=({**FULL, "walStart": "000000020000000000000023"},)), {}),
    ],
)
def test_what_passes_by_itself_is_no_problem(leader: Host, state: State, waiting: dict[str, int]) -> None:
    assert status(leader, state, waiting) == []


def test_a_version_below_the_floor_is_said_on_a_standby_too(leader: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgbackrest, "too_old", lambda: "pgbackrest is 2.55.1")
    problems: list[str] = []
    backups.status(leader, False, problems, NOW)
    assert problems == ["pgbackrest is 2.55.1"]
