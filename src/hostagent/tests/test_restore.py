"""What `pgcluster restore` accepts, chooses and refuses, and what it asks for."""

import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import archive, restore, restoring, timelines
from azure_patroni.archive import Switch
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from azure_patroni.pgbackrest import Archive, Backup, Database, File, Info
from azure_patroni.restore import Restoring, moment, plan
from azure_patroni.restoring import CANCEL, COPY, DONE, FAILED, FINISH, KEY, RESTORE, STOP, UNDO, Report, Request, look
from azure_patroni.timelines import Timeline, reach
from test_restore_machine import Keys

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)


def at(text: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-27T{text}Z").timestamp())


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("2026-11-27T08:47:46Z", "2026-11-27T08:47:46Z"),
        ("2026-11-27 09:47:46+01:00", "2026-11-27T08:47:46Z"),
        ("2026-11-27T08:47:46.123456Z", "2026-11-27T08:47:46.123456Z"),
        ("latest", "latest"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ],
)
def test_a_time_with_a_zone_is_understood(given: str, found: str) -> None:
    assert moment(given, NOW) == found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-13-01T00:00:00Z", r"^'2026-13-01T00:00:00Z' is no time \(month must be in 1..12.*\): write it as 2026-"),
        ("2026-11-31T00:00:00Z", r"^'2026-11-31T00:00:00Z' is no time \(day"),
        ("2026-11-27T08:47:46", "^'2026-11-27T08:47:46' has no zone: write it as 2026.* or .*; Z is UTC$"),
        ("yesterday", "^'yesterday' is no time: write it as .*, or latest$"),
        ("", "^'' is no time: write it as"),
        ("2026-11-27", "^'2026-11-27' has no time of day"),
        ("2026-11-27T09:00:01Z", "^'2026-11-27T09:00:01Z' is in the future: it is 2026-11-27T09:00:00Z now"),
        ("2026-11-27T10:30:00+01:00", "is in the future"),
    ],
)
def test_another_one_is_refused_with_an_example(given: str, said: str) -> None:
    with pytest.raises(Failure, match=said):
        moment(given, NOW)


def backup(label: str, stop: str, first: str, lsn: str, **more: Any) -> Backup:
    made = Backup(label, "full", at(stop) - 60, at(stop), 1000, 100, first, first, lsn, lsn, False, (), 1)
    return replace(made, **more)


# Two backups on timeline 1, which was left at 0/5000080 for timeline 2; one on 2, which was left for 3.
FIRST = backup("F1", "06:00:00", "000000010000000000000002", "0/2000100")
LATE = backup("F2", "07:30:00", "000000010000000000000005", "0/5000100")
SECOND = backup("F3", "08:00:00", "000000020000000000000007", "0/7000100")
INFO = Info(
    0, "ok", (FIRST, LATE, SECOND), (Archive("16-1", 1, "000000010000000000000001", "000000020000000000000009"),),
    (Database(1, "7", "16"),), None,
)
KNOWN = {1: Timeline(1, ()), 2: Timeline(2, (Switch(1, 0x5000080),))}
TIMES = {
    "000000010000000000000002": at("06:00:00"),
    "000000010000000000000003": at("06:30:00"),
    "000000010000000000000004": at("07:00:00"),
    "000000010000000000000005": at("07:31:00"),
    "000000010000000000000006": at("07:40:00"),
    "000000020000000000000005": at("07:50:00"),
    "000000020000000000000006": at("07:55:00"),
    "000000020000000000000007": at("08:01:00"),
    "000000020000000000000008": at("08:30:00"),
    "000000020000000000000009": at("08:50:00"),
}


def chosen(time: str, timeline: int | None = None, times: dict[str, int] = TIMES, led: bool = True) -> restore.Plan:
    asked = time if time == "latest" else f"2026-11-27T{time}Z"
    return plan(asked, timeline, INFO, KNOWN, times, led, at("09:00:00"))


@pytest.mark.parametrize(
    ("time", "timeline", "label"),
    [
        ("08:40:00", None, "F3"),
        ("08:00:00", None, "F3"),
        # Of F2 and F3, the first is of what timeline 2 has left, and the second ends later.
        ("07:52:00", None, "F1"),
        ("07:35:00", 1, "F2"),
        ("07:29:59", 1, "F1"),
        ("latest", None, "F3"),
        ("latest", 1, "F2"),
    ],
)
def test_the_backup_is_the_last_before_the_target_that_its_timeline_has(
    time: str, timeline: int | None, label: str
) -> None:
    found = chosen(time, timeline)
    assert (found.backup.label, found.timeline) == (label, timeline or 2)


