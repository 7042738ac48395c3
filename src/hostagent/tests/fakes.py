"""Counterparts of the commands: a clock that does not wait, a Patroni cluster, and an etcd cluster."""

import json
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

import pytest

from azure_patroni.command import Ran
from azure_patroni.etcd import Etcd
from azure_patroni.host import Host


class Clock:
    """Stands for the module time: sleeping takes no time and is counted."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        assert self.now < 5000 and len(self.slept) < 2000, "somebody waits without an end"


IPS = "IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3"


@lru_cache
def certificate(addresses: str = IPS, days: int = 2) -> Path:
    """A file with a certificate, which is its own CA, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    path = Path(tempfile.mkdtemp()) / "tls.pem"
    options = ("-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=test", "-days", str(days))
    command = ("openssl", "req", "-x509", "-newkey", "ec", *options, "-addext", f"subjectAltName={addresses}")
    key, pem = path.with_name("key"), path.with_name("certificate")
    subprocess.run([*command, "-keyout", key, "-out", pem], check=True, capture_output=True, timeout=60)
    path.write_text(key.read_text() + pem.read_text())
    return path


def tls(file: Path) -> ssl.SSLContext:
    """What a server with this certificate speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


class Listener(ThreadingHTTPServer):
    """A server on every address of this machine, which looks up no name. It speaks TLS, as Patroni does."""

    daemon_threads = True
    tls: ssl.SSLContext

    def get_request(self) -> tuple[socket.socket, Any]:
        plain, client = super().get_request()
        # The handshake comes with the first byte that the handler reads, in its own thread.
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), client

    def server_bind(self) -> None:
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "cluster", self.server_address[1]

    def handle_error(self, *_: Any) -> None:
        """A client that went away is no news."""


class Cluster:
    """A Patroni cluster with one REST interface on each of 127.0.0.1, 127.0.0.2, ... (one server for all).

    A restarted or demoted member is `starting` for `settle` looks at /cluster and streams after them."""

    def __init__(self, *names: str) -> None:
        self.addresses = {name: f"127.0.0.{number}" for number, name in enumerate(names, 1)}
        self.members = [member(name, "leader" if name == names[0] else "replica") for name in names]
        self.config: dict[str, Any] = {"synchronous_mode": True, "loop_wait": 10}
        self.settle = 2
        # What a member does instead of answering: a status and text, or what is to be done with its socket.
        self.instead: dict[tuple[str, str], tuple[int, str] | Callable[[socket.socket], None]] = {}
        # Called before a request is carried out.
        self.watch: Callable[[str, str], None] = lambda name, asked: None
        self.requests: list[tuple[str, str, Any]] = []
        self.credentials: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                outer.reply(self)

            do_GET = do_POST = do_PATCH = do_OPTIONS = answer

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.http = Listener(("", 0), Handler)
        self.http.tls = tls(certificate())
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def of(self, host: Host, name: str) -> Host:
        """A host description of one of the members."""
        return replace(host, name=name, address=self.addresses[name], databases=dict(self.addresses))

    def one(self, name: str) -> dict[str, Any]:
        return next(one for one in self.members if one["name"] == name)

    @property
    def leader(self) -> str:
        return next(one["name"] for one in self.members if one["role"] == "leader")

    @property
    def changes(self) -> list[str]:
        """The requests that change something: member, method and path."""
        return [f"{name} {asked}" for name, asked, _ in self.requests if not asked.startswith("GET")]

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        address = handler.connection.getsockname()[0]
        name = next(name for name, one in self.addresses.items() if one == address)
        asked = f"{handler.command} {handler.path}"
        text = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
        body = json.loads(text) if text else None
        self.requests.append((name, asked, body))
        if "Authorization" in handler.headers:
            self.credentials.append(handler.headers["Authorization"])
        instead = self.instead.get((name, asked)) or self.instead.get((name, "*"))
        if callable(instead):
            instead(handler.connection)
            handler.close_connection = True
            return
        self.watch(name, asked)
        status, answer = instead or (200, self.carry_out(name, asked, body))
        data = answer.encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def carry_out(self, name: str, asked: str, body: Any) -> str:
        if asked == "GET /cluster":
            text = json.dumps({"members": self.members})
            self.progress()
            return text
        if asked == "GET /patroni":
            state = "sync" if self.config.get("synchronous_mode") else "async"
            return json.dumps({"replication": [{"sync_state": state} for one in self.members[1:]]})
        if asked == "PATCH /config":
            merge(self.config, body)
        if asked == "POST /switchover":
            self.switch(body["leader"], body["candidate"])
        if asked == "POST /restart":
            self.start(self.one(name))
        return json.dumps(self.config)

    def switch(self, old: str, new: str) -> None:
        assert self.leader == old
        self.one(new).update(role="leader", state="running")
        self.one(old).update(role="replica")
        self.start(self.one(old))

    def start(self, found: dict[str, Any]) -> None:
        found.pop("pending_restart", None)
        found.update(state="starting", looks=self.settle)

    def progress(self) -> None:
        for one in self.members:
            if one["state"] == "starting":
                one["looks"] -= 1
                if one["looks"] <= 0:
                    one["state"] = "running" if one["role"] == "leader" else "streaming"
        standbys = [one for one in self.members if one["role"] != "leader"]
        for one in standbys:
            if one["state"] != "streaming" or not self.config.get("synchronous_mode"):
                one["role"] = "replica"
        streaming = [one for one in standbys if one["state"] == "streaming"]
        if self.config.get("synchronous_mode") and streaming:
            if not any(one["role"] == "sync_standby" for one in streaming):
                streaming[0]["role"] = "sync_standby"


def member(name: str, role: str, **more: Any) -> dict[str, Any]:
    """An entry of GET /cluster."""
    found = {"name": name, "role": role, "state": "running" if role == "leader" else "streaming", "timeline": 3}
    return found | ({} if role == "leader" else {"lag": 0}) | more


def merge(config: dict[str, Any], patch: dict[str, Any]) -> None:
    """PATCH as Patroni does it."""
    for key, value in patch.items():
        if value is None:
            config.pop(key, None)
        elif isinstance(value, dict) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def hang(connection: socket.socket) -> None:
    """Says nothing until the client goes away."""
    connection.settimeout(8)
    with suppress(TimeoutError):
        connection.recv(1)


def close(connection: socket.socket) -> None:
    """Resets the connection in the middle of an answer."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def babble(connection: socket.socket) -> None:
    """Speaks another protocol."""
    connection.sendall(b"\x16\x03\x01 hallo\r\n\r\n")


