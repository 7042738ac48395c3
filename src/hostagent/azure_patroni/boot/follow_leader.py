"""Lets PgBouncer connect to the host that leads as soon as that host's Patroni says so, and closes what is still
connected to the others. The load balancer's probe finds the leader up to 5 s later, Azure's shortest interval; it is
used while no leader is known."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from azure_patroni import host as hosts
from azure_patroni import leaders, notify, pgbouncer, sockets
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import Host
from azure_patroni.leaders import Choice, Looks, Once
from azure_patroni.pgbouncer import DATABASES, UNITS
from azure_patroni.waiting import pauses

TEMPLATE = Path("/etc/pgbouncer/databases.ini")
POSTGRESQL = 5432
RELOAD_SECONDS = 5.0
LEAVE_SECONDS = 10.0
# A login is tried after so much silence, and again so often.
LOGIN_AFTER_SECONDS = 2.0
LOGIN_EACH_SECONDS = 2.0
# Connections to a former leader are closed again for so long: a process may have opened one before it read the file.
CLOSE_SECONDS = 10.0
CLOSE_EACH_SECONDS = 0.5
NOTICE, WARNING = "<5>", "<4>"


def databases(template: str, host: Host, name: str | None) -> str:
    """PgBouncer's databases on a host, or on the load balancer."""
    address = host.databases[name] if name else host.database_lb
    return template.replace(f"host={host.database_lb} ", f"host={address} ")


class Follower:
    """What PgBouncer connects to, and whether its processes have read it."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.described = stamp()
        # A predecessor may have written the file and ended before the reload.
        self.unread = True
        # When it last wrote or reloaded.
        self.acted = 0.0
        self.warned: dict[str, str] = {}

    def connect_to(self, name: str | None, why: str = "") -> None:
        """Writes PgBouncer's databases, and reloads its processes until that has succeeded."""
        if write(DATABASES, databases(TEMPLATE.read_text(), self.host, name)):
            self.unread = True
            say(NOTICE, f"PgBouncer connects to {name or 'the load balancer'}{why and ': '}{why}")
        if self.unread:
            self.reload()
            self.acted = time.monotonic()

    def reload(self) -> None:
        """Lets every process read the file; the next turn repeats what fails."""
        ran = attempt("systemctl", "reload", UNITS, seconds=RELOAD_SECONDS)
        self.unread = not ran.ok
        self.warn("reload", "" if ran.ok else f"PgBouncer was not reloaded and is tried again: {ran.reason()}")

    def warn(self, topic: str, text: str) -> None:
        """Logs a problem once; an empty text ends it."""
        if text and text != self.warned.get(topic):
            say(WARNING, text)
        self.warned[topic] = text

    def read_host(self) -> None:
        """Reads the host's description again if it is another file than the last time."""
        found = stamp()
        if found == self.described:
            return
        try:
            self.host = hosts.load()
            self.described = found
            self.warn("host", "")
        except Failure as failure:
            self.warn("host", f"{failure}; the description before it still counts")


class Daemon(Follower):
    """Follows the leader for ever."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.looks = Looks()
        self.logins = Once()
        self.choice = Choice(None)
        # When anything last spoke for the chosen host: its Patroni, or a login.
        self.heard = self.tried = time.monotonic()
        self.closed = 0.0

    def follow(self) -> None:
        """For ever."""
        while True:
            self.read_host()
            self.looks.watch(self.host.databases)
            self.looks.wait()
            self.turn()
            if self.looks.alive():
                notify.alive()

    def turn(self) -> None:
        """Decides by the newest answers, and carries it out."""
        claims = self.looks.claims()
        for name, why in self.looks.untrusted().items():
            self.warn(f"certificate of {name}", why and f"Patroni of {name} counts as silent: {why}")
        now = time.monotonic()
        current = self.choice.name
        if current and current in claims and claims[current].leads:
            self.heard = now
            self.warn("silent", "")
        chosen = leaders.choose(self.choice, claims, now - self.heard)
        if chosen.name not in self.host.databases:
            chosen = Choice(None)
        if chosen.name != current:
            self.heard = now
        self.choice = chosen
        self.connect_to(chosen.name, said(claims, chosen))
        self.close_others()
        self.login()

    def close_others(self) -> None:
        """Closes the connections to every database host but the leader, for some seconds after each change."""
        now = time.monotonic()
        if not self.choice.name or now > self.acted + CLOSE_SECONDS or now < self.closed + CLOSE_EACH_SECONDS:
            return
        self.closed = now
        others = {address: name for name, address in self.host.databases.items() if name != self.choice.name}
        try:
            found = sockets.close(list(others), POSTGRESQL)
            if found:
                say(NOTICE, f"closed connections: {count(found, others)}")
            elif left := sockets.connections(list(others), POSTGRESQL):
                self.warn("close", f"connections stay open, as this kernel cannot close them: {count(left, others)}")
        except Failure as failure:
            self.warn("close", f"connections to other hosts than the leader were not closed: {failure}")

    def login(self) -> None:
        """Tries a login while no Patroni says that the chosen host leads."""
        name, now = self.choice.name, time.monotonic()
        if not name or now - self.heard < LOGIN_AFTER_SECONDS or now - self.tried < LOGIN_EACH_SECONDS:
            return
        address = self.host.databases[name]

        def ask() -> None:
            refusal = pgbouncer.refusal(address)
            if self.choice.name != name:
                return
            if refusal:
                self.warn("silent", f"no host says that it leads, and {name} takes no writes: {refusal}")
            else:
                self.heard = now
                self.warn("silent", f"no host says that it leads; {name} is kept, as it takes logins and writes")

        if self.logins.start(ask):
            self.tried = now


def said(claims: dict[str, leaders.Claim], chosen: Choice) -> str:
    """The evidence, for the log."""
    if chosen.name in claims and claims[chosen.name].leads:
        return f"its Patroni says that it leads, timeline {chosen.timeline}"
    return "no host says that it leads"


def count(peers: Sequence[str], names: dict[str, str]) -> str:
    """How many of each host."""
    return ", ".join(f"{number} to {name}" for name, number in Counter(names.get(one, one) for one in peers).items())


def stamp() -> tuple[int, ...]:
    """What tells one version of the host's description from another."""
    try:
        found = os.stat(hosts.DESCRIPTION)
        return (found.st_mtime_ns, found.st_ino, found.st_size)
    except OSError:
        return ()


def say(level: str, text: str) -> None:
    print(f"{level}{text}", flush=True)


def leave(follower: Follower) -> None:
    """Back to the load balancer, when no daemon is there to repeat a reload."""
    for sleep in pauses(time.monotonic() + LEAVE_SECONDS, 2):
        follower.connect_to(None)
        if not follower.unread:
            return
        sleep(0)
    raise Failure(f"{follower.warned['reload']}: systemctl reload '{UNITS}'")


def main(arguments: list[str]) -> None:
    if arguments == ["--balancer"]:
        leave(Follower(hosts.load()))
    else:
        daemon = Daemon(hosts.load())
        notify.ready()
        daemon.follow()
