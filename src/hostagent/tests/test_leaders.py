"""Who leads, by what the hosts' Patroni say."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import leaders, rest
from azure_patroni.http import Reply
from azure_patroni.leaders import TRUST_SECONDS as SILENT
from azure_patroni.leaders import Choice, Claim, Looks, Once, choose, claim, look
from fakes import Cluster, babble, certificate, drip, hang, tls

LEADER = {"state": "running", "role": "primary", "timeline": 7}


def said(status: int, body: Any) -> Claim | None:
    return claim(Reply(status, body if isinstance(body, bytes) else json.dumps(body).encode()))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, LEADER, Claim(True, 7)),
        # It holds the lease and is being promoted, or its PostgreSQL restarts.
        (200, LEADER | {"role": "replica"}, Claim(False, 7)),
        (200, LEADER | {"state": "restarting"}, Claim(False, 7)),
        # It was promoted by hand, or has lost the lease.
        (503, LEADER, Claim(False, 7)),
        (503, LEADER | {"role": "replica"}, Claim(False, 7)),
        (503, {"state": "stopped", "role": "replica"}, Claim(False, 0)),
        (200, LEADER | {"timeline": None}, Claim(True, 0)),
        (200, LEADER | {"timeline": "9"}, Claim(True, 0)),
        # No answer of Patroni.
        (0, b"", None),
        (200, b"", None),
        (200, b"{", None),
        (200, b"\xff", None),
        (200, [LEADER], None),
        (404, LEADER, None),
        (500, LEADER, None),
    ],
)
def test_what_an_answer_says(status: int, body: Any, expected: Claim | None) -> None:
    assert said(status, body) == expected


NO = Claim(False, 7)


@pytest.mark.parametrize(
    ("now", "claims", "silent", "chosen"),
    [
        # One leads.
        (Choice(None), {"one": Claim(True, 7), "two": NO}, 0, Choice("one", 7)),
        (Choice("one", 7), {"one": Claim(True, 7), "two": NO}, 0, Choice("one", 7)),
        (Choice("one", 7), {"one": NO, "two": Claim(True, 8)}, 0, Choice("two", 8)),
        (Choice("one", 7), {"two": Claim(True, 8)}, 0, Choice("two", 8)),
        # Its timeline grows while it is chosen.
        (Choice("one", 7), {"one": Claim(True, 8)}, 0, Choice("one", 8)),
        # Of two the newest timeline wins, also against the present one.
        (Choice("one", 7), {"one": Claim(True, 7), "two": Claim(True, 8)}, 0, Choice("two", 8)),
        (Choice("two", 8), {"one": Claim(True, 7), "two": Claim(True, 8)}, 0, Choice("two", 8)),
        (Choice(None), {"one": Claim(True, 7), "two": Claim(True, 8)}, 0, Choice("two", 8)),
        (Choice("three", 7), {"one": Claim(True, 9), "two": Claim(True, 8)}, 0, Choice("one", 9)),
        # Of equal ones the present one stays; otherwise nothing changes.
        (Choice("one", 7), {"one": Claim(True, 7), "two": Claim(True, 7)}, 0, Choice("one", 7)),
        (Choice("two", 7), {"one": Claim(True, 7), "two": Claim(True, 7)}, 0, Choice("two", 7)),
        (Choice(None), {"one": Claim(True, 7), "two": Claim(True, 7)}, 0, Choice(None)),
        (Choice("three", 7), {"one": Claim(True, 8), "two": Claim(True, 8)}, 0, Choice("three", 7)),
        (Choice("three", 7), {"one": Claim(True, 8), "two": Claim(True, 8)}, SILENT, Choice(None)),
        # A former leader that returns does not count against a newer one that is silent ...
        (Choice("two", 8), {"one": Claim(True, 7)}, 0, Choice("two", 8)),
        (Choice("two", 8), {"one": Claim(True, 7)}, SILENT, Choice(None)),
        # ... and does if that one says that it does not lead: the cluster was restored.
        (Choice("two", 8), {"one": Claim(True, 1), "two": NO}, 0, Choice("one", 1)),
        (Choice("two", 8), {"one": Claim(True, 8)}, 0, Choice("one", 8)),
        # Without a leader the present one is kept for a while.
        (Choice("one", 7), {}, SILENT - 1, Choice("one", 7)),
        (Choice("one", 7), {}, SILENT, Choice(None)),
        (Choice("one", 7), {"one": NO, "two": NO}, SILENT - 1, Choice("one", 7)),
        (Choice("one", 7), {"one": NO, "two": NO}, SILENT, Choice(None)),
        (Choice(None), {}, 0, Choice(None)),
    ],
)
def test_the_choice(now: Choice, claims: dict[str, Claim], silent: float, chosen: Choice) -> None:
    assert choose(now, claims, silent) == chosen


ASKED = "GET /primary"


@pytest.fixture
def patroni(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """Patroni on three hosts; none of them leads."""
    monkeypatch.setattr(leaders, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(leaders, "POLL_SECONDS", 0.05)
    for name in cluster.addresses:
        says(cluster, name, 503, role="replica")
    return cluster


def says(cluster: Cluster, name: str, status: int, **more: Any) -> None:
    cluster.instead[(name, ASKED)] = (status, json.dumps(LEADER | more))


@pytest.fixture
def looks() -> Iterator[Looks]:
    found = Looks()
    yield found
    found.watch({})


def until(condition: Callable[[], bool], seconds: float = 3) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_every_host_is_asked_again_and_again(patroni: Cluster, looks: Looks) -> None:
    looks.watch(patroni.addresses)
    until(lambda: looks.claims() == {name: NO for name in patroni.addresses})
    says(patroni, "pg-2", 200)
    until(lambda: looks.claims()["pg-2"] == Claim(True, 7))
    assert looks.alive()


@pytest.mark.parametrize("fault", [hang, babble, drip])
def test_a_host_that_does_not_answer_delays_no_other(
    patroni: Cluster, looks: Looks, fault: Callable[[socket.socket], None]
) -> None:
    patroni.instead[("pg-1", ASKED)] = fault
    looks.watch(patroni.addresses)
    until(lambda: set(looks.claims()) == {"pg-2", "pg-3"})
    says(patroni, "pg-2", 200)
    began = time.monotonic()
    until(lambda: looks.claims()["pg-2"].leads)
    # The silent one takes half a second each time.
    assert time.monotonic() - began < 0.4
    assert "pg-1" not in looks.claims()
    time.sleep(0.6)
    assert looks.alive()


def test_the_limit_is_for_all_of_an_answer(patroni: Cluster) -> None:
    patroni.instead[("pg-1", ASKED)] = drip
    began = time.monotonic()
    assert claim(look("127.0.0.1")) is None
    assert time.monotonic() - began < 1


def test_a_host_without_patroni_says_nothing(patroni: Cluster) -> None:
    patroni.close()
    assert claim(look("127.0.0.1")) is None


def test_a_host_whose_certificate_is_not_accepted_counts_as_silent_and_the_reason_is_kept(
    patroni: Cluster, looks: Looks
) -> None:
    for name in patroni.addresses:
        says(patroni, name, 200)
    patroni.http.tls = tls(certificate("IP:127.0.0.9"))
    looks.watch(patroni.addresses)
    reason = "its certificate is not accepted: self-signed certificate"
    until(lambda: looks.untrusted() == {name: reason for name in patroni.addresses})
    assert looks.claims() == {}
    assert patroni.requests == []
    # The server has the right one again.
    patroni.http.tls = tls(certificate())
    until(lambda: len(looks.claims()) == 3)
    assert set(looks.untrusted().values()) == {""}


def test_a_new_ca_is_trusted_at_the_next_question(
    patroni: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = tmp_path / "ca.pem"
    monkeypatch.setattr(rest, "CAS", (tmp_path / "none", ca))
    assert look("127.0.0.1").reason.startswith("the cluster's CA cannot be read: ")
    ca.write_text(certificate("IP:127.0.0.9").read_text())
    assert look("127.0.0.1").untrusted
    assert rest.trust() is rest.trust()
    ca.write_text(certificate("IP:127.0.0.9").read_text() + certificate().read_text())
    assert look("127.0.0.1").status == 503
    ca.write_text("")
    assert look("127.0.0.1").status == 0


def test_hosts_come_and_go(patroni: Cluster, looks: Looks) -> None:
    first = {name: patroni.addresses[name] for name in ("pg-1", "pg-2")}
    looks.watch(first)
    until(lambda: set(looks.claims()) == {"pg-1", "pg-2"})
    looks.watch(patroni.addresses)
    until(lambda: set(looks.claims()) == {"pg-1", "pg-2", "pg-3"})
    # An address that changed is another host.
    looks.watch({"pg-1": "127.0.0.2"})
    until(lambda: set(looks.claims()) == {"pg-1"})
    time.sleep(0.1)
    patroni.requests.clear()
    time.sleep(0.2)
    assert {name for name, _, _ in patroni.requests} == {"pg-2"}


def test_the_wait_ends_with_the_first_news(patroni: Cluster, looks: Looks) -> None:
    looks.watch(patroni.addresses)
    until(lambda: len(looks.claims()) == 3)
    looks.wait()
    threading.Timer(0.1, lambda: says(patroni, "pg-3", 200)).start()
    began = time.monotonic()
    looks.wait(5)
    assert looks.claims()["pg-3"].leads
    assert time.monotonic() - began < 2


def test_a_thread_that_hangs_counts_as_a_silent_host_and_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    answers = [Reply(200, json.dumps(LEADER).encode())]
    monkeypatch.setattr(leaders, "FRESH_SECONDS", 0.3)
    monkeypatch.setattr(leaders, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(leaders, "look", lambda address: answers.pop() if answers else Reply(503 * free.wait(5), b""))
    looks = Looks()
    looks.watch({"pg-1": "127.0.0.1"})
    until(lambda: looks.claims() == {"pg-1": Claim(True, 7)})
    assert looks.alive()
    until(lambda: not looks.claims())
    assert not looks.alive()
    looks.watch({})
    free.set()


def test_one_question_at_a_time() -> None:
    free = threading.Event()
    once = Once()
    assert once.start(lambda: free.wait(5) and None)
    assert not once.start(lambda: None)
    free.set()
    until(lambda: once.start(lambda: None))
