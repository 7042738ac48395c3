"""Which certificates a running host uses, and when they end."""

import datetime
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import certificates
from azure_patroni.certificates import Tls, both, choose, problem, read, warnings
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"


@pytest.mark.parametrize("text", [CERTIFICATE + KEY, KEY + CERTIFICATE, (CERTIFICATE + KEY).replace("\n", "\r\n")])
def test_a_pem_text_is_split_whatever_its_order_and_line_ends(text: str) -> None:
    assert certificates.split_pem(text) == (CERTIFICATE, KEY)


@pytest.mark.parametrize("text", [CERTIFICATE + KEY + KEY, CERTIFICATE])
def test_two_keys_or_none_are_no_key(text: str) -> None:
    assert certificates.split_pem(text) == (CERTIFICATE, "")


class Authority:
    """A CA and the certificates that it signs."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.certificate, self.key = self.make(name, "-x509", "-subj", f"/CN={name}")

    def make(self, name: str, *options: str, days: str = "2") -> tuple[str, str]:
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", days)
        command = ["openssl", "req", *curve, "-keyout", str(key), "-out", str(certificate), *options]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return certificate.read_text(), key.read_text()

    def sign(self, name: str, days: str = "2") -> tuple[str, str]:
        issuer = ("-CA", str(self.folder / f"{self.name}.pem"), "-CAkey", str(self.folder / f"{self.name}.key"))
        return self.make(name, "-x509", "-subj", f"/CN={name}", *issuer, days=days)


@pytest.fixture(scope="module")
def old_ca(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    return Authority(tmp_path_factory.mktemp("ca"), "cluster-ca")


@pytest.fixture(scope="module")
def new_ca(old_ca: Authority) -> Authority:
    return Authority(old_ca.folder, "cluster-ca-2")


@pytest.fixture(scope="module")
def old(old_ca: Authority) -> Tls:
    return Tls(old_ca.certificate, *old_ca.sign("pg-1"))


def test_a_certificate_of_the_clusters_ca_is_accepted(old: Tls) -> None:
    certificates.check("pg-1-tls", old)


def test_a_certificate_that_no_peer_would_trust_is_refused(old: Tls, old_ca: Authority, new_ca: Authority) -> None:
    _, other_key = old_ca.sign("pg-2")
    for ca, pem, private, said in (
        (old.ca, old.certificate, other_key, "certificate and private key do not belong together"),
        (old.ca, old.certificate, "", "must hold a certificate and one private key in PEM"),
        (old.ca, "", old.key, "must hold a certificate and one private key in PEM"),
        (old.ca, CERTIFICATE, old.key, "certificate and private key do not belong together"),
        (new_ca.certificate, old.certificate, old.key, "the certificate is not valid under its CA"),
    ):
        with pytest.raises(Failure, match=rf"^secret pg-1-tls:? {said}.*: create it again \(terraform apply\)$"):
            certificates.check("pg-1-tls", Tls(ca, pem, private))


def test_the_key_is_in_no_list_of_processes(programs: Programs) -> None:
    programs.answer("openssl", output="the public key\n")
    certificates.check("pg-1-tls", Tls(CERTIFICATE, CERTIFICATE, KEY))
    assert [call.split()[1] for call in programs.calls] == ["pkey", "x509", "verify"]
    assert "PRIVATE KEY" not in "".join(programs.calls)


def test_the_reason_of_openssl_is_kept(programs: Programs) -> None:
    programs.answer("openssl", output="the public key\n")
    said = "CN = pg-1\nerror 10 at 0 depth lookup: certificate has expired\nerror stdin: verification failed\n"
    programs.answer("openssl", "verify *", error=said, status=2)
    with pytest.raises(Failure, match=r"its CA \(certificate has expired\): create it again"):
        certificates.check("pg-1-tls", Tls(CERTIFICATE, CERTIFICATE, KEY))


class Peers:
    """What the peers say, and what they were asked."""

    def __init__(self, refusing: list[str], relying: list[str]) -> None:
        self.refusing, self.relying = refusing, relying
        self.asked: list[str] = []

    def ask(self, ca: str, ours: Tls | None = None) -> list[str]:
        self.asked.append("refuse" if ours else "rely")
        return self.refusing if ours else self.relying


def chosen(
    old: Tls | None, new: Tls, settled: bool = True, refusing: tuple[str, ...] = (), relying: tuple[str, ...] = ()
) -> tuple[Tls, str, list[str]]:
    peers = Peers(list(refusing), list(relying))
    found, held = choose(old, new, settled, peers.ask)
    assert problem(found) is None, "a host never gets a pair that its CAs do not verify"
    return found, held, peers.asked


def test_a_renewed_certificate_of_the_same_ca_is_used_at_once(old: Tls, old_ca: Authority) -> None:
    new = Tls(old.ca, *old_ca.sign("renewed"))
    assert chosen(old, new, settled=False, refusing=("pg-2",), relying=("pg-2",)) == (new, "", [])
    assert chosen(old, old) == (old, "", [])
    assert chosen(None, new) == (new, "", [])


def test_a_new_ca_is_trusted_before_its_certificates_are_used(old: Tls, new_ca: Authority) -> None:
    trusted = both(old.ca, new_ca.certificate)
    announced = Tls(trusted, old.certificate, old.key)
    new = Tls(trusted, *new_ca.sign("pg-1-new"))
    assert chosen(old, announced) == (announced, "", [])
    # Also where the step that announces it was skipped.
    for skipped in (new, Tls(new_ca.certificate, new.certificate, new.key)):
        found, held, asked = chosen(old, skipped)
        assert (found, asked) == (announced, [])
        assert held.startswith("the new CA is trusted first")


def test_a_certificate_of_a_new_ca_waits_for_the_other_hosts(old: Tls, new_ca: Authority) -> None:
    announced = Tls(both(old.ca, new_ca.certificate), old.certificate, old.key)
    new = Tls(announced.ca, *new_ca.sign("pg-1-new"))
    found, held, asked = chosen(announced, new, settled=False)
    assert (found, asked) == (announced, [])
    assert held.startswith("the certificate of the new CA is used when all hosts had a day")
    found, held, asked = chosen(announced, new, refusing=("pg-2", "witness"))
    assert (found, asked) == (announced, ["refuse"])
    assert "is not accepted by pg-2, witness: fetch the CA there" in held
    assert chosen(announced, new) == (new, "", ["refuse"])


def test_an_old_ca_is_dropped_when_no_server_needs_it(old: Tls, new_ca: Authority) -> None:
    two = both(old.ca, new_ca.certificate)
    mine = Tls(two, *new_ca.sign("pg-1-new"))
    last = Tls(new_ca.certificate, mine.certificate, mine.key)
    found, held, asked = chosen(mine, last, relying=("pg-2",))
    assert (found, asked) == (mine, ["rely"])
    assert held == "the old CA stays trusted: pg-2 did not show a certificate of the new one"
    assert chosen(mine, last, settled=False) == (last, "", ["rely"])


def test_an_invalid_or_broken_pair_is_replaced_without_a_question(
    old: Tls, old_ca: Authority, new_ca: Authority
) -> None:
    new = Tls(new_ca.certificate, *new_ca.sign("pg-1-new"))
    _, other = old_ca.sign("pg-2")
    for broken in (
        Tls(new_ca.certificate, old.certificate, old.key),
        Tls(old.ca, old.certificate, other),
        Tls(old.ca, old.certificate, ""),
    ):
        assert chosen(broken, new, settled=False, refusing=("pg-2",), relying=("pg-2",)) == (new, "", [])


def test_a_certificate_is_read(old: Tls, old_ca: Authority, new_ca: Authority) -> None:
    found = read(old.certificate)
    left = found.end - datetime.datetime.now(datetime.timezone.utc)
    assert (found.subject, left.days) == ("pg-1", 1)
    assert "cluster-ca" in found.issuer and "Key Identifier" in found.issuer
    assert read(old_ca.sign("pg-2")[0]).issuer == found.issuer != read(new_ca.sign("pg-2")[0]).issuer
    # The CA was created again under its name.
    (old_ca.folder / "again").mkdir()
    again = Authority(old_ca.folder / "again", "cluster-ca")
    assert read(again.sign("pg-1")[0]).issuer != found.issuer
    with pytest.raises(Failure, match="openssl cannot read a certificate"):
        read(CERTIFICATE)


@pytest.mark.parametrize(
    ("days", "ca", "said", "urgent"),
    [
        (60, False, None, False),
        (59, False, "certificate n (s) ends in 59 days: deploy the stack to renew it", False),
        (14, False, "certificate n (s) ends in 14 days: deploy", False),
        (13, False, "certificate n (s) ends in 13 days: deploy", True),
        (0, False, "certificate n (s) ends in 0 days: deploy", True),
        (-1, False, "certificate n (s) ended 1 days ago: deploy", True),
        (60, True, None, False),
        (59, True, "certificate n (s) ends in 59 days: change the CA", False),
        (-5, True, "certificate n (s) ended 5 days ago: change the CA", True),
    ],
)
def test_the_end_of_a_certificate_is_announced(days: int, ca: bool, said: str | None, urgent: bool) -> None:
    entry: dict[str, Any] = {"name": "n", "subject": "s", "ca": ca, "daysLeft": days}
    found = warnings([entry])
    assert [one[0].startswith(said or "-") for one in found] == ([True] if said else [])
    assert [one[1] for one in found] == ([urgent] if said else [])


def test_the_nearest_end_comes_first(
    old: Tls, old_ca: Authority, database: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "SECRETS", tmp_path)
    with pytest.raises(Failure, match="there is no certificate yet"):
        certificates.ends(database)
    for folder, days in (("etcd", "30"), ("postgres", "40")):
        (tmp_path / folder).mkdir()
        for name, text in Tls(old.ca, *old_ca.sign("pg-9", days=days)).files().items():
            (tmp_path / folder / name).write_text(text)
    found = certificates.ends(database)
    assert [(one["name"], one["ca"], one["daysLeft"]) for one in found] == [
        ("pg-etcd-ca", True, 1),
        ("pg-ca", True, 1),
        ("pg-1-etcd-tls", False, 29),
        ("pg-1-tls", False, 39),
    ]
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
    assert found[0]["ends"] == end.strftime("%Y-%m-%d")
