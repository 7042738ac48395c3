"""Fetches the host's secrets into tmpfs; with --reload also reloads the services that use them.

At a boot without the vault it uses the host's own copy, and has the vault asked in the background."""

import contextlib
import fcntl
import json
import time
from collections.abc import Callable, Iterator
from functools import partial

import yaml

from azure_patroni import certificates, handshake, sealed
from azure_patroni import host as hosts
from azure_patroni.boot.step import note
from azure_patroni.certificates import Tls
from azure_patroni.command import run
from azure_patroni.failure import Failure
from azure_patroni.files import write_folder
from azure_patroni.host import AGENT, RUN, SECRETS, Host
from azure_patroni.vault import fetch_all

# A role assignment may take this long to reach every front end of the vault.
BOOT_SECONDS = 1800
# With a copy, a boot does not wait for the vault.
COPY_SECONDS = 30
# Asks again, and ends when the vault has given all secrets.
REFRESH = "azure-patroni-secrets-refresh.service"
# An operator waits for the answer, and the roles were assigned long ago.
RELOAD_SECONDS = 60
ROLES_SECONDS = 400.0
# There while files were written that their services have not read yet.
PENDING = RUN / "secrets.pending"

# The label of the password that encrypts backups; there with backups only.
CIPHER = "backup-cipher"

Folders = dict[str, dict[str, str]]


def userlist(users: dict[str, str]) -> str:
    """PgBouncer's list of users: quoted, a quote doubled."""
    return "".join('"{}" "{}"\n'.format(user, password.replace('"', '""')) for user, password in users.items())


def cipher(password: str) -> str:
    """pgBackRest's part of the configuration that the repository is encrypted with."""
    return f"[global]\nrepo1-cipher-pass={password}\n"


def pairs(role: str, chosen: dict[str, Tls]) -> Folders:
    """The files of certificates; chosen: those of each service."""
    folders: Folders = {folder: tls.files() for folder, tls in chosen.items()}
    if role == "database":
        # Patroni is a client of etcd by its member's certificate, and its account does not read etcd's folder.
        folders["patroni"] = chosen["etcd"].files()
    return folders


def contents(role: str, values: dict[str, str], chosen: dict[str, Tls]) -> Folders:
    """The files of each service's folder, by folder and name; chosen: the certificates, by folder."""
    folders = pairs(role, chosen)
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
        folders["postgres"] |= {
            "patroni.yml": yaml.safe_dump(patroni),
            "roles.json": json.dumps(passwords) + "\n",
        }
        if CIPHER in values:
            folders["postgres"]["pgbackrest-cipher.conf"] = cipher(values[CIPHER])
    if role == "pooler":
        users = {"pgbouncer_auth": values["pgbouncer-auth"], "pgbouncer": values["pgbouncer-admin"]}
        folders["pgbouncer"]["userlist.txt"] = userlist(users)
    return folders


def store(folders: Folders) -> list[str]:
    """Writes what changed, and returns its names; etcd reads its folder, postgres every other."""
    changed = []
    for folder, texts in folders.items():
        reader = "etcd" if folder == "etcd" else "postgres"
        changed += [f"{folder}/{name}" for name in write_folder(SECRETS / folder, texts, reader)]
    return changed


def reload(role: str, *options: str) -> None:
    """Lets services read the files again; etcd reads its own by itself.

    options: --no-block in a reload of the unit that the services are ordered after, which would wait for itself."""
    units = {"database": "patroni.service", "pooler": "pgbouncer@*.service"}
    if role in units:
        run("systemctl", "try-reload-or-restart", *options, units[role])


def fetch(host: Host, seconds: float, labels: tuple[str, ...] = ()) -> dict[str, str]:
    """The host's secrets by label, checked; labels: only these."""
    wanted = {label: name for label, name in host.secrets.items() if label in labels or not labels}
    values = fetch_all(host.name, host.vault, wanted, time.monotonic() + seconds, note)
    for one in certificates.services(host):
        certificates.check(host.secrets[one.tls], certificates.tls(values, one))
    sealed.keep(host, values)
    return values


def fetch_or_unseal(host: Host) -> dict[str, str]:
    """The host's secrets at boot: the vault's, or its own copy of them while the vault is not available."""
    copy = None
    try:
        copy = sealed.load(host)
    except Failure as failure:
        print(f"<4>{failure}", flush=True)
    if copy is None:
        return fetch(host, BOOT_SECONDS)
    try:
        return fetch(host, COPY_SECONDS)
    except Failure as failure:
        sealed.used(copy.fetched, str(failure))
        print(f"<4>the vault is not available ({failure}): this host's copy of {copy.fetched} is used", flush=True)
        run("systemctl", "start", "--no-block", REFRESH)
        return copy.values


def choose(
    host: Host, values: dict[str, str], settled: Callable[[str], bool]
) -> tuple[dict[str, Tls], list[str]]:
    """The certificates that this running host uses from now on, by folder, and why those are not yet all that the
    vault holds; settled: by folder, see certificates.choose."""
    chosen, held = {}, []
    # Only etcd members tell whether they have fetched new CAs, and etcd is the first.
    accepted = True
    for one in certificates.services(host):
        old, new = certificates.installed(one.folder), certificates.tls(values, one)
        ask = partial(handshake.distrustful, host, one.folder)
        found, said = certificates.choose(old, new, accepted and settled(one.folder), ask)
        accepted = found.certificate == new.certificate
        chosen[one.folder] = found
        if said:
            held.append(f"{one.folder}: {said}")
    return chosen, held


@contextlib.contextmanager
def changing() -> Iterator[bool]:
    """One change at a time; tells whether an earlier one was cut off before its reload was done."""
    PENDING.parent.mkdir(exist_ok=True)
    with open(PENDING.with_suffix(".lock"), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("another run changes the secrets of this host: run this again") from None
        again = PENDING.exists()
        PENDING.touch()
        yield again
        PENDING.unlink()


def rotate(host: Host) -> list[str]:
    """Fetches all secrets for the running services, and reloads these, changed or not."""
    values = fetch(host, RELOAD_SECONDS)
    with changing():
        # The operator runs this on every host, so the others had their time.
        chosen, held = choose(host, values, lambda folder: True)
        changed = store(contents(host.role, values, chosen))
        reload(host.role, "--no-block")
        if host.role == "database":
            print(run(AGENT, "roles", seconds=ROLES_SECONDS), end="", flush=True)
    for said in held:
        note(said)
    if host.voter:
        # Restarts etcd if its CAs changed.
        run("systemctl", "start", "--no-block", "azure-patroni-certificates.service")
    return changed


def main(arguments: list[str]) -> None:
    host = hosts.load()
    if arguments == ["--reload"]:
        changed = rotate(host)
    else:
        values = fetch_or_unseal(host)
        all_new = {one.folder: certificates.tls(values, one) for one in certificates.services(host)}
        changed = store(contents(host.role, values, all_new))
    note(f"changed: {' '.join(changed)}" if changed else "nothing changed")
