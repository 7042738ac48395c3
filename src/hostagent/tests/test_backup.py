"""Which backup is due, which times can be restored, and what is kept between two looks."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import archive, backup
from azure_patroni import host as hosts
from azure_patroni import pgbackrest
from azure_patroni.archive import Facts, Hole, Local, Position, Span
from azure_patroni.backup import Care, State, due, in_window, ranges
from azure_patroni.boot.step import utc
from azure_patroni.boot import backup as step
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Backup, Host
from conftest import BACKUP, Programs
from fakes import Cluster

SIZE = 16 << 20
HOUR, DAY = 3600, 86_400
# A Monday, 02:00 in UTC, which is in the window.
NIGHT = 1_795_917_600
NOON = NIGHT + 10 * HOUR


def one(type: str, start: int, wal: str = "000000010000000000000010", **more: Any) -> pgbackrest.Backup:
    """A backup that took 60 s."""
    found = pgbackrest.Backup(f"{start}", type, start, start + 60, 1, 1, wal, wal, "0/1", "0/2", False, (), 1)
    return replace(found, **more)


def hole(first: str, after: int | None = 5) -> Hole:
    return Hole(int(first[:8], 16), first, first, 1, after, 7)


@pytest.fixture
def host(description: dict[str, Any]) -> Host:
    return hosts.parse(json.dumps(description | {"backup": BACKUP}))


@pytest.fixture
def spec(host: Host) -> Backup:
    assert host.backup is not None
    return host.backup


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ("01:00-05:00", ("01:00", "04:59"), ("00:59", "05:00", "13:00")),
        ("22:30-02:00", ("22:30", "23:59", "00:00", "01:59"), ("02:00", "22:29")),
    ],
)
def test_a_window_may_cross_midnight(window: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    def seconds(text: str) -> int:
        return 20_000 * DAY + int(text[:2]) * HOUR + int(text[3:]) * 60

    assert [text for text in inside + outside if in_window(window, seconds(text))] == list(inside)


@pytest.mark.parametrize(
    ("now", "full", "newest", "type"),
    [
        # In the window, and within it of being due.
        (NIGHT, 2 * DAY, 24 * HOUR, "diff"),
        (NIGHT, 2 * DAY, 20 * HOUR, "diff"),
        (NIGHT, 2 * DAY, 19 * HOUR, None),
        (NIGHT, 7 * DAY, 24 * HOUR, "full"),
        (NIGHT, 6 * DAY + 20 * HOUR, 24 * HOUR, "full"),
        (NIGHT, 6 * DAY + 19 * HOUR, 24 * HOUR, "diff"),
        # Outside of it, only what is late.
        (NOON, 7 * DAY, 24 * HOUR, None),
        (NOON, 7 * DAY, 35 * HOUR, None),
        (NOON, 7 * DAY, 36 * HOUR, "diff"),
        (NOON, int(10.4 * DAY), 35 * HOUR, None),
        (NOON, int(10.5 * DAY), 1 * HOUR, "full"),
    ],
)
def test_a_backup_is_due_by_its_age_in_the_window_and_outside_of_it_when_it_is_late(
    spec: Backup, now: int, full: int, newest: int, type: str | None
) -> None:
    found = due(spec, (one("full", now - full), one("diff", now - newest)), (), SIZE, now)
    assert (found and found.type) == type


def test_backups_each_day_begin_with_the_window_and_do_not_wander(spec: Backup) -> None:
    made = [one("full", NIGHT)]
    for minute in range(14 * 1440):
        found = due(spec, tuple(made), (), SIZE, NIGHT + 60 * minute)
        if found:
            made.append(one(found.type, NIGHT + 60 * minute))
    assert [one.type for one in made[1:]] == [*["diff"] * 6, "full"] * 2
    assert {utc(one.start)[11:] for one in made[1:]} == {"01:00:00Z"}


def test_a_differential_more_often_than_daily_is_made_outside_of_the_window_too(spec: Backup) -> None:
    often = replace(spec, differential_every_hours=1)
    assert due(often, (one("full", NOON - 5 * HOUR), one("diff", NOON - 2 * HOUR)), (), SIZE, NOON) is not None
    # The window is no reason to make them back to back.
    assert due(often, (one("full", NIGHT - 5 * HOUR), one("diff", NIGHT - 40 * 60)), (), SIZE, NIGHT) is None


def test_without_a_full_backup_one_is_due_at_any_hour(spec: Backup) -> None:
    assert due(spec, (), (), SIZE, NOON) == backup.Due("full", "there is none yet")


def test_a_hole_is_followed_by_one_full_backup(spec: Backup) -> None:
    backups = (one("full", NOON - 60, "0000000100000000000000F0"),)
    # On the next timeline, the numbers go on.
    for first, expected in (
        ("0000000100000000000000EF", None),
        ("0000000100000000000000F0", "full"),
        ("0000000200000001000000FF", "full"),
    ):
        found = due(spec, backups, (hole(first),), SIZE, NOON)
        assert (found and found.type) == expected, first


def keep(*backups: pgbackrest.Backup) -> list[dict[str, Any]]:
    return [backup.kept(one) for one in backups]


def test_times_between_a_hole_and_the_next_backup_cannot_be_restored() -> None:
    first = one("full", 100, "000000010000000000000010")
    second = one("diff", 200, "000000010000000000000020")
    third = one("full", 300, "000000010000000000000040")
    assert ranges(keep(first, second, third), [], SIZE) == [(160, None)]
    later = [hole("000000010000000000000030", 250)]
    assert ranges(keep(first, second, third), later, SIZE) == [(160, 250), (360, None)]
    assert ranges(keep(first), later, SIZE) == [(160, 250)]
    # A hole in a backup's own WAL makes it useless.
    assert ranges(keep(first, third), [hole("000000010000000000000010", None)], SIZE) == [(360, None)]
    two = [hole("000000010000000000000018", 150), hole("000000010000000000000030", 250)]
    assert ranges(keep(first, second, third), two, SIZE) == [(160, 150), (260, 250), (360, None)]
    assert ranges([], [], SIZE) == []


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: None) -> Path:
    monkeypatch.setattr(backup, "FILE", tmp_path / "backup.json")
    monkeypatch.setattr(backup, "REQUEST", tmp_path / "request.json")
    return tmp_path / "backup.json"


def test_what_is_kept_is_read_again(state: Path) -> None:
    holes, backups = (hole("0" * 24),), ({"label": "a"},)
    full = State("/pg/1", "7", 5, "x", 4, Position(2, 9), 2, holes, backups, "full", {"at": 3}, {"id": "1"})
    full.save()
    assert backup.load() == full
    State().save()
    assert backup.load() == State()


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"checked": 7, "holes": [], "backups": []}', '{"x": 1}'])
def test_what_is_not_understood_is_forgotten(state: Path, text: str | None) -> None:
    if text is not None:
        state.write_text(text)
    assert backup.load() == State()


class Repository:
    """pgBackRest's answers, and PostgreSQL's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.backups: list[pgbackrest.Backup] = [one("full", NIGHT - HOUR)]
        self.system = "7"
        self.max = "000000010000000000000010"
        self.ran: list[tuple[str, ...]] = []
        self.status = (0, "")
        self.facts = Facts(False, "7", SIZE, "000000010000000000000011", "", None)
        monkeypatch.setattr(pgbackrest, "info", self.info)
        monkeypatch.setattr(pgbackrest, "too_old", lambda: None)
        monkeypatch.setattr(pgbackrest, "pgbackrest", self.run)
        monkeypatch.setattr(pgbackrest, "listing", lambda folder: {})
        monkeypatch.setattr(archive, "facts", lambda: self.facts)
        monkeypatch.setattr(archive, "local", lambda: Local({}, {}))

    def info(self) -> pgbackrest.Info:
        databases = (pgbackrest.Database(1, self.system, "16"),)
        return pgbackrest.Info(
            0, "ok", tuple(self.backups), (pgbackrest.Archive("16-1", 1, self.max, self.max),), databases, None
        )

    def run(self, *words: str, seconds: float = 0) -> Ran:
        self.ran.append(words)
        status, error = self.status
        if not status:
            self.backups.append(one(words[0].removeprefix("--type="), NIGHT))
        return Ran(status, "", error)


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch, state: Path) -> Repository:
    return Repository(monkeypatch)


