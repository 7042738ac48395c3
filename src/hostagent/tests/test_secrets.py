"""The host's secrets: which files, for whom, and what is refused."""

import datetime
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from azure_patroni import certificates, files, sealed
from azure_patroni import host as hosts
from azure_patroni.boot import secrets
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs
from fakes import Clock

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"
VALUES = {
    "ca": CERTIFICATE,
    "tls": CERTIFICATE + KEY,
    "etcd-ca": CERTIFICATE.replace("MIIB", "MIIE"),
    "etcd-tls": CERTIFICATE.replace("MIIB", "MIIM") + KEY,
    "postgres": "a",
    "replicator": "b",
    "rewind": "c",
    "patroni-rest": "d",
    "pgbouncer-auth": 'e"e',
    "pgbouncer-admin": "f",
    "application": "g",
}
TLS = {"ca.pem", "tls.crt", "tls.key"}


def chosen(host: Host) -> dict[str, certificates.Tls]:
    """What the vault holds, for a first boot."""
    return {one.folder: certificates.tls(VALUES, one) for one in certificates.services(host)}


def test_a_quote_in_a_password_is_doubled_for_pgbouncer() -> None:
    assert secrets.userlist({"u": 'a"b'}) == '"u" "a""b"\n'


@pytest.mark.parametrize(
    ("role", "voter", "files"),
    [
        ("witness", True, {"etcd": TLS}),
        ("pooler", False, {"pgbouncer": TLS | {"userlist.txt"}}),
        ("database", True, {"etcd": TLS, "patroni": TLS, "postgres": TLS | {"patroni.yml", "roles.json"}}),
    ],
)
def test_each_service_gets_a_folder_and_nothing_of_another(
    database: Host, role: str, voter: bool, files: dict[str, set[str]]
) -> None:
    host = replace(database, role=role, voter=voter)
    written = secrets.contents(role, VALUES, chosen(host))
    assert {folder: set(names) for folder, names in written.items()} == files
    # etcd's certificate and CA are its own.
    for folder, names in written.items():
        assert ("MIIE" in names["ca.pem"], "MIIM" in names["tls.crt"]) == ((folder in ("etcd", "patroni")),) * 2


def test_patroni_gets_a_password_for_each_of_its_accounts(database: Host) -> None:
    document = yaml.safe_load(secrets.contents("database", VALUES, chosen(database))["postgres"]["patroni.yml"])
    accounts = document["postgresql"]["authentication"]
    assert {name: account["password"] for name, account in accounts.items()} == {
        "superuser": "a",
        "replication": "b",
        "rewind": "c",
    }
    assert document["restapi"]["authentication"]["password"] == "d"


def test_the_password_of_the_backups_is_in_a_file_of_pgbackrest_where_there_are_backups(database: Host) -> None:
    assert "pgbackrest-cipher.conf" not in secrets.contents("database", VALUES, chosen(database))["postgres"]
    found = secrets.contents("database", VALUES | {"backup-cipher": "h=#;h"}, chosen(database))["postgres"]
    assert found["pgbackrest-cipher.conf"] == "[global]\nrepo1-cipher-pass=h=#;h\n"


