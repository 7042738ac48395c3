"""Ends a hung process, so that its replacement starts: systemd starts a PgBouncer process again, and Patroni replaces a
leader whose postmaster is gone. Patroni does not notice one that is only stopped: its own connection still works."""

import json
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.boot.step import now as utc
from azure_patroni.files import write_json
from azure_patroni.host import RUN, Host
from azure_patroni.http import Reply
from azure_patroni.hung import POSTGRESQL, Question, Usage, busy, usage
from azure_patroni.members import LEADERS, candidates, members
from azure_patroni.notify import alive, ready

STATE = RUN / "watch.json"
TICK_SECONDS = 1.0
# A longer gap between two ticks: this program was stopped, too, and cannot judge.
STALL_SECONDS = 2.0
PGBOUNCER_SECONDS = 3.0
# A process that works may be busy with a storm of logins for so long.
BUSY_SECONDS = 10.0
POSTGRESQL_SECONDS = 30.0
POSTGRESQL_TICKS = 5
PATRONI_SECONDS = 3.0
# One process is ended so many times within so long; after that an operator decides.
LIMIT = 3
LIMIT_SECONDS = 600.0
SHOWN = 10
NOTICE, WARNING = "<5>", "<4>"

# Why a silent process is not ended; nothing: it is ended. The seconds of silence, and what it did in them.
Objection = Callable[[float, Usage | None, Usage | None], str | None]


def pgbouncer(seconds: float, before: Usage | None, after: Usage | None) -> str | None:
    """The objection to the end of a PgBouncer process."""
    return "it is busy" if seconds < BUSY_SECONDS and busy(before, after) else None


def postgresql(host: Host, seconds: float, before: Usage | None, after: Usage | None) -> str | None:
    """The objection to the end of this host's postmaster."""
    if after is not None and after.state == "D":
        return "it waits for a disk"
    if busy(before, after):
        return "it is busy"
    cluster, own = (rest.ask(host.address, path, PATRONI_SECONDS) for path in ("/cluster", "/patroni"))
    return unsafe(host.name, cluster, own)


def unsafe(name: str, cluster: Reply, own: Reply) -> str | None:
    """Why the end of a postmaster could cost more than its silence; nothing if a synchronous standby takes over.

    cluster, own: what the host's Patroni answers to GET /cluster and GET /patroni. Both must agree."""
    if cluster.status != 200 or own.status != 200:
        said = " and ".join(one.reason or f"status {one.status}" for one in (cluster, own) if one.status != 200)
        return f"Patroni does not say whether this host leads ({said})"
    try:
        everything: dict[str, Any] = json.loads(cluster.body)
        about: dict[str, Any] = json.loads(own.body)
        found = members(everything)
        states = about["state"], next(one.state for one in found if one.name == name)
        leads = about["role"] in LEADERS and any(one.name == name and one.leads for one in found)
        connected = [one for one in about.get("replication") or [] if one["sync_state"] in ("sync", "quorum")]
        streaming = [one for one in connected if one["state"] == "streaming"]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return "the answer of Patroni is not understood"
    if not leads:
        return "this host does not lead"
    if everything.get("pause") or about.get("pause"):
        return "Patroni is paused"
    if about.get("cluster_unlocked") or about.get("failsafe_mode_is_active"):
        return "etcd is not available, so no standby could take over"
    if states != ("running", "running"):
        return f"PostgreSQL is {states[0]}, and {states[1]} in etcd"
    if not streaming or not candidates(found, True):
        return "no synchronous standby streams"
    return None


