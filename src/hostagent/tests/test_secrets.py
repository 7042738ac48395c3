"""The host's secrets: which files, for whom, and what is refused."""

import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

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
    "postgres": "a",
    "replicator": "b",
    "rewind": "c",
    "patroni-rest": "d",
    "pgbouncer-auth": 'e"e',
    "pgbouncer-admin": "f",
    "application": "g",
}
TLS = {"ca.pem", "tls.crt", "tls.key"}


@pytest.mark.parametrize("text", [CERTIFICATE + KEY, KEY + CERTIFICATE, (CERTIFICATE + KEY).replace("\n", "\r\n")])
def test_a_pem_text_is_split_whatever_its_order_and_line_ends(text: str) -> None:
    assert secrets.split_pem(text) == (CERTIFICATE, KEY)


@pytest.mark.parametrize("text", [CERTIFICATE + KEY + KEY, CERTIFICATE])
def test_two_keys_or_none_are_no_key(text: str) -> None:
    assert secrets.split_pem(text) == (CERTIFICATE, "")


def test_a_quote_in_a_password_is_doubled_for_pgbouncer() -> None:
    assert secrets.userlist({"u": 'a"b'}) == '"u" "a""b"\n'


@pytest.mark.parametrize(
    ("role", "voter", "files"),
    [
        ("witness", True, {"etcd": TLS}),
        ("pooler", False, {"pgbouncer": TLS | {"userlist.txt"}}),
        ("database", True, {"etcd": TLS, "postgres": TLS | {"patroni.yml", "roles.json"}}),
    ],
)
def test_each_service_gets_a_folder_and_nothing_of_another(role: str, voter: bool, files: dict[str, set[str]]) -> None:
    assert {folder: set(names) for folder, names in secrets.contents(role, voter, VALUES).items()} == files


def test_patroni_gets_a_password_for_each_of_its_accounts() -> None:
    document = yaml.safe_load(secrets.contents("database", True, VALUES)["postgres"]["patroni.yml"])
    accounts = document["postgresql"]["authentication"]
    assert {name: account["password"] for name, account in accounts.items()} == {
        "superuser": "a",
        "replication": "b",
        "rewind": "c",
    }
    assert document["restapi"]["authentication"]["password"] == "d"


