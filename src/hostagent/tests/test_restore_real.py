"""Restore, replay and the restore test, with a real PostgreSQL and a real pgBackRest, whose repository is a folder."""

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

from azure_patroni import host as hosts
from azure_patroni import psql as psqls
from azure_patroni import restore_test, setaside, timelines
from azure_patroni.boot.restore import heartbeat
from azure_patroni.failure import Failure
from azure_patroni.host import Disk, Host
from azure_patroni.pgbackrest import info
from azure_patroni.recovery import EndedEarly, Replay, Wanted, forget, histories, recover_again, renewal, restore
from azure_patroni.restore import plan
from conftest import BACKUP, DESCRIPTION

VERSIONS = ("17", "16")
CONFIGURATION = """\
[global]
repo1-type=posix
repo1-path={home}/repository
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=secret
repo1-bundle=y
compress-type=zst
start-fast=y
archive-async=y
spool-path={home}/spool
lock-path={home}/spool
log-level-console=off
log-level-stderr=warn
log-level-file=off
[main]
pg1-path={data}
pg1-socket-path={home}
pg1-port=5611
"""


class Rig:
    """A server, its repository, and a restored one."""

    def __init__(self, home: Path, version: str) -> None:
        self.home, self.folder = home, f"/usr/lib/postgresql/{version}/bin"
        disks = tuple(Disk(name, 0, 1, str(home / name)) for name in ("data", "wal"))
        self.host: Host = replace(
            hosts.parse(json.dumps(DESCRIPTION | {"backup": BACKUP})), postgresql=int(version), disks=disks
        )
        self.of = setaside.folders(self.host)
        for folder in (self.of.data, self.of.wal):
            parent = Path(folder).parent
            parent.mkdir(parents=True)
            shutil.chown(parent, "postgres", "postgres")
        self.run("initdb", "--no-sync", "--auth=trust", "--username=postgres", "-D", self.of.data, "-X", self.of.wal)
        # As Patroni leaves them in postgresql.conf, which a backup has, too.
        with open(f"{self.of.data}/postgresql.conf", "a", encoding="ascii") as file:
            file.write(
                f"port = 5611\nunix_socket_directories = '{home}'\nlisten_addresses = ''\nfsync = off\n"
                "archive_mode = on\narchive_command = 'pgbackrest --stanza=main archive-push \"%p\"'\n"
                "ssl = off\nshared_buffers = '16MB'\nlog_line_prefix = '%m [%p] %q%u@%d '\n"
            )

    def run(self, program: str, *words: str) -> None:
        command = [f"{self.folder}/{program}", *words]
        subprocess.run(command, user="postgres", group="postgres", check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        self.run("pg_ctl", "-D", self.of.data, f"--log={self.home}/log", "--wait", "start")

    def stop(self) -> None:
        if Path(self.of.data, "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.of.data, "--mode=fast", "--wait", "stop")

    def sql(self, text: str) -> list[dict[str, str]]:
        ran = psqls.psql(text, socket=str(self.home), port=5611)
        assert ran.ok, ran.error
        return psqls.rows(ran.output)

    def backup(self, *words: str) -> None:
        command = ["pgbackrest", "--stanza=main", *words]
        subprocess.run(command, user="postgres", group="postgres", check=True, cwd="/")

    def row(self) -> None:
        self.sql("INSERT INTO rows DEFAULT VALUES; UPDATE azure_patroni.heartbeat SET at = clock_timestamp();")

    def now(self) -> str:
        """A time between two commits."""
        time.sleep(0.05)
        text = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        at = self.sql(f"SELECT {text} AS at;")
        time.sleep(0.05)
        return at[0]["at"]

    def wanted(self, at: str) -> Wanted:
        found = info()
        chosen = plan(at, None, found, timelines.known(found), timelines.segments(found), True, time.time())
        return Wanted(self.of.data, self.of.wal, at, chosen.timeline, chosen.backup.label)

    def replay(self, **settings: str) -> Replay:
        return Replay(self.folder, self.of.data, self.home / "replay", settings)

    def state(self) -> str:
        command = [f"{self.folder}/pg_controldata", "-D", self.of.data]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        return next(line for line in ran.stdout.splitlines() if "cluster state" in line).split(":")[1].strip()


def going() -> None:
    """Nothing ends it."""


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    version = next((one for one in VERSIONS if Path(f"/usr/lib/postgresql/{one}/bin/initdb").exists()), None)
    if os.geteuid() != 0 or not version or not shutil.which("pgbackrest"):
        pytest.skip("needs PostgreSQL, pgBackRest and root")
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    for name in ("repository", "spool"):
        (home / name).mkdir()
        shutil.chown(home / name, "postgres", "postgres")
    shutil.chown(home, "postgres", "postgres")
    made = Rig(home, version)
    configuration = home / "pgbackrest.conf"
    configuration.write_text(CONFIGURATION.format(home=home, data=made.of.data))
    monkeypatch.setenv("PGBACKREST_CONFIG", str(configuration))
    try:
        made.start()
        made.backup("stanza-create")
        made.sql(
            "CREATE TABLE rows (id serial PRIMARY KEY); CREATE SCHEMA azure_patroni;"
            " CREATE TABLE azure_patroni.heartbeat (at timestamptz);"
            " INSERT INTO azure_patroni.heartbeat VALUES (clock_timestamp());"
        )
        made.backup("--type=full", "backup")
        # pgBackRest keeps whole seconds.
        time.sleep(1.1)
        yield made
    finally:
        made.stop()
        shutil.rmtree(home)


def processes(data: str) -> list[str]:
    """Those that work on a folder."""
    return [str(one) for one in Path("/proc").glob("[0-9]*/cmdline") if f" {data} " in _text(one)]


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def rows(replay: Replay) -> str:
    return replay.sql("SELECT count(*) AS count FROM rows;")[0]["count"]


def test_a_restore_to_between_two_commits_has_the_ones_before(rig: Rig) -> None:
    for _ in range(3):
        rig.row()
    at = rig.now()
    rig.row()
    rig.stop()
    assert setaside.set_aside(rig.of, "ID")
    # One that was interrupted: part of the files is there, and a server that was ended.
    wanted = rig.wanted(at)
    restore(wanted, going)
    Path(rig.of.data, "postmaster.pid").write_text("99999999\n")
    Path(rig.of.data, "PG_VERSION").unlink()
    shutil.rmtree(f"{rig.of.data}/base/1")
    Path(rig.of.data, "backup.manifest").touch()
    shutil.chown(f"{rig.of.data}/backup.manifest", "postgres", "postgres")
    restore(wanted, going)
    assert os.readlink(f"{rig.of.data}/pg_wal") == rig.of.wal
    replay = rig.replay()
    with replay.run(going) as found:
        assert rows(replay) == "3"
        assert found.timeline == 2 and found.last[:10] == at[:10] and found.last < at
        assert "restore_command" in Path(rig.of.data, "postgresql.auto.conf").read_text()
        assert heartbeat(replay)[:16] == at[:16]
        replay.sql("DELETE FROM azure_patroni.heartbeat;")
        assert heartbeat(replay) == ""
        replay.sql("DROP SCHEMA azure_patroni CASCADE;")
        assert heartbeat(replay) == ""
        forget(replay)
        replay.sql("CHECKPOINT;")
    assert rig.state() == "shut down"
    # A leader that kept one would wait for the store at its next promotion.
    settings = [line for line in Path(rig.of.data, "postgresql.auto.conf").read_text().splitlines() if line[:1] != "#"]
    assert settings == []
    # What was set aside has its own WAL, and has not changed.
    rig.start()
    rig.sql("INSERT INTO rows DEFAULT VALUES;")
    assert rig.sql("SELECT count(*) AS count FROM rows;") == [{"count": "4"}]


def test_a_target_after_the_last_commit_says_what_can_be_reached(rig: Rig) -> None:
    rig.row()
    at = rig.now()
    rig.stop()
    setaside.set_aside(rig.of, "ID")
    restore(rig.wanted(at), going)
    with pytest.raises(EndedEarly) as early:
        with rig.replay().run(going):
            raise AssertionError("it took writes")
    assert at[:16] == str(early.value)[:16] and str(early.value) < at
    # The same folder again, to the end.
    restore(rig.wanted("latest"), going)
    replay = rig.replay()
    with replay.run(going):
        assert rows(replay) == "1"


def test_a_replay_that_nobody_wants_any_more_is_ended(rig: Rig) -> None:
    rig.row()
    rig.stop()
    setaside.set_aside(rig.of, "ID")
    restore(rig.wanted("latest"), going)

    def no_more() -> None:
        raise Failure("another request came")

    with pytest.raises(Failure, match="another request came"):
        with rig.replay().run(no_more):
            raise AssertionError
    assert processes(rig.of.data) == []
    with pytest.raises(Failure, match="another request came"):
        restore(rig.wanted("latest"), no_more)


def test_a_server_that_runs_is_not_restored_over(rig: Rig) -> None:
    with pytest.raises(Failure, match=r"^PostgreSQL \(process \d+\) still runs in .*: `systemctl stop patroni`$"):
        restore(rig.wanted("latest"), going)
    assert rig.sql("SELECT 1 AS one;") == [{"one": "1"}]


def test_data_that_is_put_back_takes_a_timeline_that_is_free(rig: Rig) -> None:
    rig.row()
    at = rig.now()
    rig.row()
    rig.stop()
    setaside.set_aside(rig.of, "ID")
    restore(rig.wanted(at), going)
    with rig.replay().run(going) as found:
        assert found.timeline == 2
    assert setaside.put_back(rig.of, "ID")
    newer = rig.of.aside(setaside.RESTORED, "ID").wal
    # Its own data is all there, also while the store is away.
    shutil.move(rig.home / "repository", rig.home / "away")
    recover_again(rig.of.data)
    replay = rig.replay(**renewal(newer), archive_mode="off")
    with replay.run(going) as found:
        assert found.timeline == 3 and rows(replay) == "2"
        histories(rig.of.data, newer, found.timeline)
    assert Path(rig.of.data, "pg_wal/00000002.history").exists()
    assert Path(rig.of.data, "pg_wal/archive_status/00000002.history.done").exists()


def outcome(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> restore_test.Result:
    monkeypatch.setattr(restore_test, "HOME", rig.home / "test")
    monkeypatch.setattr(restore_test, "SPARE_SHARE", 0.0)
    return restore_test.test(rig.host)


def test_the_restore_test_proves_the_backup_and_leaves_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        rig.row()
    rig.sql("SELECT pg_switch_wal();")
    rig.sql("INSERT INTO rows DEFAULT VALUES;")
    time.sleep(2)
    result = outcome(rig, monkeypatch)
    assert result.ok, result.reason
    assert result.backup == info().backups[-1].label
    # The heartbeat of the last archived segment.
    assert result.rpo_seconds is not None and 1 <= result.rpo_seconds < 60
    assert result.rto_seconds is not None and 0 < result.rto_seconds < 60
    assert os.listdir(Path(rig.of.data).parent) == ["main"]
    assert rig.sql("SELECT count(*) AS count FROM rows;") == [{"count": "4"}]
    # It archived nothing of its own.
    assert set(timelines.known(info())) == {1}


def test_a_restore_test_names_a_blob_that_was_altered(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = max((rig.home / "repository/backup/main").glob("2*F/bundle/*"), key=lambda one: one.stat().st_size)
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 0xFF
    bundle.write_bytes(content)
    result = outcome(rig, monkeypatch)
    assert not result.ok and "pgbackrest restore of 2" in result.reason, result
    assert os.listdir(Path(rig.of.data).parent) == ["main"]


def test_a_restore_test_finds_an_index_that_lacks_a_row(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.row()
    rig.sql("UPDATE pg_index SET indisready = false WHERE indexrelid = 'rows_pkey'::regclass;")
    rig.row()
    rig.sql("UPDATE pg_index SET indisready = true WHERE indexrelid = 'rows_pkey'::regclass; SELECT pg_switch_wal();")
    time.sleep(2)
    result = outcome(rig, monkeypatch)
    assert not result.ok and result.reason.startswith("pg_amcheck of postgres: "), result


def test_without_room_nothing_is_restored(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore_test, "SPARE_SHARE", 1.0)
    result = restore_test.test(rig.host)
    assert not result.ok and result.reason.startswith("a restored copy needs "), result
