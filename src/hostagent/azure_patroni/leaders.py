"""Who leads: each host's Patroni is asked by itself, and what follows from the answers."""

import json
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from azure_patroni import rest
from azure_patroni.http import Reply

POLL_SECONDS = 0.25
ANSWER_SECONDS = 1.0
# Older answers do not count: their thread hangs, although each look has a limit.
FRESH_SECONDS = 2.0
# A leader that nothing speaks for is kept as long as this.
TRUST_SECONDS = 30.0


class Claim(NamedTuple):
    """What a host's Patroni says."""

    leads: bool
    timeline: int


class Choice(NamedTuple):
    """The host to connect to, None for the load balancer; and the timeline on which it led."""

    name: str | None
    timeline: int = 0


def claim(reply: Reply) -> Claim | None:
    """What an answer to /primary says; None: it is none.

    The status alone says that Patroni holds the lease, which it does before PostgreSQL takes writes; the role alone
    says that PostgreSQL takes writes, as one does that was promoted by hand. A leader does both."""
    try:
        found = json.loads(reply.body) if reply.status in (200, 503) else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    timeline = found.get("timeline")
    writes = found.get("role") == "primary" and found.get("state") == "running"
    return Claim(reply.status == 200 and writes, timeline if isinstance(timeline, int) else 0)


def look(address: str) -> Reply:
    """Asks one host."""
    return rest.ask(address, "/primary", ANSWER_SECONDS)


def choose(now: Choice, claims: dict[str, Claim], silent: float) -> Choice:
    """The host to connect to.

    claims: the answers that came; silent: seconds since anything spoke for the present host."""
    leads = {name: one.timeline for name, one in claims.items() if one.leads}
    newest = max(leads.values(), default=0)
    heads = [name for name in leads if leads[name] == newest]
    if now.name in heads:
        return Choice(now.name, newest)
    # One that returns and has not noticed what happened does not count against a newer one that is silent.
    outdated = now.name not in claims and newest < now.timeline
    if len(heads) == 1 and not outdated:
        return Choice(heads[0], newest)
    return now if silent < TRUST_SECONDS else Choice(None)


class Looks:
    """Asks every host in a thread of its own: one that hangs delays nothing but its own answer."""

    def __init__(self) -> None:
        self.changed = threading.Event()
        self.found: dict[tuple[str, str], tuple[float, Claim | None]] = {}
        # Why a host's certificate is not accepted.
        self.refusals: dict[tuple[str, str], str] = {}
        self.stops: dict[tuple[str, str], threading.Event] = {}

    def watch(self, databases: dict[str, str]) -> None:
        """Asks these hosts from now on, and no others."""
        for gone in self.stops.keys() - databases.items():
            self.stops.pop(gone).set()
            self.found.pop(gone, None)
            self.refusals.pop(gone, None)
        for new in databases.items() - self.stops.keys():
            stop = self.stops[new] = threading.Event()
            self.found[new] = (time.monotonic(), None)
            threading.Thread(target=self.ask, args=(new, stop), daemon=True).start()

    def ask(self, host: tuple[str, str], stop: threading.Event) -> None:
        """Asks one host until told to stop."""
        while not stop.is_set():
            began = time.monotonic()
            reply = look(host[1])
            said = claim(reply)
            if stop.is_set():
                return
            self.refusals[host] = reply.reason if reply.untrusted else ""
            known = self.found.get(host, (0.0, None))[1]
            self.found[host] = (time.monotonic(), said)
            if said != known:
                self.changed.set()
            stop.wait(max(0.0, began + POLL_SECONDS - time.monotonic()))

    def claims(self) -> dict[str, Claim]:
        """The answer of each host that answers."""
        now = time.monotonic()
        return {
            name: said
            for (name, _), (at, said) in list(self.found.items())
            if said is not None and now - at < FRESH_SECONDS
        }

    def untrusted(self) -> dict[str, str]:
        """By host, why its certificate is not accepted; an empty text if it is, or if the host is silent."""
        return {name: why for (name, _), why in list(self.refusals.items())}

    def alive(self) -> bool:
        """Whether every thread still asks."""
        now = time.monotonic()
        return all(now - at < FRESH_SECONDS for at, _ in list(self.found.values()))

    def wait(self, seconds: float = POLL_SECONDS) -> None:
        """Until an answer differs from the one before."""
        self.changed.wait(seconds)
        self.changed.clear()


class Once:
    """Runs one slow question at a time, beside everything else."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None

    def start(self, ask: Callable[[], None]) -> bool:
        """Starts it unless the last one still runs, and returns whether it did."""
        if self.thread and self.thread.is_alive():
            return False
        self.thread = threading.Thread(target=ask, daemon=True)
        self.thread.start()
        return True
