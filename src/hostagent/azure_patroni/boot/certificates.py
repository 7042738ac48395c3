"""Fetches renewed certificates, once a day; passwords are left alone, for their change has an order across hosts.

A run that fails keeps the old certificates and is repeated by its unit."""

import contextlib
import time

from azure_patroni import certificates, handshake
from azure_patroni import host as hosts
from azure_patroni.boot import secrets
from azure_patroni.failure import Failure
from azure_patroni.host import SECRETS, Host
from azure_patroni.waiting import pauses

FETCH_SECONDS = 300
# A reload is a signal: Patroni passes it on to PostgreSQL in its next round.
SHOWN_SECONDS = 30
# All hosts have fetched a new CA: their timers run once a day.
SETTLED_HOURS = 23


def settled(folder: str) -> bool:
    """Whether the CAs that a service trusts are a day old."""
    with contextlib.suppress(FileNotFoundError):
        changed = (SECRETS / folder / "ca.pem").stat().st_mtime
        return time.time() - changed > SETTLED_HOURS * 3600
    return True


def await_new(host: Host, certificate: str) -> None:
    """Waits until the servers show their new certificate."""
    for sleep in pauses(time.monotonic() + SHOWN_SECONDS, 1):
        if not handshake.is_stale(host, certificate):
            return
        sleep(0)
    raise Failure(f"the {host.role} still shows another certificate {SHOWN_SECONDS} s after its reload: see its log")


def main(arguments: list[str]) -> None:
    host = hosts.load()
    values = secrets.fetch(host, FETCH_SECONDS, certificates.labels(host))
    with secrets.changing() as again:
        chosen, held = secrets.choose(host, values, settled)
        changed = secrets.store(secrets.pairs(host.role, chosen))
        if changed or again:
            secrets.reload(host.role)
            # etcd reads its certificate at each handshake.
            for folder in chosen.keys() - {"etcd"}:
                await_new(host, chosen[folder].certificate)
    if host.voter:
        from azure_patroni.boot import etcd_restart

        etcd_restart.main([])
    for warning in [*held, *(said for said, _ in certificates.warnings(certificates.ends(host)))]:
        print(f"<4>{warning}", flush=True)
    print(f"<6>changed: {' '.join(changed)}" if changed else "<6>nothing changed", flush=True)
