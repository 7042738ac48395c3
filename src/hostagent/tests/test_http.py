import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from azure_patroni.http import request
from conftest import Server
from fakes import IPS, certificate, tls


def test_an_answer_has_status_and_body(server: Server) -> None:
    server.answer("POST /x", body={"a": 1})
    reply = request(f"http://127.0.0.1:{server.port}/x", "POST", {"X-Test": "1"}, b"given")
    assert (reply.status, reply.text(), reply.reason) == (200, '{"a": 1}', "")
    asked, body, headers = server.requests[0]
    assert (asked, body, headers["X-Test"]) == ("POST /x", "given", "1")


@pytest.mark.parametrize(("after", "seconds"), [("7", 7), ("Fri, 27 Nov 2026 15:00:00 GMT", 0)])
def test_a_refusal_is_a_reply(server: Server, after: str, seconds: int) -> None:
    server.answer("GET /x", 429, "slow down", Retry_After=after)
    reply = request(f"http://127.0.0.1:{server.port}/x")
    assert (reply.status, reply.text(), reply.reason, reply.retry_after) == (429, "slow down", "HTTP 429", seconds)


def test_credentials_do_not_follow_a_redirect(server: Server) -> None:
    server.answer("GET /x", 302, Location=f"http://127.0.0.1:{server.port}/y")
    assert request(f"http://127.0.0.1:{server.port}/x", headers={"Authorization": "secret"}).status == 302
    assert [asked for asked, _, _ in server.requests] == ["GET /x"]


def test_no_proxy_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.answer("GET /x", body="direct")
    assert request(f"http://127.0.0.1:{server.port}/x").text() == "direct"


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP server for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                serve(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def silent(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.settimeout(8)
    with suppress(TimeoutError):
        connection.recv(1)


def trickling(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
    try:
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)
    except OSError:
        pass


def trickling_headers(connection: socket.socket) -> None:
    connection.recv(4096)
    with suppress(OSError):
        connection.sendall(b"HTTP/1.0 200 OK\r\nX: ")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)


@pytest.mark.parametrize("serve", [silent, trickling, trickling_headers])
def test_an_answer_that_does_not_end_is_given_up(serve: Callable[[socket.socket], None]) -> None:
    with listening(serve) as port:
        began = time.monotonic()
        reply = request(f"http://127.0.0.1:{port}/", seconds=0.5)
        assert time.monotonic() - began < 3
    assert (reply.status, reply.reason) == (0, "no answer within 0.5 s")


def test_a_closed_port_is_a_reply_without_status() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    reply = request(f"http://127.0.0.1:{port}/")
    assert reply.status == 0
    assert "refused" in reply.reason


def answering(data: bytes) -> Callable[[socket.socket], None]:
    """Sends these bytes and ends the connection."""

    def serve(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(data)

    return serve


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Remote end closed connection without response"),
        (b"\x16\x03\x01garbage\r\n\r\n", "\x16\x03\x01garbage\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "the answer was cut off"),
        (b"HTTP/1.1 503 no\r\nContent-Length: 9\r\n\r\n{}", "the answer was cut off"),
    ],
)
def test_an_answer_that_is_none_or_a_part_is_a_reply_without_status(data: bytes, reason: str) -> None:
    with listening(answering(data)) as port:
        reply = request(f"http://127.0.0.1:{port}/", seconds=5)
    assert (reply.status, reply.body, reply.reason) == (0, b"", reason)


@pytest.mark.parametrize("length", [b"Content-Length: 2\r\n", b""])
def test_a_whole_answer_ends_with_its_length_or_the_connection(length: bytes) -> None:
    with listening(answering(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n{}")) as port:
        reply = request(f"http://127.0.0.1:{port}/", seconds=5)
    assert (reply.status, reply.text()) == (200, "{}")


def test_a_chunked_answer_is_put_together() -> None:
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n3\r\n0\r\n\r\n"
    with listening(answering(data)) as port:
        assert request(f"http://127.0.0.1:{port}/", seconds=5).text() == "{}3"


SELF_SIGNED = "its certificate is not accepted: self-signed certificate"
OTHER_ADDRESS = "its certificate is not accepted: IP address mismatch, certificate is not valid for '127.0.0.1'."


@pytest.mark.parametrize(
    ("shown", "trusted", "reason"),
    [
        (IPS, True, ""),
        (IPS, False, SELF_SIGNED),
        ("IP:127.0.0.9", True, OTHER_ADDRESS),
        ("DNS:localhost", True, OTHER_ADDRESS),
    ],
)
def test_a_server_is_trusted_by_the_given_context_and_its_address_only(
    server: Server, shown: str, trusted: bool, reason: str
) -> None:
    file = certificate(shown)
    server.http.socket = tls(file).wrap_socket(server.http.socket, server_side=True)
    server.answer("GET /x", body="secret")
    context = ssl.create_default_context(cafile=str(file) if trusted else None)
    reply = request(f"https://127.0.0.1:{server.port}/x", context=context, seconds=5)
    assert (reply.status, reply.reason, reply.untrusted) == (0 if reason else 200, reason, bool(reason))
    # Nothing is sent before the certificate is accepted.
    assert len(server.requests) == (0 if reason else 1)


def test_the_limit_counts_for_a_handshake_too() -> None:
    context = ssl.create_default_context(cafile=str(certificate()))
    with listening(silent) as port:
        began = time.monotonic()
        reply = request(f"https://127.0.0.1:{port}/", context=context, seconds=0.5)
        assert time.monotonic() - began < 1
    assert (reply.status, reply.reason, reply.untrusted) == (0, "no answer within 0.5 s", False)


def test_a_server_without_tls_gets_nothing(server: Server) -> None:
    context = ssl.create_default_context(cafile=str(certificate()))
    reply = request(f"https://127.0.0.1:{server.port}/x", headers={"Authorization": "s"}, context=context, seconds=5)
    assert (reply.status, reply.untrusted) == (0, False)
    assert server.requests == []


def test_credentials_follow_no_redirect_over_tls_either(server: Server) -> None:
    server.http.socket = tls(certificate()).wrap_socket(server.http.socket, server_side=True)
    server.answer("POST /x", 307, Location=f"https://127.0.0.1:{server.port}/y")
    context = ssl.create_default_context(cafile=str(certificate()))
    url = f"https://127.0.0.1:{server.port}/x"
    assert request(url, "POST", {"Authorization": "secret"}, b"{}", context).status == 307
    assert [asked for asked, _, _ in server.requests] == ["POST /x"]


def test_without_a_context_there_is_no_https() -> None:
    assert request("https://127.0.0.1:1/") == (0, b"", "unknown url type: https", 0)
