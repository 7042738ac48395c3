import json
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni.failure import Failure
from conftest import BACKUP


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "host.json"
    monkeypatch.setattr(hosts, "DESCRIPTION", str(path))
    return path


def test_a_host_is_read_from_its_description(written: Path, description: dict[str, Any]) -> None:
    written.write_text(json.dumps(description))
    host = hosts.load()
    assert (host.name, host.role, host.voter, host.vault) == ("pg-1", "database", True, description["vault"])
    assert host.pgdg_mirror == description["pgdg"]
    assert (host.postgresql, host.versions["etcd-client"]) == (16, ">= 3.5.16, < 3.6")
    assert [(str(one), one.label, one.gib) for one in host.disks] == [
        ("data disk (LUN 0)", "pgdata", 64),
        ("wal disk (LUN 1)", "pgwal", 32),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file or directory"),
        ("{broken", "no JSON document"),
        ("[]", "no JSON document of a host"),
        ('{"name": "pg-1"}', "no entry 'role'"),
    ],
)
def test_a_broken_description_says_what_to_do(written: Path, text: str | None, said: str) -> None:
    if text is not None:
        written.write_text(text)
    with pytest.raises(Failure) as failure:
        hosts.load()
    assert str(failure.value).startswith(f"{written}: ")
    assert said in str(failure.value)
    assert str(failure.value).endswith("cloud-init writes it; apply the host's bundle again")


def test_backups_are_off_unless_they_are_described(description: dict[str, Any]) -> None:
    assert hosts.parse(json.dumps(description)).backup is None
    found = hosts.parse(json.dumps(description | {"backup": BACKUP})).backup
    assert found is not None
    assert list(vars(found).values()) == list(BACKUP.values())
    with pytest.raises(KeyError, match="window"):
        hosts.parse(json.dumps(description | {"backup": {name: BACKUP[name] for name in BACKUP if name != "window"}}))


def test_the_data_directory_is_on_the_data_disk(database: hosts.Host) -> None:
    assert database.data_directory == "/pgdata/16/main"
