"""HTTP requests, each with one time limit for all of it, never through a proxy and never redirected."""

import io
import socket
import ssl
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SECONDS = 10.0
CHUNK_BYTES = 65536
UNTRUSTED = "its certificate is not accepted"


class Reply(NamedTuple):
    """What a server answered; status 0 when there was no answer."""

    status: int
    body: bytes
    reason: str = ""
    retry_after: int = 0

    @property
    def untrusted(self) -> bool:
        """Whether there was no answer because the server's certificate is not accepted."""
        return self.reason.startswith(UNTRUSTED)

    def text(self) -> str:
        return self.body.decode(errors="replace").strip()


def request(
    url: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> Reply:
    """One request; a failure is a reply, too. An https URL needs a context."""
    until = time.monotonic() + seconds
    parts = urlsplit(url)
    if parts.scheme == "https" and context:
        connection: HTTPConnection = _Tls(parts.netloc, timeout=seconds)
    elif parts.scheme == "http":
        connection = HTTPConnection(parts.netloc, timeout=seconds)
    else:
        return Reply(0, b"", f"unknown url type: {parts.scheme}")
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    try:
        with closing(connection):
            connection.connect()
            if parts.scheme == "https" and context:
                # HTTPSConnection would give the handshake a whole limit of its own.
                connection.sock.settimeout(left(until))
                connection.sock = context.wrap_socket(connection.sock, server_hostname=connection.host)
            connection.sock = _Bounded(connection.sock, until)
            connection.request(method, path, body, {"Connection": "close"} | (headers or {}))
            reply = connection.getresponse()
            after = reply.headers.get("Retry-After", "")
            reason = "" if 200 <= reply.status < 300 else f"HTTP {reply.status}"
            return Reply(reply.status, _read(reply), reason, int(after) if after.isdigit() else 0)
    except TimeoutError:
        return Reply(0, b"", f"no answer within {seconds:g} s")
    except ssl.SSLCertVerificationError as error:
        return Reply(0, b"", f"{UNTRUSTED}: {error.verify_message}")
    except (OSError, HTTPException) as error:
        return Reply(0, b"", str(error) or type(error).__name__)


class _Tls(HTTPConnection):
    """Its caller adds TLS to the connection."""

    default_port = 443


class _Bounded:
    """A socket whose every call gets what is left of the time: its own time-out would bound each call by itself."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(left(self.until))
        self.connection.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Answer(self.connection, self.until))

    def close(self) -> None:
        self.connection.close()


class _Answer(io.RawIOBase):
    """The bytes that the server sends."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until
        # Keeps the socket open until it is closed itself: http.client closes its socket before the body is read.
        self.raw = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.connection.settimeout(left(self.until))
        # A server that closes after small writes waits for the acknowledgement, which the kernel delays by 40 ms.
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


def left(until: float) -> float:
    """The seconds until a time of time.monotonic(); TimeoutError if there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _read(reply: HTTPResponse) -> bytes:
    """The body."""
    body = b""
    while chunk := reply.read1(CHUNK_BYTES):
        body += chunk
    # read1 takes an end of the connection for the end of the body.
    if reply.length:
        raise HTTPException("the answer was cut off")
    return body