def care(host: Host, spec: Backup, now: int = NIGHT) -> State:
    Care(host, spec, lambda: now).look()
    return backup.load()


def test_a_backup_that_failed_is_made_again_after_a_pause(
    host: Host, spec: Backup, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.backups = []
    repository.status = (82, "ERROR: [082]: WAL segment was not archived\n")
    for seconds in (0, 60, 120):
        state = care(host, spec, NIGHT + seconds)
        assert state.problem == f"full backup failed at {utc(NIGHT)}: [082] WAL segment was not archived"
    assert repository.ran == [("--type=full", "backup")]
    assert capsys.readouterr().out.count("<4>") == 1
    repository.status = (0, "")
    state = care(host, spec, NIGHT + 301)
    assert (state.problem, state.failed, len(repository.ran)) == ("", {}, 2)


def test_a_request_is_answered_whatever_happens(
    host: Host, spec: Backup, repository: Repository, state: Path
) -> None:
    def ask() -> dict[str, Any]:
        backup.REQUEST.write_text('{"id": "1", "full": false}')
        found = care(host, spec).answered
        assert not backup.REQUEST.exists()
        return found

    assert ask() == {"id": "1", "label": str(NIGHT)}
    backup.FILE.unlink()
    repository.status = (50, "ERROR: [050]: unable to acquire lock\n")
    assert ask() == {"id": "1", "reason": f"differential backup failed at {utc(NIGHT)}: [050] unable to acquire lock"}
    backup.FILE.unlink()
    repository.system = "8"
    assert "holds the backups of another database (system identifier 8, this one's is 7)" in ask()["reason"]


def test_a_request_that_is_not_understood_is_none(host: Host, spec: Backup, repository: Repository) -> None:
    backup.REQUEST.write_text("[]")
    assert care(host, spec).answered == {}
    assert repository.ran == []


def test_wal_of_a_newer_timeline_than_this_clusters_is_another_copys(
    host: Host, spec: Backup, repository: Repository
) -> None:
    repository.max = "000000050000000000000010"
    problem = care(host, spec).problem
    assert problem.startswith("/pg/1 of pgbak holds WAL of timeline 5, and this cluster is on 1: another copy of it")


def test_another_path_or_database_begins_with_nothing(host: Host, spec: Backup, repository: Repository) -> None:
    State("/pg/1", "7", checked=Position(1, 999), holes=(hole("000000010000000000000010"),)).save()
    assert care(host, replace(spec, path="/pg/2")).checked != Position(1, 999)
    State("/pg/1", "6", checked=Position(1, 999), holes=(hole("000000010000000000000010"),)).save()
    assert care(host, spec).holes == ()


def test_a_hole_is_followed_by_one_full_backup_whatever_its_segments_say(
    host: Host, spec: Backup, repository: Repository
) -> None:
    State("/pg/1", "7", checked=Position(1, 0x10), holes=(hole("000000010000000000000010"),)).save()
    for minute in range(3):
        found = care(host, spec, NOON + 60 * minute)
    assert [one.followed for one in found.holes] == [True]
    assert repository.ran == [("--type=full", "backup")]


def test_holes_are_forgotten_with_what_needs_them(
    host: Host, spec: Backup, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def holes(**changed: Any) -> list[str]:
        kept = [hole(f"00000001000000000000{number:04X}") for number in (0x11, 0x13, 0x15)]
        State("/pg/1", "7", checked=Position(1, 0x11), holes=tuple(kept)).save()
        repository.facts = replace(Facts(False, "7", SIZE, "000000010000000000000012", "", None), **changed)
        return [one.first[-2:] for one in care(host, spec).holes]

    assert holes() == ["11", "13", "15"]
    # The former leader came back and archived one.
    monkeypatch.setattr(pgbackrest, "listing", lambda folder: file(0x13, 1))
    assert holes() == ["11", "15"]
    # The cluster was restored to a time before two of them.
    monkeypatch.setattr(pgbackrest, "listing", lambda folder: {})
    assert holes(current="000000020000000000000012", history="1\t0/12000028\tx\n") == ["11"]
    # The oldest backup that is left is newer than one.
    repository.backups = [one("full", NOON, "000000010000000000000012")]
    assert holes() == ["13", "15"]


def test_a_version_below_the_floor_makes_nothing(
    host: Host, spec: Backup, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.backups = []
    monkeypatch.setattr(pgbackrest, "too_old", lambda: "pgbackrest is 2.55.1")
    assert care(host, spec).problem == "pgbackrest is 2.55.1"
    assert repository.ran == []


def test_no_more_is_archived_again_than_the_queue_holds(host: Host, spec: Backup, repository: Repository) -> None:
    found = Care(host, replace(spec, wal_queue_bytes=100 * SIZE))
    assert found.room(Local({}, {}), SIZE) == 50
    assert found.room(Local({}, {f"{number:024X}": 1 for number in range(45)}), SIZE) == 5
    assert found.room(Local({}, {f"{number:024X}": 1 for number in range(60)}), SIZE) == 0
    assert Care(host, replace(spec, wal_queue_bytes=1 << 40)).room(Local({}, {}), SIZE) == 512


def test_the_step_looks_only_where_patroni_says_that_this_host_leads(
    database: Host, spec: Backup, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(Care, "look", lambda self: looked.append(self.host.name))
    for name, status, backups in (("pg-1", 200, spec), ("pg-2", 503, spec), ("pg-3", 200, None)):
        cluster.instead[name, "GET /primary"] = (status, "{}")
        monkeypatch.setattr(hosts, "load", lambda: replace(cluster.of(database, name), backup=backups))
        step.main([])
    assert looked == ["pg-1"]


# The archive.


def test_a_way_over_timelines_is_read_from_the_history() -> None:
    history = "1\t0/3000060\tno recovery target specified\n\n2\t1/0\tno recovery target specified\n"
    assert archive.spans(3, history, SIZE) == [Span(1, 3), Span(2, 256), Span(3, None)]
    assert archive.spans(1, "", SIZE) == [Span(1, None)]


def test_the_segment_in_which_a_timeline_ends_is_the_next_ones() -> None:
    way = [Span(1, 3), Span(2, 5), Span(3, None)]
    assert [(one.timeline, one.number) for one in archive.required(way, Position(1, 1), 7)] == [
        *((1, 1), (1, 2), (2, 3), (2, 4), (3, 5), (3, 6))
    ]
    assert list(archive.required(way, Position(3, 5), 5)) == []


def test_the_last_segment_of_an_ended_timeline_is_not_on_its_way() -> None:
    way = [Span(1, 3), Span(2, None)]
    assert list(archive.required(way, Position(1, 2), 2)) == [Position(1, 2)]
    assert archive.reaches(way, Position(1, 2)) and not archive.reaches(way, Position(1, 3))
    assert not archive.reaches(way, Position(4, 1))


@pytest.mark.parametrize("size", [SIZE, 64 << 20, 1 << 20])
def test_names_are_positions(size: int) -> None:
    for name in ("000000010000000000000001", f"0000000A0000000F{(1 << 32) // size - 1:08X}"):
        assert archive.name_of(archive.position(name, size), size) == name
    last = archive.position(f"0000000100000000{(1 << 32) // size - 1:08X}", size)
    assert archive.name_of(last._replace(number=last.number + 1), size) == "000000010000000100000000"


def file(number: int, time: int, timeline: int = 1) -> dict[str, pgbackrest.File]:
    name = archive.name_of(Position(timeline, number), SIZE)
    return {f"{name}-{'a' * 40}.zst": pgbackrest.File(1, time)}


def test_missing_segments_wait_are_archived_again_or_are_holes() -> None:
    def name(number: int, timeline: int = 1) -> str:
        return archive.name_of(Position(timeline, number), SIZE)

    way = [Span(1, 6), Span(2, None)]
    partial = {f"{name(3)}.partial-{'a' * 40}.zst": pgbackrest.File(1, 1)}
    listed = {
        "archive/main/16-1/0000000100000000": file(1, 101) | file(2, 102) | partial,
        "archive/main/16-1/0000000200000000": file(6, 106, 2) | file(9, 109, 2),
    }
    local = Local({name(8, 2): SIZE, name(5): SIZE - 1}, {name(10, 2): 5})
    found = archive.check(way, Position(1, 1), 12, "16-1", SIZE, local, 77, lambda folder: listed[folder], 9)
    assert found.missing == [name(8, 2)]
    assert found.checked == Position(2, 7)
    assert found.holes == [
        Hole(1, name(3), name(5), 3, 102, 77),
        Hole(2, name(7, 2), name(7, 2), 1, 106, 77),
        Hole(2, name(11, 2), name(11, 2), 1, 109, 77),
    ]


def test_no_more_folders_are_listed_at_once_than_allowed() -> None:
    asked: list[str] = []

    def listing(folder: str) -> dict[str, pgbackrest.File]:
        asked.append(folder)
        everything = [file(number, 1) for number in range(256 * 3)]
        return {name: one for files in everything for name, one in files.items() if name[:16] == folder[-16:]}

    found = archive.check([Span(1, None)], Position(1, 0), 700, "16-1", SIZE, Local({}, {}), 1, listing, 2)
    assert (found.checked, len(asked)) == (Position(1, 511), 2)


def test_a_postgresql_that_does_not_answer_is_a_failure(programs: Programs) -> None:
    programs.answer("psql", error="psql: error: connection refused\n", status=2)
    for ask in (archive.facts, archive.local):
        with pytest.raises(Failure, match="^PostgreSQL does not answer: connection refused"):
            ask()
