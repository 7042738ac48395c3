"""Fetches the host's secrets into tmpfs; with --reload also reloads the services that use them."""

import json
import re
import tempfile
import time

import yaml

from azure_patroni import host as hosts
from azure_patroni.boot.step import note
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import AGENT, SECRETS, Host
from azure_patroni.vault import fetch_all

# A role assignment may take this long to reach every front end of the vault.
BOOT_SECONDS = 1800
# An operator waits for the answer, and the roles were assigned long ago.
RELOAD_SECONDS = 60
ROLES_SECONDS = 400.0
RENEW = "create it again (terraform apply)"

Folders = dict[str, dict[str, str]]


def split_pem(text: str) -> tuple[str, str]:
    """Certificates and private key of one PEM text; no key where there is none or more than one."""
    pems = re.finditer(r"-----BEGIN ([A-Z0-9 ]+)-----\n.*?\n-----END \1-----", text.replace("\r\n", "\n"), re.DOTALL)
    parts = [(pem[1], pem[0] + "\n") for pem in pems]
    certificates = "".join(pem for kind, pem in parts if kind == "CERTIFICATE")
    keys = [pem for kind, pem in parts if kind.endswith("PRIVATE KEY")]
    return certificates, keys[0] if len(keys) == 1 else ""


def userlist(users: dict[str, str]) -> str:
    """PgBouncer's list of users: quoted, a quote doubled."""
    return "".join('"{}" "{}"\n'.format(user, password.replace('"', '""')) for user, password in users.items())


def contents(role: str, voter: bool, values: dict[str, str]) -> Folders:
    """The files of each service's folder, by folder and name."""
    certificate, key = split_pem(values["tls"])
    tls = {"ca.pem": values["ca"].strip() + "\n", "tls.crt": certificate, "tls.key": key}
    folders: Folders = {}
    if voter:
        folders["etcd"] = tls
    if role == "database":
        names = ("replicator", "rewind", "postgres", "pgbouncer_auth", "application")
        passwords = {name: values[name.replace("_", "-")] for name in names}
        patroni = {
            "restapi": {"authentication": {"password": values["patroni-rest"]}},
            "postgresql": {
                "authentication": {
                    "superuser": {"password": values["postgres"]},
                    "replication": {"password": values["replicator"]},
                    "rewind": {"password": values["rewind"]},
                }
            },
        }
        folders["postgres"] = tls | {
            "patroni.yml": yaml.safe_dump(patroni),
            "roles.json": json.dumps(passwords) + "\n",
        }
    if role == "pooler":
        users = {"pgbouncer_auth": values["pgbouncer-auth"], "pgbouncer": values["pgbouncer-admin"]}
        folders["pgbouncer"] = tls | {"userlist.txt": userlist(users)}
    return folders


def check_tls(name: str, ca: str, certificate: str, key: str) -> None:
    """Refuses a certificate that no peer would trust, before any service has it. The key goes through a pipe."""
    if not certificate or not key:
        raise Failure(f"secret {name} must hold a certificate and one private key in PEM: {RENEW}")
    ours = attempt("openssl", "pkey", "-pubout", text=key)
    theirs = attempt("openssl", "x509", "-noout", "-pubkey", text=certificate)
    if not ours.ok or not theirs.ok or ours.output != theirs.output:
        raise Failure(f"secret {name}: certificate and private key do not belong together: {RENEW}")
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as authority:
        authority.write(ca)
        authority.flush()
        verified = attempt("openssl", "verify", "-CAfile", authority.name, text=certificate)
    if not verified.ok:
        reason = re.search(r"^error .*lookup: *(.*)$", verified.error + verified.output, re.MULTILINE)
        why = reason[1] if reason else verified.reason()
        raise Failure(f"secret {name}: the certificate is not valid under the cluster's CA ({why}): {RENEW}")


def store(folders: Folders) -> list[str]:
    """Writes what changed, and returns its names; the owner is the folder's name but for PgBouncer's postgres."""
    changed = []
    for folder, texts in folders.items():
        owner = "postgres" if folder == "pgbouncer" else folder
        for name, text in texts.items():
            if write(SECRETS / folder / name, text, owner, 0o400):
                changed.append(f"{folder}/{name}")
    return changed


def reload(role: str) -> None:
    """Lets services read the files again, changed or not: the next reload completes one that failed half-way.

    etcd reads its own again by itself."""
    units = {"database": "patroni.service", "pooler": "pgbouncer@*.service"}
    if role in units:
        # Not waited for: the unit is ordered after the one whose reload runs this.
        run("systemctl", "reload", "--no-block", units[role])
    if role == "database":
        run(AGENT, "roles", seconds=ROLES_SECONDS)


def fetch(host: Host, seconds: float) -> dict[str, str]:
    """The host's secrets by label, checked."""
    values = fetch_all(host.vault, host.secrets, time.monotonic() + seconds, note)
    certificate, key = split_pem(values["tls"])
    check_tls(host.secrets["tls"], values["ca"], certificate, key)
    return values


def main(arguments: list[str]) -> None:
    host = hosts.load()
    reloading = arguments == ["--reload"]
    values = fetch(host, RELOAD_SECONDS if reloading else BOOT_SECONDS)
    changed = store(contents(host.role, host.voter, values))
    if reloading:
        reload(host.role)
    note(f"changed: {' '.join(changed)}" if changed else "nothing changed")
