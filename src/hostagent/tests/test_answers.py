"""Whether the database hosts answer."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from azure_patroni import answers, hung
from azure_patroni.host import Host
from fakes import Cluster, hang


class Listener:
    """A server on 127.0.0.1 that answers with some bytes, or not at all."""

    def __init__(self, answer: bytes | None) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.answer = answer
        self.asked: list[bytes] = []
        self.open: list[socket.socket] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.server.accept()
                self.open.append(connection)
                if self.answer is not None:
                    self.asked.append(connection.recv(8))
                    connection.sendall(self.answer)

    def close(self) -> None:
        for one in [self.server, *self.open]:
            one.close()


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes | None], Listener]]:
    """Makes PostgreSQL's login a server of the test."""
    made: list[Listener] = []

    def make(answer: bytes | None) -> Listener:
        made.append(Listener(answer))
        monkeypatch.setattr(answers, "POSTGRESQL", made[-1].port)
        return made[-1]

    monkeypatch.setattr(answers, "SECONDS", 0.3)
    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"S", None),
        (b"N", None),
        (None, "no answer within 0.3 s"),
        (b"E", "it does not speak PostgreSQL's protocol"),
    ],
)
def test_postgresql_is_asked_as_a_login_would(
    listening: Callable[[bytes | None], Listener], answer: bytes | None, said: str | None
) -> None:
    server = listening(answer)
    assert answers.postgresql("127.0.0.1") == said
    assert server.asked == ([hung.SSL_REQUEST] if answer else [])


def test_a_server_that_does_not_run_is_reported_by_patroni(listening: Callable[[bytes | None], Listener]) -> None:
    listening(b"S").close()
    assert answers.postgresql("127.0.0.1") is None


def test_every_host_is_asked_at_once(
    database: Host, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, listening: Callable[[bytes | None], Listener]
) -> None:
    listening(None)
    host = replace(database, databases=cluster.addresses)
    cluster.instead[("pg-2", "GET /liveness")] = hang
    cluster.instead[("pg-3", "GET /liveness")] = (503, "")
    began = time.monotonic()
    assert answers.ask(host) == {
        "pg-1": {"patroni": None, "postgresql": "no answer within 0.3 s"},
        "pg-2": {"patroni": "no answer within 0.3 s", "postgresql": None},
        "pg-3": {"patroni": "HTTP 503", "postgresql": None},
    }
    assert time.monotonic() - began < 2


def test_what_is_silent_is_named_with_what_to_do() -> None:
    silent = {
        "pg-1": {"patroni": "no answer within 3 s", "postgresql": None},
        "pg-2": {"patroni": None, "postgresql": "timed out"},
        "pg-3": {"patroni": "a", "postgresql": "b"},
        "pg-4": {"patroni": None, "postgresql": None},
    }
    first, second, third = answers.problems(silent)
    assert first.startswith("Patroni of pg-1 does not answer on port 8008 (no answer within 3 s), by which poolers")
    assert "systemctl restart patroni" in first
    assert second.startswith("PostgreSQL of pg-2 takes no login (timed out): see")
    assert third == "pg-3 answers on neither port 8008 (a) nor 5432 (b): see if it runs"
