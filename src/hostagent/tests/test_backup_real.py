"""The leader's care for the repository, with a real PostgreSQL and a real pgBackRest, whose repository is a folder."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import archive, backup, pgbackrest
from azure_patroni import host as hosts
from azure_patroni import psql as psqls
from azure_patroni.backup import Care, State
from azure_patroni.command import Ran
from azure_patroni.host import Disk
from conftest import BACKUP, DESCRIPTION

VERSIONS = ("17", "16")
CONFIGURATION = """\
[global]
repo1-type=posix
repo1-path={home}/repository
repo1-bundle=y
repo1-block=y
compress-type=zst
start-fast=y
archive-async=y
spool-path={home}/spool
lock-path={home}/spool
log-level-console=off
log-level-stderr=warn
log-level-file=off
[global:archive-push]
archive-timeout=10
archive-push-queue-max=1GiB
[main]
pg1-path={data}
pg1-socket-path={home}
pg1-port={port}
"""
SECONDS = 60.0


class Server:
    """A PostgreSQL server of a host."""

    def __init__(self, home: Path, version: str, name: str, port: int) -> None:
        self.home, self.port, self.name = home, port, name
        self.folder = Path(f"/usr/lib/postgresql/{version}/bin")
        self.root = home / name
        self.data = self.root / version / "main"
        self.data.parent.mkdir(parents=True)
        for one in (self.root, self.data.parent):
            shutil.chown(one, "postgres", "postgres")
        self.configuration = home / f"{name}.conf"
        self.configuration.write_text(CONFIGURATION.format(home=home, data=self.data, port=port))

    def run(self, program: str, *words: str) -> None:
        command = [str(self.folder / program), *words]
        subprocess.run(command, user="postgres", group="postgres", check=True, stdout=subprocess.DEVNULL, cwd="/")

    def create(self) -> None:
        self.run("initdb", "--no-sync", "--auth=trust", "--username=postgres", f"--pgdata={self.data}")

    def start(self) -> None:
        push = f'pgbackrest --config={self.configuration} --stanza=main archive-push "%p"'
        (self.data / "postgresql.auto.conf").write_text(
            f"port = {self.port}\nunix_socket_directories = '{self.home}'\nlisten_addresses = ''\nfsync = off\n"
            f"archive_mode = on\narchive_command = '{push}'\nwal_keep_size = '1GB'\n"
            f"primary_conninfo = 'host={self.home} port=5601 user=postgres'\n"
        )
        self.run("pg_ctl", f"--pgdata={self.data}", f"--log={self.home}/{self.name}.log", "--wait", "start")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", f"--pgdata={self.data}", "--mode=immediate", "--wait", "stop")

    def sql(self, text: str) -> str:
        ran = psqls.psql(text, socket=str(self.home), port=self.port)
        assert ran.ok, ran.error
        return ran.output

    def segments(self, count: int) -> None:
        """Fills so many segments."""
        for _ in range(count):
            self.sql("SELECT pg_logical_emit_message(true, 'x', 'y');")
            self.sql("SELECT pg_switch_wal();")

    def ready(self) -> list[str]:
        return sorted(one.stem for one in (self.data / "pg_wal/archive_status").glob("*.ready"))

    def settle(self) -> None:
        """Until nothing waits to be archived."""
        until = time.monotonic() + SECONDS
        while self.ready():
            # The archiver looks again only once a minute by itself.
            self.sql("SELECT pg_reload_conf();")
            self.sql("SELECT pg_switch_wal();")
            time.sleep(0.3)
            assert time.monotonic() < until, self.ready()


class Rig:
    """A cluster of two and their repository."""

    def __init__(self, home: Path, version: str, monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
        self.home, self.monkeypatch = home, monkeypatch
        self.one = Server(home, version, "one", 5601)
        self.two = Server(home, version, "two", 5602)
        self.version = version
        self.now = float(int(time.time()))
        self.queue = 1 << 30
        monkeypatch.setattr(backup, "FILE", state / "backup.json")
        monkeypatch.setattr(backup, "REQUEST", state / "request.json")
        monkeypatch.setattr(pgbackrest, "SPOOL", f"{home}/spool/archive/main/out")

    def on(self, server: Server) -> None:
        """The host that looks."""
        self.server = server
        self.monkeypatch.setenv("PGBACKREST_CONFIG", str(server.configuration))

        def psql(sql: str, **more: object) -> Ran:
            return psqls.psql(sql, socket=str(self.home), port=server.port, **more)  # type: ignore[arg-type]

        self.monkeypatch.setattr(archive, "psql", psql)

    def look(self) -> State:
        host = hosts.parse(json.dumps(DESCRIPTION | {"backup": BACKUP}))
        host = replace(host, postgresql=int(self.version), disks=(Disk("data", 0, 64, str(self.server.root)),))
        assert host.backup is not None
        Care(host, replace(host.backup, wal_queue_bytes=self.queue), lambda: self.now).look()
        return backup.load()

    def stored(self) -> dict[str, Path]:
        """The segments in the repository."""
        found = (self.home / "repository/archive/main").glob("*/*/*")
        return {one.name[:24]: one for one in found if archive.STORED.fullmatch(one.name)}


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Rig]:
    there = [one for one in VERSIONS if Path(f"/usr/lib/postgresql/{one}/bin/initdb").exists()]
    if os.geteuid() != 0 or not there or not all(map(shutil.which, ("psql", "pgbackrest"))):
        pytest.skip("needs PostgreSQL, pgBackRest and root")
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    for name in ("repository", "spool"):
        (home / name).mkdir()
        shutil.chown(home / name, "postgres", "postgres")
    shutil.chown(home, "postgres", "postgres")
    found = Rig(home, there[0], monkeypatch, tmp_path)
    found.one.create()
    found.one.start()
    found.on(found.one)
    try:
        yield found
    finally:
        found.one.stop()
        found.two.stop()
        shutil.rmtree(home)


def labels(state: State) -> list[str]:
    return [one["type"] for one in state.backups]


def test_from_an_empty_path_to_a_complete_archive(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    state = rig.look()
    assert (state.problem, labels(state), state.holes) == ("", ["full"], ())
    assert "<5>the repository was created in /pg/1 of pgbak\n<5>full backup begins: there is" in capsys.readouterr().out
    rig.one.segments(5)
    rig.one.settle()
    # Nothing is due, and nothing is missing.
    state = rig.look()
    assert (state.problem, labels(state), state.holes) == ("", ["full"], ())
    assert state.checked is not None
    newest = max(archive.position(name, 16 << 20).number for name in rig.stored())
    assert newest - 2 <= state.checked.number <= newest
    assert capsys.readouterr().out == ""
    # A day and a half later one is, at any hour.
    rig.now += 37 * 3600
    assert labels(rig.look()) == ["full", "diff"]
    # What an operator asks for is not waited for.
    backup.REQUEST.write_text('{"id": "7", "full": true}')
    state = rig.look()
    assert state.answered == {"id": "7", "label": state.backups[-1]["label"]}
    assert (labels(state), backup.REQUEST.exists()) == (["full", "diff", "full"], False)


def test_a_new_leader_archives_what_the_lost_one_had_not(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.look()
    rig.one.run("pg_basebackup", f"--host={rig.home}", "--port=5601", "--username=postgres", f"--pgdata={rig.two.data}")
    shutil.chown(rig.two.data, "postgres", "postgres")
    (rig.two.data / "standby.signal").touch()
    rig.two.start()
    # The store is gone for the old leader.
    rig.one.configuration.write_text("[global]\nrepo1-path=/nowhere\n")
    rig.one.segments(6)
    until = time.monotonic() + SECONDS
    lsn = rig.one.sql("SELECT pg_current_wal_lsn();").split()[1]
    while "t" not in rig.two.sql(f"SELECT pg_last_wal_replay_lsn() >= '{lsn}' AS done;").split():
        assert time.monotonic() < until
        time.sleep(0.2)
    lost = rig.one.ready()
    assert len(lost) >= 6
    rig.one.stop()
    rig.two.run("pg_ctl", f"--pgdata={rig.two.data}", "--wait", "promote")
    rig.on(rig.two)
    rig.two.segments(2)
    rig.two.settle()
    complete = [name for name in lost if (rig.two.data / "pg_wal" / name).exists()]
    assert complete and not set(complete) & set(rig.stored())
    capsys.readouterr()
    state = rig.look()
    assert (state.problem, state.holes) == ("", ())
    assert f"files from {complete[0]} on" in capsys.readouterr().out
    rig.two.settle()
    assert set(complete) <= set(rig.stored())
    rig.two.segments(2)
    rig.two.settle()
    # Nothing is left to be done, and what no host has is a hole: here there is none.
    state = rig.look()
    assert (state.holes, labels(state)) == ((), ["full"])
    assert state.checked is not None and state.checked.timeline == 2
    assert capsys.readouterr().out == ""


def test_a_hole_is_reported_and_followed_by_a_full_backup(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.look()
    rig.one.segments(8)
    rig.one.settle()
    names = sorted(rig.stored())
    # One that PostgreSQL still has is archived again, even where a status of its first push is left.
    (rig.home / "spool/archive/main/out" / f"{names[3]}.ok").touch()
    rig.stored()[names[3]].unlink()
    capsys.readouterr()
    assert rig.look().holes == ()
    assert f"files from {names[3]} on" in capsys.readouterr().out
    rig.one.settle()
    assert names[3] in rig.stored()
    # Two others are gone everywhere.
    backup.FILE.unlink()
    for name in names[4:6]:
        rig.stored()[name].unlink()
        (rig.one.data / "pg_wal" / name).unlink()
    state = rig.look()
    assert [(one.first, one.last, one.segments) for one in state.holes] == [(names[4], names[5], 2)]
    assert labels(state) == ["full", "full"]
    printed = capsys.readouterr().out
    assert f"<4>the archive has a hole: 2 segments are missing from {names[4]} on, archived 20" in printed
    assert "<5>full backup begins: the archive has a hole since the last one\n" in printed
    # It stays known, and costs no further backup.
    rig.one.segments(2)
    rig.one.settle()
    assert rig.look().holes == state.holes
    assert labels(backup.load()) == ["full", "full"]
    found = backup.ranges(list(state.backups), list(state.holes), 16 << 20)
    assert [one.end for one in found] == [state.holes[0].after, None]


def test_wal_that_a_full_queue_dropped_is_archived_once_the_store_is_back(rig: Rig) -> None:
    rig.look()
    rig.queue = 160 << 20
    text = rig.one.configuration.read_text()
    rig.one.configuration.write_text(text.replace("queue-max=1GiB", "queue-max=160MiB"))
    gone = rig.home / "repository.gone"
    (rig.home / "repository").rename(gone)
    (rig.home / "repository").touch()
    rig.one.segments(12)
    # PostgreSQL takes what was dropped for archived.
    rig.one.settle()
    (rig.home / "repository").unlink()
    gone.rename(rig.home / "repository")
    dropped = {one.stem for one in (rig.one.data / "pg_wal/archive_status").glob("*.done")} - set(rig.stored())
    dropped = {name for name in dropped if archive.NAME.fullmatch(name)}
    assert len(dropped) >= 11
    rig.one.segments(3)
    rig.one.settle()
    # Half of the queue at once, or they would be dropped again.
    for _ in range(4):
        before = len(dropped & set(rig.stored()))
        assert rig.look().holes == ()
        rig.one.settle()
        assert len(dropped & set(rig.stored())) in (before + 5, len(dropped))
    assert dropped <= set(rig.stored())
    assert (rig.look().holes, labels(backup.load())) == ((), ["full"])


def test_the_path_of_another_database_is_refused_and_left_alone(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.look()
    before = rig.stored()
    rig.two.create()
    rig.two.start()
    rig.on(rig.two)
    state = rig.look()
    assert "/pg/1 of pgbak holds the backups of another database (system identifier" in state.problem
    assert "raise backup.generation in the stack file" in state.problem
    rig.two.segments(2)
    time.sleep(1)
    assert (rig.stored(), labels(rig.look())) == (before, [])


def test_a_store_that_is_gone_is_said_once_with_its_end(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.look()
    capsys.readouterr()
    gone = rig.home / "repository.gone"
    (rig.home / "repository").rename(gone)
    (rig.home / "repository").touch()
    state = rig.look()
    assert state.problem.startswith("the backup repository cannot be read: ")
    rig.now += 60
    assert rig.look().since == state.since
    assert len(capsys.readouterr().out.splitlines()) == 1
    (rig.home / "repository").unlink()
    gone.rename(rig.home / "repository")
    assert rig.look().problem == ""
    assert "as they should be again" in capsys.readouterr().out


def test_a_standby_does_nothing(rig: Rig) -> None:
    rig.look()
    rig.one.stop()
    (rig.one.data / "standby.signal").touch()
    rig.one.start()
    before = rig.stored()
    rig.now += 100 * 3600
    state = rig.look()
    assert (labels(state), state.problem, rig.stored()) == (["full"], "", before)
