"""The host's own copy of its secrets."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import sealed
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs

VALUES = {"ca": "CA", "tls": "PEM", "etcd-ca": "CA", "etcd-tls": "PEM"}
ENCRYPT = "systemd-creds encrypt --with-key=auto --tpm2-pcrs= --name=azure-patroni-secrets - -"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OFF", "PATH", "USED"):
        monkeypatch.setattr(sealed, name, tmp_path / name)
    monkeypatch.setattr(sealed, "now", lambda: "T1")
    return tmp_path


def holds(programs: Programs, host: Host, **more: object) -> None:
    """The copy that systemd-creds decrypts."""
    copy = {"vault": host.vault, "names": host.secrets, "fetched": "T0", "values": VALUES}
    programs.answer("systemd-creds", "decrypt *", json.dumps(copy | more))
    sealed.PATH.write_text("encrypted")


def test_what_the_vault_gave_is_encrypted_for_root_only(programs: Programs, database: Host) -> None:
    programs.answer("systemd-creds", "encrypt *", "encrypted\n")
    sealed.used("T0", "the vault is away")
    sealed.keep(database, VALUES)
    assert programs.calls == [ENCRYPT]
    assert json.loads(programs.given("systemd-creds")) == {
        "vault": database.vault,
        "names": database.secrets,
        "fetched": "T1",
        "values": VALUES,
    }
    assert sealed.PATH.read_text() == "encrypted\n"
    assert stat.S_IMODE(sealed.PATH.stat().st_mode) == 0o600
    assert not sealed.USED.exists()


def test_it_is_decrypted_again(programs: Programs, database: Host) -> None:
    assert sealed.load(database) is None
    holds(programs, database)
    assert sealed.load(database) == sealed.Copy("T0", VALUES)
    assert programs.calls == [f"systemd-creds decrypt --name=azure-patroni-secrets {sealed.PATH} -"]


def test_renewed_certificates_replace_theirs_and_keep_the_age_of_the_passwords(
    programs: Programs, database: Host
) -> None:
    holds(programs, database)
    programs.answer("systemd-creds", "encrypt *", "encrypted\n")
    sealed.used("T0", "the vault is away")
    sealed.keep(database, {"tls": "NEW"})
    written = json.loads(programs.given("systemd-creds"))
    assert (written["fetched"], written["values"]) == ("T0", VALUES | {"tls": "NEW"})
    assert sealed.USED.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vault": "https://other"}, "is of another vault"),
        ({"names": {"ca": "other"}}, "or of other secrets"),
        ({"values": 3}, "has another content: TypeError"),
    ],
)
def test_a_copy_of_something_else_is_not_used(
    programs: Programs, database: Host, change: dict[str, object], said: str
) -> None:
    holds(programs, database, **change)
    with pytest.raises(Failure, match=said):
        sealed.load(database)


def test_a_copy_that_another_tpm_encrypted_is_not_used(programs: Programs, database: Host) -> None:
    programs.answer("systemd-creds", error="Failed to unseal secret using TPM2: State not recoverable\n", status=1)
    sealed.PATH.write_text("encrypted")
    with pytest.raises(Failure, match="cannot be decrypted: Failed to unseal secret using TPM2"):
        sealed.load(database)


@pytest.mark.parametrize("values", [VALUES, {"tls": "NEW"}])
def test_a_copy_that_cannot_be_made_is_a_warning(
    programs: Programs, database: Host, values: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    programs.answer("systemd-creds", error="No medium found\n", status=1)
    sealed.keep(database, values)
    assert capsys.readouterr().out.startswith("a reboot needs the vault: the")
    assert not sealed.PATH.exists()


def test_switched_off_there_is_no_copy(programs: Programs, database: Host) -> None:
    sealed.OFF.touch()
    sealed.PATH.write_text("encrypted")
    assert sealed.load(database) is None
    sealed.keep(database, VALUES)
    assert not sealed.PATH.exists()
    assert programs.log.read_text() == ""
    assert sealed.problem() is None


def test_status_says_that_the_copy_is_used_and_since_when_it_is_old(database: Host) -> None:
    assert (sealed.problem() or "").startswith("there is no copy of the secrets, so a reboot needs the vault: `pg")
    sealed.PATH.touch()
    assert sealed.problem() is None
    sealed.used("T0", "HTTP 503: it is tried again")
    assert sealed.problem() == (
        "this host runs with its own copy of the secrets, of T0; it asks the vault again every 30 s:"
        " HTTP 503: it is tried again"
    )


def test_a_host_with_other_secrets_has_no_use_for_the_copy(programs: Programs, database: Host) -> None:
    holds(programs, database)
    with pytest.raises(Failure, match="other secrets"):
        sealed.load(replace(database, secrets=database.secrets | {"postgres": "pg-postgres"}))
