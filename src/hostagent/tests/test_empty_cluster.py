"""A cluster is not born where only its disks are blank, nor started while a restore works."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import empty_cluster, restoring
from azure_patroni.boot import quorum
from azure_patroni.failure import Failure
from azure_patroni.host import Disk, Host, parse
from azure_patroni.pgbackrest import Info
from azure_patroni.restoring import COPY, KEY, RESTORE, Request
from conftest import BACKUP, DESCRIPTION
from fakes import Clock
from test_restore import INFO
from test_restore_machine import Keys

EMPTY = Info(1, "missing stanza path", (), (), (), None)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Keys:
    found = Keys()
    monkeypatch.setattr(empty_cluster, "Store", lambda host: found)
    monkeypatch.setattr(restoring, "Store", lambda host: found)
    monkeypatch.setattr(restoring, "RECORD", tmp_path / "record")
    monkeypatch.setattr(empty_cluster.Asked, "since", None)
    monkeypatch.setattr("azure_patroni.setaside.account", lambda: None)
    return found


@pytest.fixture
def blank(keys: Keys, tmp_path: Path) -> Host:
    """A host without data, of a cluster with backup."""
    disks = tuple(Disk(name, 0, 1, str(tmp_path / name)) for name in ("data", "wal"))
    return replace(parse(json.dumps(DESCRIPTION | {"backup": BACKUP})), disks=disks)


def repository(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], Info]) -> None:
    monkeypatch.setattr(empty_cluster, "info", answer)


def test_a_new_cluster_with_an_empty_repository_is_born(blank: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(monkeypatch, lambda: EMPTY)
    assert quorum.held(blank) is None


def test_only_blank_disks_wait_for_a_persons_word(blank: Host, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(monkeypatch, lambda: INFO)
    said = (
        "no host has data, and the backup store holds backups of this cluster, the newest of 2026-11-27T08:00:00Z:"
        " `pgcluster restore --at latest` restores them; for an empty cluster raise backup.generation in the stack file"
    )
    assert quorum.held(blank) == said
    # Another host has data: this one clones it.
    keys.put("/service/main/initialize", "7")
    assert quorum.held(blank) is None


def test_a_host_with_data_does_not_ask_the_store(
    blank: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> Info:
        raise AssertionError("a boot must not depend on the store")

    repository(monkeypatch, asked)
    data = tmp_path / "data/16/main"
    data.mkdir(parents=True)
    (data / "PG_VERSION").touch()
    assert quorum.held(blank) is None


def test_a_silent_store_holds_it_for_its_time_only(
    blank: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def silent() -> Info:
        raise Failure("the backup store does not answer: 403")

    clock = Clock()
    monkeypatch.setattr(empty_cluster, "time", clock)
    repository(monkeypatch, silent)
    assert quorum.held(blank) == "no host has data, and the backup store does not answer: 403: asked for 180 s more"
    clock.sleep(179)
    assert quorum.held(blank)
    clock.sleep(2)
    assert quorum.held(blank) is None
    assert "does not answer: 403: an empty cluster is made" in capsys.readouterr().out


def test_a_restore_holds_patroni_back_until_it_is_this_hosts_turn(blank: Host, keys: Keys) -> None:
    request = Request("ID", RESTORE, COPY, "pg-2", "pg-2", ("pg-2",), "latest", 1, "F", "ann", "T", "T")
    keys.put(KEY, restoring.text(request))
    said = "ann restores to the end of the archive since T: the data is brought to the target (pg-2); this host starts"
    assert (quorum.held(blank) or "").startswith(said)


def test_without_backup_nothing_is_asked(database: Host) -> None:
    assert quorum.held(database) is None