@pytest.fixture
def folder(tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(secrets, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(secrets, "AGENT", "agent")
    monkeypatch.setattr(certificates, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(secrets, "PENDING", tmp_path / "secrets.pending")
    for name in ("OFF", "PATH", "USED"):
        monkeypatch.setattr(sealed, name, tmp_path / name)
    return tmp_path / "secrets"


def test_only_the_service_reads_its_secrets_and_does_not_change_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: dict[str, str] = {}

    def write_folder(path: Path, texts: dict[str, str], reader: str) -> list[str]:
        readers[path.name] = reader
        return files.write_folder(path, texts, reader)

    monkeypatch.setattr(secrets, "write_folder", write_folder)
    key = {"tls.key": KEY}
    written = secrets.store({"etcd": key, "patroni": key, "pgbouncer": {"userlist.txt": ""}, "postgres": {"a": "b"}})
    assert written == ["etcd/tls.key", "patroni/tls.key", "pgbouncer/userlist.txt", "postgres/a"]
    assert readers == {"etcd": "etcd", "patroni": "postgres", "pgbouncer": "postgres", "postgres": "postgres"}
    for name in written:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o440
        assert stat.S_IMODE((folder / name).parent.stat().st_mode) == 0o750
    assert secrets.store({"etcd": {"tls.key": KEY}}) == []


@pytest.fixture
def fetched(
    database: Host, folder: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> list[float]:
    """A vault with all secrets; the limits that it was asked with."""
    limits: list[float] = []

    def fetch_all(host: str, vault: str, names: dict[str, str], until: float, note: object) -> dict[str, str]:
        limits.append(until)
        return VALUES

    issued = certificates.Certificate("pg-1", "CA", datetime.datetime.now(datetime.timezone.utc))
    monkeypatch.setattr(certificates, "read", lambda pem: issued)
    monkeypatch.setattr(secrets, "fetch_all", fetch_all)
    monkeypatch.setattr(secrets, "time", Clock())
    monkeypatch.setattr(hosts, "load", lambda: database)
    programs.answer("openssl", output="the public key\n")
    programs.answer("systemctl")
    programs.answer("agent")
    programs.answer("systemd-creds", output="encrypted\n")
    return limits


# etcd reads its CAs at its start only: the unit restarts it if they changed.
ETCD = "systemctl start --no-block azure-patroni-certificates.service"
RELOADS = {
    "database": ["systemctl try-reload-or-restart --no-block patroni.service", "agent roles", ETCD],
    "pooler": ["systemctl try-reload-or-restart --no-block pgbouncer@*.service"],
    "witness": [ETCD],
}


@pytest.mark.parametrize("role", RELOADS)
def test_a_reload_reaches_the_services_also_when_the_last_one_failed(
    role: str,
    database: Host,
    fetched: list[float],
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    host = replace(database, role=role, voter=role != "pooler")
    monkeypatch.setattr(hosts, "load", lambda: host)
    programs.answer("systemctl", error="Failed to connect to bus", status=1)
    with pytest.raises(Failure, match="systemctl .* --no-block .*: Failed to connect to bus"):
        secrets.main(["--reload"])
    assert secrets.PENDING.exists() == (role != "witness")
    programs.answer("systemctl")
    programs.log.write_text("")
    secrets.main(["--reload"])
    assert [call for call in programs.calls if not call.startswith(("openssl", "systemd-creds"))] == RELOADS[role]
    assert not secrets.PENDING.exists()
    assert capsys.readouterr().out.startswith("nothing changed")


def test_at_boot_nothing_is_reloaded_and_the_vault_is_waited_for(
    fetched: list[float], programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets.main([])
    assert not any(call.startswith(("systemctl", "agent")) for call in programs.calls)
    secrets.main(["--reload"])
    assert fetched == [1000 + 1800, 1000 + 60]
    assert capsys.readouterr().out.startswith("changed: etcd/ca.pem etcd/tls.crt etcd/tls.key postgres/ca.pem")


@pytest.fixture
def copied(fetched: list[float], programs: Programs, database: Host) -> list[float]:
    """The host has a copy of its secrets."""
    copy = {"vault": database.vault, "names": database.secrets, "fetched": "T0", "values": VALUES}
    programs.answer("systemd-creds", "decrypt *", json.dumps(copy))
    sealed.PATH.write_text("encrypted")
    return fetched


def refuse(*_: object) -> dict[str, str]:
    raise Failure("a token of the metadata service: no answer within 10 s: check the network")


STARTED = "systemctl start --no-block azure-patroni-secrets-refresh.service"


def test_a_boot_without_the_vault_uses_the_copy_and_has_the_vault_asked_again(
    copied: list[float], programs: Programs, folder: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = secrets.fetch_all
    monkeypatch.setattr(secrets, "fetch_all", refuse)
    secrets.main([])
    assert (folder / "etcd/tls.key").read_text() == KEY
    assert "postgresql" in yaml.safe_load((folder / "postgres/patroni.yml").read_text())
    assert [call for call in programs.calls if call.startswith("systemctl")] == [STARTED]
    assert capsys.readouterr().out.startswith("<4>the vault is not available (a token of the metadata service: no an")
    assert "copy of the secrets, of T0" in (sealed.problem() or "")
    # What the unit runs then.
    monkeypatch.setattr(secrets, "fetch_all", given)
    secrets.main(["--reload"])
    assert sealed.problem() is None
    assert capsys.readouterr().out == "nothing changed\n"


def test_a_boot_with_the_vault_uses_the_vaults_and_waits_for_it_only_shortly(
    copied: list[float], programs: Programs
) -> None:
    sealed.used("T0", "an earlier boot")
    secrets.main([])
    assert copied == [1000 + 30]
    assert sealed.problem() is None
    assert STARTED not in programs.calls


def test_without_a_copy_that_can_be_used_the_vault_is_waited_for(
    copied: list[float], programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.answer("systemd-creds", "decrypt *", error="Failed to unseal secret using TPM2\n", status=1)
    secrets.main([])
    assert copied == [1000 + 1800]
    assert capsys.readouterr().out.startswith(f"<4>{sealed.PATH} cannot be decrypted: Failed to unseal")


def test_a_bad_certificate_in_the_vault_does_not_stop_a_reboot(copied: list[float], programs: Programs) -> None:
    programs.answer("openssl", "verify *", status=2)
    secrets.main([])
    assert "secret pg-1-etcd-tls: the certificate is not valid" in (sealed.problem() or "")


def test_a_bad_certificate_replaces_nothing(fetched: list[float], programs: Programs, folder: Path) -> None:
    programs.answer("openssl", "verify *", status=2)
    with pytest.raises(Failure):
        secrets.main(["--reload"])
    assert not folder.exists()
