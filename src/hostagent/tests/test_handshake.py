"""Real handshakes: a server that asks for a certificate as etcd does, and one that speaks PostgreSQL's protocol."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import handshake
from azure_patroni.certificates import Tls, both
from azure_patroni.host import Host
from test_certificates import Authority, new_ca, old, old_ca

__all__ = ["new_ca", "old", "old_ca"]


class Server:
    """A TLS server; clients: the CAs whose certificates it asks clients for."""

    def __init__(self, folder: Path, pair: Tls, clients: str = "", starttls: bytes = b"") -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (folder / "server").write_text(pair.certificate + pair.key)
        self.context.load_cert_chain(folder / "server")
        if clients:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(cadata=clients)
        self.starttls = starttls
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                if self.starttls:
                    assert plain.recv(8) == handshake.SSL_REQUEST
                    plain.sendall(self.starttls)
                with self.context.wrap_socket(plain, server_side=True) as connection:
                    if connection.recv(100).startswith(b"GET"):
                        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            except OSError:
                plain.close()


Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    started = []

    def one(port: str, *arguments: object) -> Server:
        started.append(Server(tmp_path, *arguments))  # type: ignore[arg-type]
        monkeypatch.setattr(handshake, port, started[-1].port)
        return started[-1]

    monkeypatch.setattr(handshake, "RUN", tmp_path)
    yield one
    for server in started:
        server.socket.close()


@pytest.fixture
def here(database: Host) -> Host:
    """A database host whose one peer, database and voter, is this machine."""
    peers = {database.name: database.address, "pg-2": "127.0.0.1"}
    return replace(database, voters=peers, databases=peers)


def test_an_etcd_member_refuses_a_certificate_of_a_ca_that_it_does_not_trust(
    here: Host, start: Start, old: Tls, new_ca: Authority, tmp_path: Path
) -> None:
    two = both(old.ca, new_ca.certificate)
    new = Tls(two, *new_ca.sign("pg-1-new"))
    start("ETCD", old, old.ca)
    assert handshake.distrustful(here, "etcd", new.ca, new) == ["pg-2"]
    assert handshake.distrustful(here, "etcd", old.ca, old) == []
    start("ETCD", old, two)
    assert handshake.distrustful(here, "etcd", new.ca, new) == []
    # No other server asks for a certificate.
    assert handshake.distrustful(here, "postgres", new.ca, new) == []
    assert [path.name for path in tmp_path.iterdir()] == ["server"], "the key is not left behind"


def test_a_member_that_does_not_answer_has_not_accepted(
    here: Host, old: Tls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(handshake, "RUN", tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(handshake, "ETCD", silent.getsockname()[1])
        monkeypatch.setattr(handshake, "SECONDS", 0.2)
        assert handshake.distrustful(here, "etcd", old.ca, old) == ["pg-2"]
        assert handshake.distrustful(here, "etcd", old.ca) == ["pg-2"]


@pytest.mark.parametrize("folder", ["postgres", "pgbouncer", "etcd"])
def test_an_old_ca_is_relied_on_while_a_server_shows_its_certificate(
    here: Host, start: Start, old: Tls, new_ca: Authority, folder: str
) -> None:
    new = Tls(new_ca.certificate, *new_ca.sign("pg-2-new"))
    # What the servers of the other CA show does not matter.
    asked, other = (("ETCD", b""), ("POSTGRESQL", b"S"))[:: 1 if folder == "etcd" else -1]
    start(other[0], new, "", other[1])
    start(asked[0], old, "", asked[1])
    assert handshake.distrustful(here, folder, new_ca.certificate) == ["pg-2"]
    start(other[0], old, "", other[1])
    start(asked[0], new, "", asked[1])
    assert handshake.distrustful(here, folder, new_ca.certificate) == []
    assert handshake.distrustful(here, folder, old.ca) == ["pg-2"]


def test_a_service_that_still_shows_its_old_certificate_is_stale(
    database: Host, pooler: Host, witness: Host, start: Start, old: Tls, new_ca: Authority
) -> None:
    new, key = new_ca.sign("pg-1-new")
    start("PGBOUNCER", old, "", b"S")
    assert handshake.is_stale(pooler, new)
    assert not handshake.is_stale(pooler, old.certificate)
    assert not handshake.is_stale(witness, new)
    here = replace(database, address="127.0.0.1")
    start("PATRONI", Tls(new_ca.certificate, new, key))
    start("POSTGRESQL", old, "", b"N")
    assert not handshake.is_stale(here, new), "no certificate is shown"
    # Patroni shows the same one.
    start("PATRONI", old)
    assert handshake.is_stale(here, new)
    assert not handshake.is_stale(here, old.certificate)
