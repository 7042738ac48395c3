"""What is moved aside before Patroni starts; nothing is deleted."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import stale_data
from azure_patroni.boot.stale_data import Tree, stale
from azure_patroni.failure import Failure
from azure_patroni.host import Disk, Host
from conftest import Programs


@pytest.mark.parametrize(
    ("tree", "moved"),
    [
        (Tree(data=True, complete=True, linked=True, wal=True), {}),
        (Tree(data=False, complete=False, linked=False, wal=False), {}),
        (Tree(data=True, complete=True, linked=True, wal=False), {"data": "without-wal"}),
        (Tree(data=False, complete=False, linked=False, wal=True), {"wal": "without-data"}),
        (Tree(data=True, complete=False, linked=True, wal=True), {"data": "incomplete", "wal": "without-data"}),
    ],
)
def test_only_what_patroni_cannot_start_from_is_moved_aside(tree: Tree, moved: dict[str, str]) -> None:
    assert stale(tree) == moved


def test_complete_data_is_moved_for_no_other_reason_than_missing_wal() -> None:
    for data, linked, wal in itertools.product((True, False), repeat=3):
        moved = stale(Tree(data=data, complete=True, linked=linked, wal=wal))
        assert ("data" in moved) == (linked and not wal)
        assert "wal" not in moved


@pytest.fixture
def folders(
    tmp_path: Path, database: Host, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """The database and its WAL, complete."""
    mounts = {name: tmp_path / f"pg{name}" for name in ("data", "wal")}
    found = replace(database, disks=tuple(Disk(name, 0, 1, str(mount)) for name, mount in mounts.items()))
    monkeypatch.setattr(hosts, "load", lambda: found)
    monkeypatch.setattr(stale_data, "stamp", lambda: "20261127T150000Z")
    programs.answer("install")
    data, wal = (mount / "16/main" for mount in mounts.values())
    (data / "global").mkdir(parents=True)
    (data / "global/pg_control").write_text("control")
    wal.mkdir(parents=True)
    (wal / "000000010000000000000001").write_text("wal")
    (data / "pg_wal").symlink_to(wal)
    return data, wal


def files(folder: Path) -> list[str]:
    """Every file beneath a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_complete_database_stays(folders: tuple[Path, Path], tmp_path: Path, programs: Programs) -> None:
    before = [files(folder) for folder in folders]
    stale_data.main([])
    assert [files(folder) for folder in folders] == before
    kept = "install --directory --owner=postgres --group=postgres --mode=0700"
    assert programs.calls == [f"{kept} {tmp_path}/pgdata/16", f"{kept} {tmp_path}/pgwal/16"]


def test_an_incomplete_copy_is_kept_under_another_name(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data, wal = folders
    (data / "global/pg_control").unlink()
    (data / "base").write_text("copied")
    stale_data.main([])
    assert files(data.parent) == ["main.incomplete-20261127T150000Z/base"]
    assert files(wal.parent) == ["main.without-data-20261127T150000Z/000000010000000000000001"]
    assert f"{data} cannot be used (incomplete) and is now {data}.incomplete-2026" in capsys.readouterr().out


def test_a_database_whose_wal_disk_was_lost_is_kept(folders: tuple[Path, Path]) -> None:
    data, wal = folders
    (wal / "000000010000000000000001").unlink()
    stale_data.main([])
    assert files(data.parent) == ["main.without-wal-20261127T150000Z/global/pg_control"]


def test_a_new_host_has_nothing_to_move(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert not stale_data.filled(str(tmp_path / "none"))
    assert stale_data.filled(str(folders[0]))


def test_data_of_another_major_version_stops_the_boot(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, programs: Programs
) -> None:
    found = replace(hosts.load(), postgresql=17)
    monkeypatch.setattr(hosts, "load", lambda: found)
    data, _ = folders
    said = f"^{data.parent} holds a database of PostgreSQL 16, and postgresql.version is 17"
    with pytest.raises(Failure, match=said):
        stale_data.main([])
    assert programs.calls == []
