"""A restore by two hosts, interrupted at every step: what is on the disks afterwards, and in which order all stops and
starts. Folders are real; etcd, Patroni and the copy of the backup are not."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import restoring, setaside
from azure_patroni.boot import restore as daemon
from azure_patroni.boot.restore import Restorer
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Disk, Host
from azure_patroni.http import Reply
from azure_patroni.kv import Entry, Store
from azure_patroni.recovery import EndedEarly
from azure_patroni.restoring import CANCEL, DONE, FAILED, FINISH, KEY, RESTORE, STOP, UNDO, Request, look

NAMES = ("pg-1", "pg-2")


class Keys(Store):
    """The keys, without etcd."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[str, int]] = {}
        self.count = 0

    def get(self, key: str) -> Entry | None:
        return Entry(key, *self.values[key]) if key in self.values else None

    def all(self, prefix: str) -> list[Entry]:
        return [Entry(key, *self.values[key]) for key in sorted(self.values) if key.startswith(prefix)]

    def put(self, key: str, value: str) -> None:
        self.count += 1
        self.values[key] = (value, self.count)

    def replace(self, key: str, value: str, revision: int) -> bool:
        if self.values.get(key, ("", 0))[1] != revision:
            return False
        self.put(key, value)
        return True

    def remove(self, key: str, revision: int | None = None) -> bool:
        if revision is not None and self.values.get(key, ("", 0))[1] != revision:
            return False
        self.values.pop(key, None)
        return True


class Killed(BaseException):
    """The program or its host ended here."""


@dataclass
class World:
    """Two hosts; `dies`: the call at which the program of a host ends."""

    keys: Keys
    root: Path
    hosts: dict[str, Host]
    monkeypatch: pytest.MonkeyPatch
    running: set[str] = field(default_factory=lambda: set(NAMES))
    log: list[str] = field(default_factory=list)
    me: str = ""
    calls: int = 0
    dies: int | None = None
    outcome: Exception | None = None
    refuses_to_stop: str = ""
    seconds: int = 0

    def tick(self) -> None:
        self.calls += 1
        if self.calls == self.dies:
            raise Killed

    def run(self, name: str, *words: str) -> Ran:
        """systemctl of a host."""
        if words[0] == "is-active":
            return Ran(0 if name in self.running else 3, "", "")
        if words[0] == "stop":
            if name == self.refuses_to_stop:
                return Ran(1, "", "it hangs")
            self.running.discard(name)
        if words[0] == "start" and not (self.root / name / "held").exists():
            self.running.add(name)
        self.log.append(f"{name} {words[0]}")
        return Ran(0, "", "")

    def turn(self) -> None:
        """Each host's service takes a step; one that dies begins again."""
        for name in NAMES:
            self.step(name)

    def step(self, name: str) -> None:
        self.me = name
        for module in (daemon, restoring):
            self.monkeypatch.setattr(module, "HELD", self.root / name / "held")
            self.monkeypatch.setattr(module, "RECORD", self.root / name / "record")
        try:
            Restorer(self.hosts[name], self.keys).step()
        except Killed:
            self.log.append(f"{name} died")

    def request(self) -> Request | None:
        return look(self.keys).request

    def until_ended(self) -> Request | None:
        for _ in range(30):
            self.turn()
            found = self.request()
            if found is None or (not found.under_way and found.action != FINISH):
                self.turn()
                self.turn()
                return found
        raise AssertionError(f"it never ends: {self.request()}")

    def data(self, name: str) -> dict[str, str]:
        """What is in each folder of a host's data disk, and whether pg_wal leads to its own WAL."""
        found = {}
        for folder in sorted((self.root / name / "data/16").iterdir()):
            wal = os.readlink(folder / "pg_wal")
            assert Path(wal).name == folder.name, f"{folder}/pg_wal leads to {wal}"
            content = (folder / "content").read_text()
            assert content == (Path(wal) / "content").read_text()
            found[folder.name] = content
        return found

    def ask(self, action: str = RESTORE, phase: str = STOP, **more: Any) -> None:
        old = self.request()
        now = daemon.now()
        if old is None:
            old = Request("ID", RESTORE, STOP, "pg-1", "pg-1", NAMES, "latest", 1, "F", "ann", now, now)
        made = replace(old, action=action, phase=phase, since=now, **more)
        self.keys.put(KEY, restoring.text(made))


def fill(host: Host, content: str) -> None:
    """Data and WAL of a host."""
    of = setaside.folders(host)
    for folder in (of.data, of.wal):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "content").write_text(content)
    link = Path(of.data) / "pg_wal"
    link.unlink(missing_ok=True)
    link.symlink_to(of.wal)