class Authority:
    """A CA and the certificates that it signs."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.certificate, self.key = self.make(name, "-x509", "-subj", f"/CN={name}")

    def make(self, name: str, *options: str) -> tuple[str, str]:
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
        command = ["openssl", "req", *curve, "-keyout", str(key), "-out", str(certificate), *options]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return certificate.read_text(), key.read_text()

    def sign(self, name: str) -> tuple[str, str]:
        issuer = ("-CA", str(self.folder / f"{self.name}.pem"), "-CAkey", str(self.folder / f"{self.name}.key"))
        return self.make(name, "-x509", "-subj", f"/CN={name}", *issuer)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    return Authority(tmp_path_factory.mktemp("ca"), "cluster-ca")


def test_a_certificate_of_the_clusters_ca_is_accepted(authority: Authority) -> None:
    secrets.check_tls("pg-1-tls", authority.certificate, *authority.sign("pg-1"))


def test_a_certificate_that_no_peer_would_trust_is_refused(authority: Authority) -> None:
    certificate, key = authority.sign("pg-1")
    _, other_key = authority.sign("pg-2")
    stranger = Authority(authority.folder, "another-ca")
    for ca, pem, private, problem in (
        (authority.certificate, certificate, other_key, "certificate and private key do not belong together"),
        (authority.certificate, certificate, "", "must hold a certificate and one private key in PEM"),
        (authority.certificate, "", key, "must hold a certificate and one private key in PEM"),
        (authority.certificate, CERTIFICATE, key, "certificate and private key do not belong together"),
        (stranger.certificate, certificate, key, "the certificate is not valid under the cluster's CA"),
    ):
        with pytest.raises(Failure, match=rf"^secret pg-1-tls:? {problem}.*: create it again \(terraform apply\)$"):
            secrets.check_tls("pg-1-tls", ca, pem, private)


def test_the_key_is_in_no_list_of_processes(programs: Programs) -> None:
    programs.answer("openssl", output="the public key\n")
    secrets.check_tls("pg-1-tls", CERTIFICATE, CERTIFICATE, KEY)
    assert [call.split()[1] for call in programs.calls] == ["pkey", "x509", "verify"]
    assert "PRIVATE KEY" not in "".join(programs.calls)


def test_the_reason_of_openssl_is_kept(programs: Programs) -> None:
    programs.answer("openssl", output="the public key\n")
    said = "CN = pg-1\nerror 10 at 0 depth lookup: certificate has expired\nerror stdin: verification failed\n"
    programs.answer("openssl", "verify *", error=said, status=2)
    with pytest.raises(Failure, match=r"the cluster's CA \(certificate has expired\): create it again"):
        secrets.check_tls("pg-1-tls", CERTIFICATE, CERTIFICATE, KEY)


@pytest.fixture
def folder(tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(secrets, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(secrets, "AGENT", "agent")
    return tmp_path / "secrets"


def test_only_the_service_reads_its_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owners: dict[str, str] = {}

    def write(path: Path, text: str, owner: str, mode: int) -> bool:
        owners[f"{path.parent.name}/{path.name}"] = owner
        return inner(path, text, owner, mode)

    inner = secrets.write
    monkeypatch.setattr(secrets, "write", write)
    written = secrets.store({"etcd": {"tls.key": KEY}, "pgbouncer": {"userlist.txt": ""}, "postgres": {"a": "b"}})
    assert written == ["etcd/tls.key", "pgbouncer/userlist.txt", "postgres/a"]
    assert owners == {"etcd/tls.key": "etcd", "pgbouncer/userlist.txt": "postgres", "postgres/a": "postgres"}
    for name in written:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o400
        assert stat.S_IMODE((folder / name).parent.stat().st_mode) == 0o700
    assert secrets.store({"etcd": {"tls.key": KEY}}) == []


@pytest.fixture
def fetched(
    database: Host, folder: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> list[float]:
    """A vault with all secrets; the limits that it was asked with."""
    limits: list[float] = []

    def fetch_all(vault: str, names: dict[str, str], until: float, note: object) -> dict[str, str]:
        limits.append(until)
        return VALUES

    monkeypatch.setattr(secrets, "fetch_all", fetch_all)
    monkeypatch.setattr(secrets, "time", Clock())
    monkeypatch.setattr(hosts, "load", lambda: database)
    programs.answer("openssl", output="the public key\n")
    programs.answer("systemctl")
    programs.answer("agent")
    return limits


RELOADS = {
    "database": ["systemctl reload --no-block patroni.service", "agent roles"],
    "pooler": ["systemctl reload --no-block pgbouncer@*.service"],
    "witness": [],
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
    host = replace(database, role=role)
    monkeypatch.setattr(hosts, "load", lambda: host)
    programs.answer("systemctl", error="Failed to connect to bus", status=1)
    if RELOADS[role]:
        with pytest.raises(Failure, match="systemctl reload --no-block .*: Failed to connect to bus"):
            secrets.main(["--reload"])
    programs.answer("systemctl")
    programs.log.write_text("")
    secrets.main(["--reload"])
    assert [call for call in programs.calls if not call.startswith("openssl")] == RELOADS[role]
    assert capsys.readouterr().out.startswith("nothing changed" if RELOADS[role] else "changed: etcd/ca.pem")


def test_at_boot_nothing_is_reloaded_and_the_vault_is_waited_for(
    fetched: list[float], programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets.main([])
    assert not any(call.startswith(("systemctl", "agent")) for call in programs.calls)
    secrets.main(["--reload"])
    assert fetched == [1000 + 1800, 1000 + 60]
    assert capsys.readouterr().out.startswith("changed: etcd/ca.pem etcd/tls.crt etcd/tls.key postgres/ca.pem")


def test_a_bad_certificate_replaces_nothing(fetched: list[float], programs: Programs, folder: Path) -> None:
    programs.answer("openssl", "verify *", status=2)
    with pytest.raises(Failure):
        secrets.main(["--reload"])
    assert not folder.exists()
