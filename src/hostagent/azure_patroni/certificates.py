"""Certificates of this host: when they end, and which of the vault's a running host may use."""

import re
import tempfile
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple

from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.host import SECRETS, Host

# Below these, `pgcluster status` is degraded and unhealthy.
SOON_DAYS, URGENT_DAYS = 60, 14
RENEW = "create it again (terraform apply)"
DEPLOY = "deploy the stack to renew it; hosts fetch it within a day"
CHANGE_CA = "change the CA: raise vault.caVersions in the stack file"
FILES = ("ca.pem", "tls.crt", "tls.key")
PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\n.*?\n-----END \1-----", re.DOTALL)


class Tls(NamedTuple):
    """One generation, in PEM."""

    ca: str
    certificate: str
    key: str

    def files(self) -> dict[str, str]:
        return dict(zip(FILES, self))


class Service(NamedTuple):
    """A service with certificates of one CA: the folder of its secrets, and the labels of CA and pair in the vault."""

    folder: str
    ca: str
    tls: str


class Certificate(NamedTuple):
    """What openssl says; issuer: with the id of its key."""

    subject: str
    issuer: str
    end: datetime


def split_pem(text: str) -> tuple[str, str]:
    """Certificates and private key of one PEM text; no key where there is none or more than one."""
    parts = [(pem[1], pem[0] + "\n") for pem in PEM.finditer(text.replace("\r\n", "\n"))]
    certificates = "".join(pem for kind, pem in parts if kind == "CERTIFICATE")
    keys = [pem for kind, pem in parts if kind.endswith("PRIVATE KEY")]
    return certificates, keys[0] if len(keys) == 1 else ""


def tls(values: dict[str, str], service: Service) -> Tls:
    """The generation that the vault holds for a service; values: secrets by label."""
    return Tls(values[service.ca].strip() + "\n", *split_pem(values[service.tls]))


def each(pem: str) -> list[str]:
    """The certificates of a PEM text."""
    return [one[0] + "\n" for one in PEM.finditer(pem) if one[1] == "CERTIFICATE"]


def both(one: str, other: str) -> str:
    """The certificates of two PEM texts, each once."""
    return "".join(dict.fromkeys([*each(one), *each(other)]))


def read(pem: str) -> Certificate:
    """The first certificate of a PEM text."""
    options = ("-subject", "-issuer", "-enddate", "-ext=authorityKeyIdentifier", "-dateopt=iso_8601")
    said = attempt("openssl", "x509", "-noout", "-nameopt=RFC2253", *options, text=pem)
    found = re.fullmatch(r"subject=(.*)\n(issuer=.*\n)notAfter=(.*)Z\n((?s:.*))", said.output)
    if not found:
        raise Failure(f"openssl cannot read a certificate: {said.reason()}")
    end = datetime.fromisoformat(found[3]).replace(tzinfo=timezone.utc)
    return Certificate(found[1].removeprefix("CN="), found[2] + found[4], end)


def distrust(ca: str, certificate: str) -> str | None:
    """Why a certificate is not valid under these CAs; nothing if it is."""
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as authority:
        authority.write(ca)
        authority.flush()
        verified = attempt("openssl", "verify", "-CAfile", authority.name, text=certificate)
    if verified.ok:
        return None
    reason = re.search(r"^error .*lookup: *(.*)$", verified.error + verified.output, re.MULTILINE)
    return reason[1] if reason else verified.reason()


def problem(one: Tls) -> str | None:
    """Why no service may get this generation; nothing if it is complete. The key goes through a pipe."""
    if not one.certificate or not one.key:
        return " must hold a certificate and one private key in PEM"
    ours = attempt("openssl", "pkey", "-pubout", text=one.key)
    theirs = attempt("openssl", "x509", "-noout", "-pubkey", text=one.certificate)
    if not ours.ok or not theirs.ok or ours.output != theirs.output:
        return ": certificate and private key do not belong together"
    why = distrust(one.ca, one.certificate)
    return f": the certificate is not valid under its CA ({why})" if why else None


def check(name: str, one: Tls) -> None:
    """Refuses, before any service has it, a generation that no peer would trust; name: of the secret."""
    found = problem(one)
    if found:
        raise Failure(f"secret {name}{found}: {RENEW}")


def installed(folder: str) -> Tls | None:
    """The generation in a service's folder."""
    try:
        return Tls(*((SECRETS / folder / name).read_text() for name in FILES))
    except FileNotFoundError:
        return None


def services(host: Host) -> list[Service]:
    """The services of a host that have certificates: etcd with those of its own CA, then the server of its role."""
    found = [Service("etcd", "etcd-ca", "etcd-tls")] if host.voter else []
    folder = {"database": "postgres", "pooler": "pgbouncer"}.get(host.role)
    return [*found, Service(folder, "ca", "tls")] if folder else found


def labels(host: Host) -> tuple[str, ...]:
    """The secrets that are certificates."""
    return tuple(label for one in services(host) for label in (one.ca, one.tls))


def choose(old: Tls | None, new: Tls, settled: bool, ask: Callable[..., list[str]]) -> tuple[Tls, str]:
    """What this host uses from now on, and why that is not yet all that the vault holds.

    settled: the other hosts had the time to fetch the CAs that this host trusts; ask: handshake.distrustful."""
    if old is None or problem(old):
        return new, ""
    trusted = both(old.ca, new.ca)
    kept = old._replace(ca=trusted)
    if read(new.certificate).issuer != read(old.certificate).issuer:
        if distrust(old.ca, new.certificate):
            return kept, "the new CA is trusted first; its certificate is used from the next run on"
        if not settled:
            return kept, "the certificate of the new CA is used when all hosts had a day to fetch that CA"
        names = ask(trusted, new)
        if names:
            return kept, f"the certificate of the new CA is not accepted by {', '.join(names)}: fetch the CA there"
    if set(each(old.ca)) - set(each(new.ca)):
        names = ask(new.ca)
        if names:
            said = f"the old CA stays trusted: {', '.join(names)} did not show a certificate of the new one"
            return new._replace(ca=trusted), said
    return new, ""


def ends(host: Host) -> list[dict[str, Any]]:
    """This host's certificates and their CAs, the nearest end first."""
    named: list[tuple[str, bool, Certificate]] = []
    for one in services(host):
        found = installed(one.folder)
        if found is None:
            raise Failure("there is no certificate yet: see `journalctl -u azure-patroni-secrets`")
        named.append((host.secrets[one.tls], False, read(found.certificate)))
        named += [(host.secrets[one.ca], True, read(pem)) for pem in each(found.ca)]
    now = datetime.now(timezone.utc)
    return [
        {
            "name": name,
            "subject": one.subject,
            "ca": ca,
            "ends": one.end.strftime("%Y-%m-%d"),
            "daysLeft": (one.end - now).days,
        }
        for name, ca, one in sorted(named, key=lambda entry: entry[2].end)
    ]


def warnings(certificates: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """Those of `ends` that end soon, each with whether that is urgent."""
    said = []
    for one in certificates:
        days = one["daysLeft"]
        if days < SOON_DAYS:
            when = f"ends in {days} days" if days >= 0 else f"ended {-days} days ago"
            fix = CHANGE_CA if one["ca"] else DEPLOY
            said.append((f"certificate {one['name']} ({one['subject']}) {when}: {fix}", days < URGENT_DAYS))
    return said