@pytest.fixture
def world(tmp_path: Path, database: Host, own: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = {}
    for name in NAMES:
        disks = tuple(Disk(one, 0, 1, str(tmp_path / name / one)) for one in ("data", "wal"))
        made[name] = replace(database, name=name, address=name, disks=disks)
        fill(made[name], f"old {name}")
    found = World(Keys(), tmp_path, made, monkeypatch)
    inner = daemon.attempt

    def attempt(*words: str, **more: Any) -> Ran:
        found.tick()
        return found.run(found.me, *words[1:]) if words[0] == "systemctl" else inner(*words, **more)

    def restored(self: Restorer, request: Request, going: Callable[[], None]) -> dict[str, Any]:
        found.tick()
        assert found.running == set(), "a PostgreSQL runs while data is restored"
        if found.outcome:
            raise found.outcome
        going()
        if request.action == RESTORE:
            fill(self.host, f"restored to {request.at}")
        found.tick()
        return {"timeline": 2}

    monkeypatch.setattr(daemon, "attempt", attempt)
    monkeypatch.setattr(setaside, "account", lambda: None)
    monkeypatch.setattr("azure_patroni.recovery.account", lambda: None)
    moved = setaside._move

    def move(folder: str, name: str) -> None:
        found.tick()
        moved(folder, name)
        found.tick()

    monkeypatch.setattr(setaside, "_move", move)
    monkeypatch.setattr(Restorer, "restored", restored)
    monkeypatch.setattr(daemon, "rendered", lambda: '{"ttl": 30}')
    monkeypatch.setattr(daemon, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(daemon.backup, "REQUEST", tmp_path / "backup-request.json")

    def ask(address: str, path: str) -> Reply:
        return Reply(200 if address in found.running else 503, b"")

    monkeypatch.setattr(daemon.rest, "ask", ask)
    found.keys.put("/service/main/config", '{"ttl": 20, "pause": true}')
    found.keys.put("/service/main/leader", "pg-1")
    found.keys.put("/service/main/sync", "{}")
    found.keys.put("/service/mainly/leader", "another cluster's")
    yield found


RESTORED = {"main": "restored to latest", "main.before-ID": "old pg-1"}


def test_a_restore(world: World) -> None:
    world.ask()
    ended = world.until_ended()
    assert ended and (ended.phase, ended.verdict) == (DONE, {"timeline": 2})
    assert world.data("pg-1") == RESTORED
    # The other one has nothing and clones.
    assert world.data("pg-2") == {"main.before-ID": "old pg-2"}
    assert world.running == set(NAMES)
    stops = [line for line in world.log if line.endswith("stop")]
    starts = [line for line in world.log if line.endswith("start")]
    assert stops[0] == "pg-2 stop" and starts == ["pg-1 start", "pg-2 start"]
    assert json.loads((world.root / "backup-request.json").read_text()) == {"id": "ID", "full": True}
    # What Patroni knew is gone, but its configuration and other clusters.
    kept = {key for key in world.keys.values if key.startswith("/service/")}
    assert kept == {"/service/main/config", "/service/mainly/leader"}
    assert world.keys.values["/service/main/config"][0] == '{"ttl": 20}'


@pytest.mark.parametrize("action", [RESTORE, UNDO])
def test_an_interruption_at_any_call_changes_nothing(world: World, action: str) -> None:
    world.ask()
    if action == UNDO:
        world.until_ended()
        fill(world.hosts["pg-2"], "cloned")
        world.ask(UNDO)
    world.calls, first = 0, {name: world.data(name) for name in NAMES}
    world.until_ended()
    calls, wanted = world.calls, {name: world.data(name) for name in NAMES}
    assert calls > 10 and wanted != first
    for dies in range(1, calls + 1):
        for name in NAMES:
            for folder in ("data/16", "wal/16"):
                for one in (world.root / name / folder).iterdir():
                    setaside.remove([str(one)])
            for left in ("held", "record"):
                (world.root / name / left).unlink(missing_ok=True)
            fill(world.hosts[name], f"old {name}")
        world.keys.values.clear()
        world.running, world.calls, world.dies = set(NAMES), 0, None
        world.ask()
        if action == UNDO:
            world.until_ended()
            fill(world.hosts["pg-2"], "cloned")
            world.ask(UNDO)
        world.calls, world.dies = 0, dies
        ended = world.until_ended()
        assert ended and ended.phase == DONE, dies
        assert {name: world.data(name) for name in NAMES} == wanted, f"interrupted at call {dies}"
        assert world.running == set(NAMES)
        assert any("died" in line for line in world.log)


def test_undo_puts_the_data_back_and_sets_the_restored_aside(world: World) -> None:
    world.ask()
    world.until_ended()
    fill(world.hosts["pg-2"], "cloned")
    world.log.clear()
    world.ask(UNDO)
    ended = world.until_ended()
    assert ended and ended.phase == DONE
    assert world.data("pg-1") == {"main": "old pg-1", "main.restored-ID": "restored to latest"}
    assert world.data("pg-2") == {"main": "old pg-2", "main.restored-ID": "cloned"}
    assert [line for line in world.log if line.endswith("start")] == ["pg-1 start", "pg-2 start"]


def test_finish_deletes_what_was_set_aside_on_every_host(world: World) -> None:
    world.ask()
    world.until_ended()
    fill(world.hosts["pg-2"], "cloned")
    world.ask(FINISH, DONE)
    world.step("pg-1")
    assert world.request() is not None, "pg-2 has not done it yet"
    assert world.until_ended() is None
    assert world.data("pg-1") == {"main": "restored to latest"}
    assert world.data("pg-2") == {"main": "cloned"}
    assert world.running == set(NAMES)


def test_the_leader_stops_after_the_others_only(world: World) -> None:
    world.ask()
    for _ in range(3):
        world.step("pg-1")
    assert world.running == set(NAMES)
    world.step("pg-2")
    assert world.running == {"pg-1"}
    world.step("pg-1")
    assert world.running == set()


def test_a_host_that_does_not_stop_ends_the_restore_before_anything_is_set_aside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ask()
    world.refuses_to_stop = "pg-2"
    world.turn()
    assert "Patroni does not stop: it hangs" in look(world.keys).reports["pg-2"].problem
    monkeypatch.setattr(daemon, "OTHERS_STOP_SECONDS", -1.0)
    ended = world.until_ended()
    assert ended and (ended.action, ended.phase) == (CANCEL, DONE)
    assert ended.problem.startswith("PostgreSQL of pg-1, pg-2 did not stop: nothing was changed")
    assert {name: world.data(name) for name in NAMES} == {name: {"main": f"old {name}"} for name in NAMES}
    assert world.running == set(NAMES)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (EndedEarly("2026-11-27T08:40:00Z"), "the archive ends before T: the last transaction in it is of 2026-11-27"),
        (Failure("pgbackrest restore of F: it is broken"), "pgbackrest restore of F: it is broken"),
        (IndexError("list index out of range"), "unexpected IndexError: list index out of range"),
    ],
)
def test_a_restore_that_fails_puts_nothing_back_by_itself(world: World, outcome: Exception, said: str) -> None:
    world.ask(at="T")
    world.outcome = outcome
    ended = world.until_ended()
    assert ended and ended.phase == FAILED and ended.problem.startswith(said)
    assert world.running == set()
    for name in NAMES:
        assert world.data(name) == {"main.before-ID": f"old {name}"}
        assert world.hosts[name] and (world.root / name / "held").exists()
    # The next one goes on from here, or all is put back.
    world.outcome = None
    world.ask(UNDO)
    ended = world.until_ended()
    assert ended and ended.phase == DONE
    assert {name: world.data(name) for name in NAMES} == {name: {"main": f"old {name}"} for name in NAMES}
    assert world.running == set(NAMES)


