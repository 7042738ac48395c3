import os
import stat
from pathlib import Path

import pytest

from azure_patroni import files
from azure_patroni.failure import Failure
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


def test_a_second_name_of_a_file_is_replaced_and_the_first_left_alone(tmp_path: Path) -> None:
    other, path = tmp_path / "other", tmp_path / "file"
    write(other, "text")
    path.hardlink_to(other)
    assert not same(path, b"text", 0o644)
    assert write(path, "mine")
    assert (path.read_text(), other.read_text()) == ("mine", "text")


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "file")
    assert write(tmp_path / "file", "mine")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("mode", [0o777, 0o757])
def test_a_folder_that_others_may_change_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(mode)
    for path in (tmp_path / "open/file", tmp_path / "open/folder/file"):
        with pytest.raises(Failure, match=f"^{tmp_path}/open can be changed by others than root: chown root:root "):
            write(path, "")
    with pytest.raises(Failure):
        same(tmp_path / "open/file", b"", 0o644)
    assert not (tmp_path / "open/file").exists()
    # In a sticky folder no other account renames root's files.
    (tmp_path / "open").chmod(mode | stat.S_ISVTX)
    assert write(tmp_path / "open/file", "")


def test_a_link_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    for write_or_not in (lambda: write(tmp_path / "link/file", ""), lambda: same(tmp_path / "link/file", b"", 0o644)):
        with pytest.raises(Failure, match=f"^{tmp_path}/link is a link or a file"):
            write_or_not()
    assert not (tmp_path / "folder/file").exists()


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


OLD = {"tls.crt": "old", "tls.key": "old", "ca.pem": "ca"}
NEW = {"tls.crt": "new", "tls.key": "new", "ca.pem": "ca"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "etcd"
    assert write_folder(path, OLD | {"other": "kept"}, "etcd") == [*OLD, "other"]
    return path


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def modes(folder: Path) -> set[str]:
    """Of a folder and its files."""
    return {oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.iterdir())}


def test_files_of_a_folder_change_together_and_the_others_stay(folder: Path) -> None:
    before = folder.stat().st_ino, (folder / "ca.pem").stat().st_mtime_ns
    assert write_folder(folder, OLD, "etcd") == []
    assert before[0] == folder.stat().st_ino
    assert write_folder(folder, NEW, "etcd") == ["tls.crt", "tls.key"]
    assert texts(folder) == NEW | {"other": "kept"}
    # The age of a file that did not change says when its content did.
    assert before[1] == (folder / "ca.pem").stat().st_mtime_ns
    assert modes(folder) == {"0o750", "0o440"}
    assert [path.name for path in folder.parent.iterdir()] == ["etcd"]


def test_a_folder_of_the_service_itself_becomes_roots_with_its_files_and_without_its_links(folder: Path) -> None:
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o400)
    before = (folder / "ca.pem").stat().st_mtime_ns
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    assert write_folder(folder, OLD, "etcd") == []
    assert texts(folder) == OLD | {"other": "kept"}
    assert modes(folder) == {"0o750", "0o440"}
    assert before == (folder / "ca.pem").stat().st_mtime_ns


@pytest.mark.parametrize("broken", ["put", "exchange"])
def test_a_run_that_is_cut_off_leaves_the_old_pair(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    complete = getattr(files, broken)
    calls = []

    def cut_off(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == (2 if broken == "put" else 1):
            raise KeyboardInterrupt
        return complete(*arguments)

    monkeypatch.setattr(files, broken, cut_off)
    with pytest.raises(KeyboardInterrupt):
        write_folder(folder, NEW, "etcd")
    assert texts(folder) == OLD | {"other": "kept"}
    monkeypatch.setattr(files, broken, complete)
    assert write_folder(folder, NEW, "etcd") == ["tls.crt", "tls.key"]
    assert [path.name for path in folder.parent.iterdir()] == ["etcd"]


def test_what_cannot_be_swapped_is_an_error(tmp_path: Path) -> None:
    with files.opened(tmp_path) as inside, pytest.raises(FileNotFoundError, match="there"):
        files.exchange(inside, "here", "not there")
