import os
import stat
from pathlib import Path

import pytest

from azure_patroni import files
from azure_patroni.files import same, write, write_folder

pytestmark = pytest.mark.usefixtures("own")


def test_only_a_change_of_content_or_mode_writes(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    assert write(path, "one", mode=0o600)
    first = path.stat()
    assert not write(path, b"one", mode=0o600)
    assert path.stat().st_ino == first.st_ino
    assert write(path, "two", mode=0o600)
    assert path.read_text() == "two"
    assert write(path, "two", mode=0o644)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_reader_keeps_the_file_that_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, "old")
    with open(path) as reader:
        write(path, "new and longer")
        assert reader.read() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    other, path = tmp_path / "other", tmp_path / "file"
    other.write_text("text")
    other.chmod(0o644)
    path.symlink_to(other)
    assert not same(path, b"text", 0o644)
    assert write(path, "mine")
    assert (path.is_symlink(), path.read_text(), other.read_text()) == (False, "mine", "text")


def test_two_programs_that_write_at_once_do_not_mix_their_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fsync = tmp_path / "file", os.fsync

    def other_writes(descriptor: int) -> None:
        monkeypatch.setattr("os.fsync", fsync)
        write(path, "the other program's")
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", other_writes)
    assert write(path, "mine")
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write(path, "old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(("owner", "mode"), [("root", 0o755), ("postgres", 0o700)])
def test_a_new_folder_of_a_service_is_its_own(tmp_path: Path, owner: str, mode: int) -> None:
    write(tmp_path / "new" / "file", "", owner)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode


OLD = {"tls.crt": "old", "tls.key": "old", "ca.pem": "ca"}
NEW = {"tls.crt": "new", "tls.key": "new", "ca.pem": "ca"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "etcd"
    assert write_folder(path, OLD | {"other": "kept"}, "root", 0o400) == [*OLD, "other"]
    return path


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_files_of_a_folder_change_together_and_the_others_stay(folder: Path) -> None:
    before = folder.stat().st_ino, (folder / "ca.pem").stat().st_ino
    assert write_folder(folder, OLD, "root", 0o400) == []
    assert before[0] == folder.stat().st_ino
    assert write_folder(folder, NEW, "root", 0o400) == ["tls.crt", "tls.key"]
    assert texts(folder) == NEW | {"other": "kept"}
    # The age of a file that did not change says when its content did.
    assert before[1] == (folder / "ca.pem").stat().st_ino
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o400 for path in folder.iterdir())
    assert [path.name for path in folder.parent.iterdir()] == ["etcd"]


@pytest.mark.parametrize("broken", ["write", "exchange"])
def test_a_run_that_is_cut_off_leaves_the_old_pair(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    whole = getattr(files, broken)
    calls = []

    def cut_off(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == (2 if broken == "write" else 1):
            raise KeyboardInterrupt
        return whole(*arguments)

    monkeypatch.setattr(files, broken, cut_off)
    with pytest.raises(KeyboardInterrupt):
        write_folder(folder, NEW, "root", 0o400)
    assert texts(folder) == OLD | {"other": "kept"}
    monkeypatch.setattr(files, broken, whole)
    assert write_folder(folder, NEW, "root", 0o400) == ["tls.crt", "tls.key"]
    assert [path.name for path in folder.parent.iterdir()] == ["etcd"]


def test_what_cannot_be_swapped_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there"):
        files.exchange(tmp_path, tmp_path / "not there")