def test_a_damaged_backup_is_not_chosen() -> None:
    info = replace(INFO, backups=(FIRST, replace(SECOND, error=True)))
    assert plan("latest", None, info, KNOWN, TIMES, True, 0.0).backup.label == "F1"


def test_what_is_lost_is_said() -> None:
    assert chosen("08:40:00").lost == 20 * 60
    assert chosen("latest").lost == 10 * 60
    assert chosen("08:40:00").reach.until == at("08:50:00")
    assert chosen("08:40:00").earliest == at("06:00:00")


HOLE = {name: time for name, time in TIMES.items() if name != "000000020000000000000008"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"time": "05:59:59"}, "is before the end of the oldest backup of timeline 2: the earliest .* 2026-11-27"),
        ({"time": "08:10:00", "times": HOLE}, "lies behind a hole in the archive: segment 000000020000000000000008 is"),
        ({"time": "08:55:00", "led": False}, "is after the end of the archive, 2026-11-27T08:50:00Z, and no leader is"),
        ({"time": "08:40:00", "timeline": 4}, "^the archive has no timeline 4; it has 1, 2$"),
    ],
)
def test_a_target_that_the_archive_does_not_have_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(Failure, match=said):
        chosen(**asked)


def test_before_a_hole_and_up_to_now_can_be_restored() -> None:
    assert chosen("08:00:59", times=HOLE).backup.label == "F3"
    # The leader archives what is left when it stops.
    assert chosen("08:55:00").backup.label == "F3"


def test_1970_names_the_earliest_time() -> None:
    with pytest.raises(Failure, match="1970-01-01T00:00:00Z is before the end of the oldest backup"):
        plan("1970-01-01T00:00:00Z", None, INFO, KNOWN, TIMES, True, 0.0)


def test_without_a_backup_nothing_is_restored() -> None:
    with pytest.raises(Failure, match="^the repository has no backup of this cluster"):
        plan("latest", None, replace(INFO, backups=()), KNOWN, TIMES, True, 0.0)
    with pytest.raises(Failure, match="^no backup belongs to timeline 3: give --timeline; there are backups .* 1, 2"):
        known = KNOWN | {3: Timeline(3, (Switch(1, 0x1000000),))}
        plan("latest", None, INFO, known, TIMES, True, 0.0)


def test_the_archive_is_followed_over_its_timelines() -> None:
    assert reach(FIRST, KNOWN[2], TIMES).last == "000000020000000000000009"
    assert reach(FIRST, KNOWN[1], TIMES).last == "000000010000000000000006"
    gap = reach(FIRST, KNOWN[2], {name: time for name, time in TIMES.items() if name[-1] != "6"})
    assert (gap.last, gap.hole, gap.resumes) == (
        "000000020000000000000005", "000000020000000000000006", at("08:01:00")
    )


def test_what_pgbackrest_lists_is_read() -> None:
    names = {
        "0000000100000000/000000010000000000000001-9ab0dcb5e65504631874d56a5a6add7f8151f7bf.zst": File(1, 7),
        "0000000100000000/000000010000000000000002.00000028.backup": File(1, 8),
        "00000002.history": File(1, 9),
    }
    assert archive.stored(names) == {"000000010000000000000001": 7}
    text = '1\t0/5000080\tbefore 2026-11-27\n\n2\t1/A0000A0\tno recovery target specified\n'
    assert archive.switches(text) == (Switch(1, 0x5000080), Switch(2, 0x10A0000A0))


@pytest.mark.parametrize(
    ("free", "said"),
    [
        ({"data": 1100, "wal": 10 * 1024**3}, []),
        ({"data": 1099, "wal": 10 * 1024**3}, ["pg-2: the data disk has 1.1 KiB free, and the restored data needs"]),
        ({"data": 5000, "wal": 1024**3}, ["pg-2: the WAL disk has 1.0 GiB free, and 6.4 GiB are needed: enlarge"]),
    ],
)
def test_a_host_without_room_is_named(database: Host, free: dict[str, int], said: list[str]) -> None:
    found = restore.room(chosen("latest"), database, {"pg-2": Report("", "", "", "", free=free)})
    assert len(found) == len(said) and all(one.startswith(start) for one, start in zip(found, said))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (843, "14 min 3 s"), (90_061, "1 d 1 h"), (3600, "1 h"), (86_401, "1 d 1 s")]
)
def test_durations(seconds: float, said: str) -> None:
    assert restore.duration(seconds) == said


# The commands


