"""Lets PgBouncer connect to the host that leads as soon as that host's Patroni says so. The load balancer's probe
finds it up to 5 s later, Azure's shortest interval; while no host says that it leads, the load balancer is used."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from azure_patroni import host as hosts
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import Host
from azure_patroni.pgbouncer import DATABASES, UNITS
from azure_patroni.waiting import pauses

TEMPLATE = Path("/etc/pgbouncer/databases.ini")
PATRONI = 8008
POLL_SECONDS = 0.5
ANSWER_SECONDS = 1
TRUST_SILENCE_FOR = 30
RELOAD_SECONDS = 5.0
LEAVE_SECONDS = 10.0
NOTICE, WARNING = "<5>", "<4>"


def says_it_leads(address: str) -> bool:
    """Whether the host's Patroni says that it leads. Asked twice a second, so only the status line is read.

    The limit is for the whole answer: a host that sends a byte now and then must not delay the poll of the others."""
    until = time.monotonic() + ANSWER_SECONDS
    answer = b""
    try:
        with socket.create_connection((address, PATRONI), ANSWER_SECONDS) as connection:
            connection.sendall(b"OPTIONS /primary HTTP/1.0\r\n\r\n")
            while len(answer) < len(b"HTTP/1.0 200") and (left := until - time.monotonic()) > 0:
                connection.settimeout(left)
                part = connection.recv(1024)
                if not part:
                    break
                answer += part
    except OSError:
        return False
    return answer.startswith(b"HTTP/1.") and answer[8:12] == b" 200"


def leaders(pool: ThreadPoolExecutor, databases: dict[str, str]) -> list[str]:
    """The names of the hosts that lead, as they see it."""
    answers = zip(databases, pool.map(says_it_leads, databases.values()))
    return [name for name, is_leader in answers if is_leader]


def choose(current: str | None, leads: list[str], silent: float, before: Sequence[str] = ()) -> str | None:
    """The host to connect to; None: the load balancer.

    A leader that merely does not answer is kept for a while: its Patroni may be restarting. Of two that say that they
    lead the new one is right: the other has not noticed yet. silent: seconds since any host said that it leads;
    before: what led at the last poll."""
    new = [name for name in leads if name not in before] if current in leads else leads
    others = [name for name in new if name != current]
    if others:
        return others[0] if len(others) == 1 else None
    return current if leads or silent < TRUST_SILENCE_FOR else None


def databases(template: str, host: Host, name: str | None) -> str:
    """PgBouncer's databases on a host, or on the load balancer."""
    address = host.databases[name] if name else host.database_lb
    return template.replace(f"host={host.database_lb} ", f"host={address} ")


class Follower:
    """What PgBouncer connects to, and whether its processes have read it."""

    def __init__(self, host: Host) -> None:
        self.host = host
        # A predecessor may have written the file and ended before the reload.
        self.unread = True
        self.warned = ""

    def connect_to(self, name: str | None) -> None:
        """Writes PgBouncer's databases, and reloads its processes until that has succeeded."""
        if write(DATABASES, databases(TEMPLATE.read_text(), self.host, name)):
            self.unread = True
            print(f"{NOTICE}PgBouncer connects to {name or 'the load balancer'}", flush=True)
        if self.unread:
            self.reload()

    def reload(self) -> None:
        """Lets every process read the file; the next turn repeats what fails."""
        ran = attempt("systemctl", "reload", UNITS, seconds=RELOAD_SECONDS)
        self.unread = not ran.ok
        if ran.ok:
            self.warned = ""
        elif ran.reason() != self.warned:
            self.warned = ran.reason()
            print(f"{WARNING}PgBouncer was not reloaded and is tried again: {self.warned}", flush=True)

    def follow(self) -> None:
        """For ever."""
        current: str | None = None
        heard = time.monotonic()
        before: list[str] = []
        with ThreadPoolExecutor(len(self.host.databases)) as pool:
            while True:
                leads = leaders(pool, self.host.databases)
                if leads:
                    heard = time.monotonic()
                current = choose(current, leads, time.monotonic() - heard, before)
                before = leads
                self.connect_to(current)
                time.sleep(POLL_SECONDS)


def leave(follower: Follower) -> None:
    """Back to the load balancer, when no daemon is there to repeat a reload."""
    for sleep in pauses(time.monotonic() + LEAVE_SECONDS, 2):
        follower.connect_to(None)
        if not follower.unread:
            return
        sleep(0)
    raise Failure(f"PgBouncer was not reloaded ({follower.warned}): systemctl reload '{UNITS}'")


def main(arguments: list[str]) -> None:
    follower = Follower(hosts.load())
    if arguments == ["--balancer"]:
        leave(follower)
    else:
        follower.follow()