def test_a_host_that_was_away_gives_its_old_data_up_when_it_returns(world: World) -> None:
    world.ask(hosts=("pg-1",))
    world.running = {"pg-1"}
    for _ in range(8):
        world.step("pg-1")
    found = world.request()
    assert found and found.phase == DONE and world.running == {"pg-1"}
    # Its boot waits: the old data must not lead.
    world.monkeypatch.setattr(restoring, "Store", lambda host: world.keys)
    world.monkeypatch.setattr(restoring, "RECORD", world.root / "pg-2/record")
    assert "ann restores to the end of the archive" in (restoring.held_by(world.hosts["pg-2"]) or "")
    world.step("pg-2")
    assert world.data("pg-2") == {"main.before-ID": "old pg-2"}
    assert restoring.held_by(world.hosts["pg-2"]) is None
    assert world.running == set(NAMES)


def test_a_second_request_ends_the_first_in_the_middle_of_its_copy(world: World) -> None:
    world.ask()
    for _ in range(3):
        world.turn()
    going = Restorer(world.hosts["pg-1"], world.keys).going(world.request())  # type: ignore[arg-type]
    world.monkeypatch.setattr(daemon, "POLL_SECONDS", -1.0)
    going()
    # What asks meanwhile is answered: this host is not away.
    world.keys.put(restoring.ASK, "word")
    going()
    assert look(world.keys).reports["pg-1"].asked == "word"
    world.ask(UNDO)
    with pytest.raises(daemon.Superseded):
        going()


def test_hosts_without_data_restore_too(world: World) -> None:
    for name in NAMES:
        for folder in ("data/16/main", "wal/16/main"):
            setaside.remove([str(world.root / name / folder)])
    world.running = set()
    del world.keys.values["/service/main/config"]
    world.ask(leader="")
    ended = world.until_ended()
    assert ended and ended.phase == DONE
    assert world.data("pg-1") == {"main": "restored to latest"}
    assert json.loads(world.keys.values["/service/main/config"][0]) == {"ttl": 30}
    assert world.running == set(NAMES)


def test_what_a_host_answers_names_its_room(world: World) -> None:
    world.keys.put(restoring.ASK, "word")
    world.turn()
    found = look(world.keys).reports
    assert set(found) == set(NAMES)
    assert found["pg-2"].asked == "word" and found["pg-2"].free["data"] > 0 and found["pg-2"].kept == 0