class Cluster:
    """Hosts that answer, and what becomes of a request."""

    def __init__(self, keys: Keys) -> None:
        self.keys, self.silent = keys, ""
        self.leader = "pg-1"
        self.ends: dict[str, Any] = {"phase": DONE, "verdict": {"lastCommit": "2026-11-27T08:39:59Z", "heartbeat": "H"}}
        self.free = {"data": 10**9, "wal": 10**11}
        self.keep_request = True

    def answer(self) -> None:
        """Between two looks of the command."""
        asked = self.keys.get(restoring.ASK)
        for name in ("pg-1", "pg-2"):
            if name != self.silent and asked:
                mine = Report("", "", "", asked.value, kept=5 * 1024**3, free=self.free)
                self.keys.put(restoring.HOSTS + name, restoring.text(mine))
        request = look(self.keys).request
        if request and request.phase in (STOP, COPY) and self.ends:
            self.keys.put(KEY, restoring.text(replace(request, **self.ends)))
        if request and request.action == FINISH:
            self.keys.remove(KEY)


@pytest.fixture
def there(database: Host, own: None, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    found = Cluster(Keys())
    monkeypatch.setattr(restore, "Store", lambda host: found.keys)
    monkeypatch.setattr(restore, "info", lambda: INFO)
    monkeypatch.setattr(timelines, "known", lambda info: KNOWN)
    monkeypatch.setattr(timelines, "segments", lambda info: TIMES)
    monkeypatch.setattr(restore, "moment", lambda given: moment(given, NOW))
    monkeypatch.setattr(Restoring, "leader", lambda self: found.leader)
    clock = [1000.0]

    class Time:
        @staticmethod
        def monotonic() -> float:
            return clock[0]

        @staticmethod
        def time() -> float:
            return float(at("09:00:00"))

        @staticmethod
        def sleep(seconds: float) -> None:
            clock[0] += seconds
            found.answer()

    monkeypatch.setattr(restore, "time", Time)
    return found


@pytest.fixture
def command(database: Host, there: Cluster) -> Restoring:
    return Restoring(database, Output(False))


def test_a_restore_is_asked_for_and_followed(
    command: Restoring, there: Cluster, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_USER", "ann")
    command.restore("2026-11-27T08:40:00Z", None, False, True)
    found = look(there.keys).request
    assert found and (found.action, found.host, found.leader) == (RESTORE, "pg-1", "pg-1")
    assert found.hosts == ("pg-1", "pg-2")
    assert (found.at, found.timeline, found.backup, found.who) == ("2026-11-27T08:40:00Z", 2, "F3", "ann")
    said = capsys.readouterr().out
    for part in (
        "lost       what was committed in the last 20 min\n",
        "backup     F3 of 2026-11-27T08:00:00Z, 1000 B\n",
        "reachable  2026-11-27T06:00:00Z to 2026-11-27T08:50:00Z, and what pg-1 archives when it stops\n",
        "cloned     pg-2\n",
        "PostgreSQL stops, standbys first\n",
        "pg-1 leads on the restored data; target 2026-11-27T08:40:00Z\n",
        "last commit     2026-11-27T08:39:59Z\n",
    ):
        assert part in said


def test_a_dry_run_asks_for_nothing(
    database: Host, there: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    there.free = {"data": 0, "wal": 10**11}
    Restoring(database, Output(True)).restore("latest", None, True, False)
    found = json.loads(capsys.readouterr().out)
    assert (found["backup"], found["timeline"], found["lostSeconds"]) == ("F3", 2, 600)
    assert found["problems"][0].startswith("pg-1: the data disk has 0 B free")
    assert look(there.keys).request is None


def test_without_room_or_a_persons_word_nothing_is_asked_for(command: Restoring, there: Cluster) -> None:
    with pytest.raises(Failure, match="^standard input is not a terminal: use --yes$"):
        command.restore("latest", None, False, False)
    there.free = {"data": 0, "wal": 10**11}
    with pytest.raises(Failure, match="^pg-1: the data disk has 0 B free.*; pg-2: the data disk"):
        command.restore("latest", None, False, True)
    assert look(there.keys).request is None


@pytest.mark.parametrize("typed", ["", "y", "yes", "PG"])
def test_the_clusters_name_is_the_only_word_that_counts(
    command: Restoring, there: Cluster, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    class Terminal:
        text = typed

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return f"{self.text}\n"

    terminal = Terminal()
    monkeypatch.setattr("sys.stdin", terminal)
    with pytest.raises(Failure, match="^not confirmed: nothing was changed$"):
        command.restore("latest", None, False, False)
    assert look(there.keys).request is None
    terminal.text = "pg"
    command.restore("latest", None, False, False)
    assert look(there.keys).request is not None


def asked(there: Cluster, **more: Any) -> Request:
    made = Request("ID", RESTORE, COPY, "pg-1", "pg-1", ("pg-1", "pg-2"), "latest", 2, "F3", "ann", "T", "T")
    made = replace(made, **more)
    there.keys.put(KEY, restoring.text(made))
    return made


def test_a_second_person_is_told_who_restores_what_since_when(command: Restoring, there: Cluster) -> None:
    asked(there)
    there.ends = {}
    said = "^a restore is under way: ann restores to the end of the archive since T: the data is brought to the target"
    with pytest.raises(Failure, match=said):
        command.restore("latest", None, False, True)


def test_of_two_at_once_one_is_refused(command: Restoring, there: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def faster(what: str, yes: bool) -> None:
        asked(there)

    monkeypatch.setattr(command, "confirm", faster)
    with pytest.raises(Failure, match="^somebody was faster: ann restores"):
        command.restore("latest", None, False, True)


def test_after_a_failure_another_target_goes_on_with_the_data_set_aside(command: Restoring, there: Cluster) -> None:
    asked(there, phase=FAILED, problem="the archive ends before")
    there.leader = ""
    command.restore("2026-11-27T08:40:00Z", None, False, True)
    found = look(there.keys).request
    assert found and (found.id, found.at, found.problem) == ("ID", "2026-11-27T08:40:00Z", "")


def test_a_failure_is_the_end_of_the_command(command: Restoring, there: Cluster) -> None:
    there.ends = {"phase": FAILED, "problem": "the archive ends before"}
    with pytest.raises(Failure, match="^the archive ends before$"):
        command.restore("latest", None, False, True)


def test_a_host_that_does_not_answer_is_left_out_and_named(
    command: Restoring, there: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    there.silent = "pg-2"
    command.restore("latest", None, False, True)
    found = look(there.keys).request
    assert found and found.hosts == ("pg-1",)
    assert "away       pg-2: cloned when they are back; make sure that" in capsys.readouterr().out
    there.keys.remove(KEY)
    there.keys.put("/service/main/members/pg-2", "{}")
    with pytest.raises(Failure, match="^pg-2: Patroni runs there, and azure-patroni-restore does not answer: start it"):
        command.restore("latest", None, False, True)
    there.silent = "pg-1"
    said = "^pg-1 is to restore, and its azure-patroni-restore does not answer: start it there$"
    with pytest.raises(Failure, match=said):
        command.restore("latest", None, False, True)


def test_undo_asks_the_host_that_led(command: Restoring, there: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure, match="^there is no restore to undo or to finish$"):
        command.undo(True)
    asked(there, phase=DONE, leader="pg-2")
    command.undo(True)
    found = look(there.keys).request
    assert found and (found.id, found.action, found.host) == ("ID", UNDO, "pg-2")
    assert "pg-2 leads with the data of before; what was restored is main.restored-ID" in capsys.readouterr().out
    with pytest.raises(Failure, match="^the restore was taken back already"):
        command.undo(True)


def test_undo_before_anything_was_set_aside_starts_what_stopped(command: Restoring, there: Cluster) -> None:
    asked(there, phase=STOP)
    there.ends = {}
    with pytest.raises(Failure, match="^the restore was taken back before anything was set aside$"):
        command.undo(True)
    found = look(there.keys).request
    assert found and (found.action, found.phase) == (CANCEL, DONE)


def test_finish_says_how_big_and_needs_every_host(
    command: Restoring, there: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(there, phase=FAILED)
    with pytest.raises(Failure, match="wait for its end, or `pgcluster restore --undo`$"):
        command.finish(True)
    asked(there, phase=DONE)
    there.silent = "pg-2"
    with pytest.raises(Failure, match="^pg-2: azure-patroni-restore does not answer: start it there$"):
        command.finish(True)
    there.silent = ""
    command.finish(True)
    said = capsys.readouterr().out
    assert "pg-1: 5.0 GiB set aside" in said and said.endswith("what was set aside is deleted\n")


def test_the_state_is_shown(command: Restoring, there: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    command.status()
    assert capsys.readouterr().out == "no restore is under way, and none has set data aside\n"


def test_status_names_a_restore_that_waits(there: Cluster, own: None, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    held = tmp_path / "held"
    monkeypatch.setattr(restoring, "HELD", held)
    assert restoring.problems(look(there.keys)) == []
    held.touch()
    assert "and no restore: remove it and `systemctl start patroni`" in restoring.problems(look(there.keys))[0]
    asked(there, phase=FAILED, problem="why")
    assert restoring.problems(look(there.keys)) == [
        "ann restores to the end of the archive since T: failed (pg-1): why: see `pgcluster restore`"
    ]
    asked(there, phase=DONE)
    assert restoring.problems(look(there.keys)) == [] and restoring.left(look(there.keys)) is None
    there.keys.put(restoring.ASK, "word")
    there.answer()
    assert "`pgcluster restore --finish` deletes it" in (restoring.left(look(there.keys)) or "")
