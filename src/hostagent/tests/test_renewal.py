"""The daily run: what it fetches, reloads, repeats and prints; and etcd's restart for new CAs."""

import os
import time
from pathlib import Path

import pytest

from azure_patroni import certificates, handshake
from azure_patroni import host as hosts
from azure_patroni.boot import certificates as renewal
from azure_patroni.boot import etcd_restart, secrets
from azure_patroni.certificates import Tls
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs
from fakes import Clock, EtcdCluster
from test_certificates import Authority, new_ca, old_ca

__all__ = ["new_ca", "old_ca"]

OLD, NEW = Tls("ca\n", "old\n", "key\n"), Tls("ca\n", "new\n", "key\n")


class Vault:
    """The vault's generation and what was asked for."""

    def __init__(self) -> None:
        self.holds = OLD
        self.labels: list[tuple[str, ...]] = []
        self.held: list[str] = []
        self.stale: list[bool] = []


@pytest.fixture
def vault(
    pooler: Host, own: None, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> Vault:
    """A pooler that has fetched the old generation and its passwords."""
    found = Vault()

    def fetch(host: Host, seconds: float, labels: tuple[str, ...]) -> dict[str, str]:
        found.labels.append(labels)
        return {}

    monkeypatch.setattr(hosts, "load", lambda: pooler)
    monkeypatch.setattr(secrets, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(secrets, "PENDING", tmp_path / "secrets.pending")
    monkeypatch.setattr(secrets, "fetch", fetch)
    monkeypatch.setattr(secrets, "choose", lambda host, values, settled: ({"pgbouncer": found.holds}, found.held))
    monkeypatch.setattr(certificates, "ends", lambda host: [])
    monkeypatch.setattr(renewal, "time", Clock())
    monkeypatch.setattr("azure_patroni.waiting.time", renewal.time)
    monkeypatch.setattr(handshake, "is_stale", lambda *_: bool(found.stale) and found.stale.pop(0))
    programs.answer("systemctl")
    secrets.store({"pgbouncer": OLD.files() | {"userlist.txt": "password"}})
    return found


RELOAD = "systemctl try-reload-or-restart pgbouncer@*.service"


def test_nothing_is_reloaded_if_nothing_changed(
    vault: Vault, programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    renewal.main([])
    assert programs.calls == []
    assert capsys.readouterr().out == "<6>nothing changed\n"


def test_a_renewed_certificate_is_written_and_its_service_reloaded_and_no_password_is_asked_for(
    vault: Vault, programs: Programs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault.holds, vault.stale = NEW, [True, True, False]
    renewal.main([])
    assert vault.labels == [("ca", "tls")]
    assert programs.calls == [RELOAD]
    assert vault.stale == []
    folder = tmp_path / "secrets/pgbouncer"
    assert {path.name: path.read_text() for path in folder.iterdir()} == NEW.files() | {"userlist.txt": "password"}
    assert capsys.readouterr().out == "<6>changed: pgbouncer/tls.crt\n"


def test_a_reload_that_failed_is_repeated_by_the_next_run(vault: Vault, programs: Programs) -> None:
    vault.holds = NEW
    programs.answer("systemctl", error="Failed to connect to bus", status=1)
    with pytest.raises(Failure, match="Failed to connect to bus"):
        renewal.main([])
    programs.answer("systemctl")
    vault.stale = [True] * 100
    with pytest.raises(Failure, match="the pooler still shows another certificate 30 s after its reload"):
        renewal.main([])
    vault.stale = []
    renewal.main([])
    renewal.main([])
    assert programs.calls == [RELOAD] * 3


def test_what_is_not_used_yet_and_what_ends_soon_are_warnings(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vault.held = ["pgbouncer: the new CA is trusted first"]
    monkeypatch.setattr(certificates, "warnings", lambda ends: [("it ends", True)])
    renewal.main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["<4>pgbouncer: the new CA is trusted first", "<4>it ends", "<6>nothing changed"]


def test_two_runs_do_not_change_secrets_at_once(vault: Vault) -> None:
    with secrets.changing():
        with pytest.raises(Failure, match="another run changes the secrets of this host"):
            renewal.main([])


@pytest.mark.parametrize(("hours", "expected"), [(22, False), (24, True)])
def test_a_ca_is_settled_after_a_day(vault: Vault, hours: int, expected: bool, tmp_path: Path,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(renewal, "time", time)
    at = time.time() - hours * 3600
    os.utime(tmp_path / "secrets/pgbouncer/ca.pem", (at, at))
    assert renewal.settled("pgbouncer") is expected


class Voters:
    """etcd, and whether its CAs are newer than its process."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.file, self.programs = folder / "etcd/ca.pem", programs
        self.file.parent.mkdir()
        self.file.touch()
        programs.answer("systemctl", "restart etcd.service")

    def started(self, seconds: int) -> None:
        """So long after its CAs changed."""
        self.programs.answer("systemctl", "show *", output=f"@{int(self.file.stat().st_mtime) + seconds}\n")


@pytest.fixture
def voters(database: Host, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Voters:
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(etcd_restart, "SECRETS", tmp_path)
    monkeypatch.setattr(etcd_restart, "time", Clock())
    return Voters(tmp_path, programs)


def test_etcd_is_restarted_under_the_lock_if_its_cas_are_newer(voters: Voters, programs: Programs) -> None:
    programs.answer("etcdctl")
    voters.started(0)
    etcd_restart.main([])
    assert not any(call.startswith("etcdctl") for call in programs.calls)
    voters.started(-1)
    etcd_restart.main([])
    call = programs.calls[-1]
    assert call.startswith("etcdctl --endpoints=https://10.50.1.5:2379,https://10.50.1.8:2379 ")
    assert call.endswith("lock /azure-patroni/defrag /usr/lib/azure-patroni/agent etcd-restart under-the-lock")
    programs.answer("etcdctl", error="Error: no answer\n", status=1)
    with pytest.raises(Failure, match="etcd does not trust the new CA yet: Error: no answer"):
        etcd_restart.main([])


def test_etcd_is_restarted_only_while_all_voters_are_healthy(
    voters: Voters, programs: Programs, database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = EtcdCluster(database, sick=("witness",))
    monkeypatch.setattr(etcd_restart, "Etcd", lambda host: cluster)
    with pytest.raises(Failure, match="after a restart, which waits until witness is healthy"):
        etcd_restart.main(["under-the-lock"])
    assert programs.calls == []
    cluster.sick = set()
    etcd_restart.main(["under-the-lock"])
    assert programs.calls == ["systemctl restart etcd.service"]


def test_a_member_that_does_not_come_back_is_a_failure(
    voters: Voters, database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = EtcdCluster(database)
    monkeypatch.setattr(etcd_restart, "Etcd", lambda host: cluster)
    monkeypatch.setattr(etcd_restart, "run", lambda *_, seconds: cluster.sick.add("pg-1"))
    with pytest.raises(Failure, match="was restarted for its new CAs, and not all voters are healthy"):
        etcd_restart.main(["under-the-lock"])


class Peers:
    """Which peers do not accept a new certificate, or still show one of the old CA; by the folder of who asks."""

    def __init__(self) -> None:
        self.refuse: dict[str, list[str]] = {}
        self.rely: dict[str, list[str]] = {}

    def distrustful(self, host: Host, folder: str, ca: str, ours: Tls | None = None) -> list[str]:
        return (self.refuse if ours else self.rely).get(folder, [])


def test_both_cas_change_in_their_order_and_a_member_of_etcd_that_is_behind_holds_both_back(
    database: Host, old_ca: Authority, new_ca: Authority, tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "SECRETS", tmp_path)
    monkeypatch.setattr(certificates, "SECRETS", tmp_path)
    peers = Peers()
    monkeypatch.setattr(handshake, "distrustful", peers.distrustful)
    labels = ("tls", "etcd-tls")
    pairs = {ca: {label: "".join(ca.sign(f"{label}-{ca.name}")) for label in labels} for ca in (old_ca, new_ca)}

    def change(issuer: Authority, *trusted: Authority, settled: bool = True) -> tuple[dict[str, str], list[str]]:
        """The CA that issued what each folder uses then, and what is held back."""
        ca = "".join(one.certificate for one in trusted)
        values = {"ca": ca, "etcd-ca": ca} | pairs[issuer]
        chosen, held = secrets.choose(database, values, lambda folder: settled)
        secrets.store({folder: one.files() for folder, one in chosen.items()})
        issuers = {certificates.read(pairs[one]["tls"]).issuer: one.name for one in (old_ca, new_ca)}
        return {folder: issuers[certificates.read(one.certificate).issuer] for folder, one in chosen.items()}, held

    old, new = ({folder: ca.name for folder in ("etcd", "postgres")} for ca in (old_ca, new_ca))
    assert change(old_ca, old_ca) == (old, [])
    assert change(old_ca, old_ca, new_ca) == (old, [])
    peers.refuse["etcd"] = ["pg-2"]
    used, held = change(new_ca, old_ca, new_ca)
    assert used == old
    assert held[0] == "etcd: the certificate of the new CA is not accepted by pg-2: fetch the CA there"
    assert [one.split(":")[0] for one in held] == ["etcd", "postgres"]
    peers.refuse = {}
    assert change(new_ca, old_ca, new_ca, settled=False)[0] == old
    assert change(new_ca, old_ca, new_ca) == (new, [])
    peers.rely["postgres"] = ["pg-2"]
    used, held = change(new_ca, new_ca)
    assert (used, len(held)) == (new, 1)
    assert held[0].startswith("postgres: the old CA stays trusted: pg-2 did not show")
    assert certificates.each((tmp_path / "etcd/ca.pem").read_text()) == [new_ca.certificate]
    assert len(certificates.each((tmp_path / "postgres/ca.pem").read_text())) == 2
