"""On the leader, writes a row each few seconds: the age of the last one that a restore brings back is what it lost.

On a standby that cannot stream, lets PostgreSQL read the archive until it streams again. It must not otherwise: a
promotion would wait for a store that does not answer."""

import json
import time

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.host import RUN, Host
from azure_patroni.members import Member, leader, members
from azure_patroni.notify import alive, ready
from azure_patroni.psql import psql, reason

# Patroni's restore_command asks for it.
CATCH_UP = RUN / "catch-up"
TICK_SECONDS = 10.0
# A standby that has not streamed for so long needs what the leader has no more.
CATCH_UP_SECONDS = 60.0
SQL_SECONDS = 5.0
# Of a PostgreSQL that replays WAL.
REPLAYS = ("running", "starting", "in archive recovery")
# The commit must not wait for a standby: it would hang when the clients' do.
BEAT = """
SET synchronous_commit = local;
SET statement_timeout = '3s';
SET lock_timeout = '1s';
INSERT INTO azure_patroni.heartbeat (at) VALUES (clock_timestamp()) ON CONFLICT (one) DO UPDATE SET at = excluded.at;
"""
NOTICE, WARNING = "<5>", "<4>"


def behind(found: list[Member], name: str) -> bool:
    """Whether a member is a standby that replays WAL and does not stream, while another one leads."""
    head = leader(found)
    own = next((one for one in found if one.name == name), None)
    if head is None or own is None or own.leads or head.state != "running":
        return False
    return own.state in REPLAYS


class Heart:
    """This host's part."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.said = ""
        # When it was first seen not to stream, in seconds of time.monotonic().
        self.since: float | None = None

    def tick(self, now: float) -> None:
        reply = rest.ask(self.host.address, "/cluster")
        try:
            found = members(json.loads(reply.body)) if reply.status == 200 else []
        except (ValueError, KeyError, TypeError, AttributeError):
            found = []
        head = leader(found)
        if head is not None and head.name == self.host.name:
            self.follow(False, now)
            self.beat()
        elif found:
            self.follow(behind(found, self.host.name), now)

    def beat(self) -> None:
        """Writes the row."""
        ran = psql(BEAT, seconds=SQL_SECONDS)
        self.say("" if ran.ok else f"the heartbeat cannot be written: {reason(ran)}")

    def follow(self, behind: bool, now: float) -> None:
        """Opens the archive to this host's PostgreSQL, or closes it."""
        if not behind:
            self.since = None
            if CATCH_UP.exists():
                CATCH_UP.unlink(missing_ok=True)
                print(f"{NOTICE}the archive is not read any more", flush=True)
            return
        self.since = now if self.since is None else self.since
        if now - self.since >= CATCH_UP_SECONDS and not CATCH_UP.exists():
            write(CATCH_UP, "")
            seconds = f"{CATCH_UP_SECONDS:.0f} s"
            print(f"{NOTICE}PostgreSQL has not streamed for {seconds}: it reads the archive until it does", flush=True)

    def say(self, problem: str) -> None:
        """Reports a problem once, and its end."""
        if problem and not self.said:
            print(f"{WARNING}{problem}", flush=True)
        if self.said and not problem:
            print(f"{NOTICE}the heartbeat is written again", flush=True)
        self.said = problem


def main(arguments: list[str]) -> None:
    host = hosts.load()
    heart = Heart(host)
    ready()
    while True:
        try:
            heart.tick(time.monotonic())
        except Failure as failure:
            print(f"{WARNING}{failure}", flush=True)
        alive()
        time.sleep(TICK_SECONDS)
