"""Restarts etcd when its CAs changed: it reads them at its start only, certificates at each handshake. One member at a
time, and only while all voters are healthy; at its stop a leader hands over by itself."""

import time

from azure_patroni import host as hosts
from azure_patroni.boot.etcd_defrag import HELD, LOCK
from azure_patroni.command import attempt, run
from azure_patroni.etcd import Etcd
from azure_patroni.failure import Failure
from azure_patroni.host import AGENT, SECRETS, Host

ETCD = "etcd.service"
RESTART_SECONDS = 120.0
# For the lock, which another member may hold for its restart.
LOCK_SECONDS = 600.0


def stale() -> bool:
    """Whether etcd started before its CAs changed."""
    shown = run("systemctl", "show", "-p", "ExecMainStartTimestamp", "--value", "--timestamp=unix", ETCD).strip()
    return shown.startswith("@") and int(shown[1:]) < int((SECRETS / "etcd/ca.pem").stat().st_mtime)


def restart(host: Host) -> None:
    """Restarts this member; the caller holds the lock."""
    etcd = Etcd(host)
    silent = sorted(host.voters.keys() - set(etcd.healthy()))
    if silent:
        raise Failure(f"etcd trusts the new CA after a restart, which waits until {', '.join(silent)} is healthy")
    run("systemctl", "restart", ETCD, seconds=RESTART_SECONDS)
    until = time.monotonic() + RESTART_SECONDS
    while host.voters.keys() - set(etcd.healthy()):
        if time.monotonic() > until:
            raise Failure("etcd was restarted for its new CAs, and not all voters are healthy: see `pgcluster status`")
        time.sleep(1)
    print("<6>etcd was restarted to read its new CAs", flush=True)


def main(arguments: list[str]) -> None:
    host = hosts.load()
    if HELD in arguments:
        restart(host)
    elif stale():
        # The lock's lease is kept alive through the others, and no member is defragmented meanwhile.
        etcd = Etcd(host)
        command = etcd.command(etcd.others(), "lock", LOCK, AGENT, "etcd-restart", HELD)
        ran = attempt(*command, seconds=LOCK_SECONDS, show=True)
        if not ran.ok:
            raise Failure(f"etcd does not trust the new CA yet: {ran.reason()}")