class Watched:
    """A process, known by its socket."""

    def __init__(self, name: str, path: str, limit: float, ticks: int, objection: Objection) -> None:
        """limit: seconds of silence; ticks: from one look to the next."""
        self.name, self.path, self.limit, self.ticks, self.objection = name, path, limit, ticks, objection
        self.question: Question | None = None
        self.wait = 0
        self.ends: deque[float] = deque(maxlen=LIMIT)
        # Why it is silent and still runs, and when it was ended.
        self.problem = ""
        self.against = ""
        self.ended: deque[str] = deque(maxlen=SHOWN)

    def forget(self) -> None:
        """Starts the count again."""
        if self.question:
            self.question.close()
        self.question = None
        self.wait = 0

    def look(self, now: float) -> None:
        """One tick."""
        if self.question and self.question.answered():
            self.forget()
            self.explain("", "")
            self.wait = self.ticks - 1
        elif self.question:
            self.silent(self.question, now)
            return
        elif self.wait:
            self.wait -= 1
        if self.wait:
            return
        try:
            self.question = Question(self.path, now)
        except PermissionError as error:
            self.explain("its socket", f"{self.name} is not watched: {self.path}: {error.strerror}: restart it")
        except OSError:
            # It does not run or has just begun to, which systemd and Patroni see.
            self.explain("", "")

    def silent(self, question: Question, now: float) -> None:
        """Ends a process that has been silent for too long, if nothing speaks against it."""
        seconds, after = now - question.asked, usage(question.pid, now)
        question.before = question.before or after
        if self.wait:
            self.wait -= 1
            return
        if seconds < self.limit:
            return
        against = self.objection(seconds, question.before, after)
        if not against and len(self.ends) == LIMIT and now - self.ends[0] < LIMIT_SECONDS:
            against = f"it was ended {LIMIT} times within {LIMIT_SECONDS / 60:.0f} min; find the cause and restart it"
        did = f"state {after.state}, {after.cpu:.2f} s of CPU in its life" if after else "no process"
        said = f"{self.name} (process {question.pid}) has not answered on its socket for {seconds:.0f} s ({did})"
        if against:
            self.wait = self.ticks - 1
            self.explain(against, f"{said} and is not ended: {against}")
        elif question.kill():
            self.ends.append(now)
            self.ended.append(utc())
            print(f"{WARNING}{said}: ended", flush=True)
            self.against = self.problem = ""
            self.forget()

    def explain(self, against: str, problem: str) -> None:
        """Keeps and logs why a silent process is not ended; once for each reason."""
        if against != self.against:
            print(f"{WARNING}{problem}" if problem else f"{NOTICE}{self.name} answers again", flush=True)
            self.against, self.problem = against, problem


def watched(host: Host) -> list[Watched]:
    """The processes of this host."""
    found = []
    if host.role == "pooler":
        from azure_patroni.pgbouncer import PORT, folder

        for number in range(1, host.processes + 1):
            path = f"{folder(number)}/.s.PGSQL.{PORT}"
            found.append(Watched(f"PgBouncer process {number}", path, PGBOUNCER_SECONDS, 1, pgbouncer))
    if host.role == "database":
        found.append(
            Watched("PostgreSQL", POSTGRESQL, POSTGRESQL_SECONDS, POSTGRESQL_TICKS, partial(postgresql, host))
        )
    return found


class Watch:
    """All processes of this host."""

    def __init__(self, processes: list[Watched], state: Path = STATE) -> None:
        self.processes, self.state = processes, state
        self.last: float | None = None
        self.kept: dict[str, list[str]] | None = None

    def tick(self, now: float) -> None:
        """Looks at each process once, and keeps what `pgcluster status` shows."""
        if self.last is not None and now - self.last > STALL_SECONDS:
            for one in self.processes:
                one.forget()
        self.last = now
        for one in self.processes:
            one.look(now)
        seen = {
            "problems": [one.problem for one in self.processes if one.problem],
            "ended": [f"{one.name} at {at}" for one in self.processes for at in one.ended],
        }
        if seen != self.kept:
            write_json(self.state, seen)
            self.kept = seen


def main(arguments: list[str]) -> None:
    watch = Watch(watched(hosts.load()))
    ready()
    while True:
        watch.tick(time.monotonic())
        alive()
        time.sleep(TICK_SECONDS)
