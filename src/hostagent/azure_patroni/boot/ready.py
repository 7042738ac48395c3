"""Waits until the host's services answer."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.boot.step import READY, note, now
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import HELD, SECRETS, Host
from azure_patroni.http import SECONDS, Reply, request
from azure_patroni.waiting import pauses

# A clone of 1 TiB at 50 MB/s; systemd starts the step again after this.
WAIT_SECONDS = 21_600
PROBE_SECONDS = 5.0
# Patroni's words for what PostgreSQL does, where ours explain more.
DOING = {
    "creating replica": "cloning from the leader",
    "initializing new cluster": "initialising the first database",
    "running custom bootstrap script": "initialising the first database",
    "starting": "PostgreSQL is starting or replays its WAL",
    "stopped": "PostgreSQL is stopped; Patroni waits for a leader or for etcd",
}

Question = Callable[[Host], str | None]


def etcd(host: Host) -> str | None:
    """What the voter waits for: its own member, able to read through a quorum."""
    context = ssl.create_default_context(cafile=str(SECRETS / "etcd/ca.pem"))
    context.load_cert_chain(SECRETS / "etcd/tls.crt", SECRETS / "etcd/tls.key")
    reply = request(f"https://{host.address}:2379/health", context=context)
    if reply.status == 200:
        return None
    return f"etcd: {reply.reason}: waiting for a majority of {', '.join(host.voters)}"


def postgresql(reply: Reply) -> str | None:
    """What the database waits for, by its answer to GET /patroni."""
    try:
        state: str = json.loads(reply.body)["state"]
    except (ValueError, KeyError, TypeError):
        return f"Patroni does not answer yet: {reply.reason or reply.status}"
    return None if state == "running" else DOING.get(state, f"PostgreSQL: {state}")


def database(host: Host) -> str | None:
    """What the database waits for."""
    if HELD.exists():
        return "a restore is under way: see `pgcluster restore`"
    return postgresql(rest.ask(host.address, "/patroni", SECONDS))


def pooler(process: int, host: Host) -> str | None:
    """What a PgBouncer process waits for: it answers on its own socket, and the load balancer's probe is answered."""
    from azure_patroni.pgbouncer import PORT, silence

    silent = silence(process)
    if silent:
        return silent
    try:
        socket.create_connection((host.address, PORT), PROBE_SECONDS).close()
    except OSError as error:
        return f"PgBouncer does not answer the load balancer's probe yet: {error.strerror or error}"
    return None


def services(host: Host) -> dict[str, Question]:
    """The host's units, each with the question whether it answers."""
    asked: dict[str, Question] = {}
    if host.voter:
        asked["etcd.service"] = etcd
    if host.role == "database":
        asked["patroni.service"] = database
    if host.role == "pooler":
        asked |= {f"pgbouncer@{one}.service": partial(pooler, one) for one in range(1, host.processes + 1)}
    return asked


def wait(host: Host, unit: str, question: Question, until: float) -> None:
    """Until a service answers, or systemd has given it up; until: a time of time.monotonic()."""
    last = ""
    for sleep in pauses(until, 2):
        waiting = question(host)
        if not waiting:
            return
        # Only a unit that systemd has given up is `failed`; one that is restarted is `activating`.
        if attempt("systemctl", "is-failed", "--quiet", unit).ok:
            raise Failure(
                f"{unit} failed ({waiting}): journalctl -u {unit} says why; then systemctl start azure-patroni.target"
            )
        if waiting != last:
            note(waiting)
            last = waiting
        sleep(0)
    raise Failure(f"{unit} does not answer after {WAIT_SECONDS / 3600:g} h ({last}); this host continues to wait")


def main(arguments: list[str]) -> None:
    host = hosts.load()
    READY.unlink(missing_ok=True)
    until = time.monotonic() + WAIT_SECONDS
    for unit, question in services(host).items():
        wait(host, unit, question, until)
    write(READY, now() + "\n")
    note(f"{host.name} is ready")