def drip(connection: socket.socket) -> None:
    """Sends a byte of its answer now and then, for longer than any test waits."""
    with suppress(OSError):
        for byte in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 80:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)


class EtcdCluster(Etcd):
    """An etcd cluster behind etcdctl's answers; `sick` voters are on the list and do not answer."""

    def __init__(self, host: Host, sick: tuple[str, ...] = ()) -> None:
        super().__init__(host)
        self.entries = [self.entry(number, name) for number, name in enumerate(host.voters, 1)]
        self.sick = set(sick)
        self.failing: dict[str, Ran] = {}
        self.calls: list[str] = []
        self.endpoints: list[list[str]] = []
        # A new member joins after so many looks.
        self.joins_after: int | None = 2
        self.next = 0xABC

    def entry(self, number: int, name: str, joined: bool = True) -> dict[str, Any]:
        more = {"name": name, "clientURLs": [self.client_url(name)]} if joined else {}
        return {"ID": number, "peerURLs": [self.peer_url(name)]} | more

    def etcdctl(self, names: list[str], *command: str, seconds: int = 5) -> Ran:
        self.calls.append(" ".join(command[:3]))
        self.endpoints.append(names)
        key = " ".join(command[:2])
        if key in self.failing:
            return self.failing[key]
        if key == "member list":
            return Ran(0, json.dumps({"members": self.entries}), "")
        if key == "member remove":
            self.entries = [one for one in self.entries if f"{one['ID']:x}" != command[2]]
        if key == "member add":
            assert command[3] == f"--peer-urls={self.peer_url(command[2])}"
            self.entries.append(self.entry(self.next, command[2], joined=False))
        if key == "endpoint health":
            self.join()
            answers = [
                {"endpoint": self.client_url(name), "health": name not in self.sick} for name in self.addresses
            ]
            return Ran(1 if self.sick else 0, json.dumps(answers) + "\n", "")
        return Ran(0, "", "")

    def join(self) -> None:
        waiting = [one for one in self.entries if "name" not in one]
        if not waiting or self.joins_after is None:
            return
        self.joins_after -= 1
        if self.joins_after <= 0:
            name = self.name_of(waiting[0]["peerURLs"][0])
            self.sick.discard(name)
