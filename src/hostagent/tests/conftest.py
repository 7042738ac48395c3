"""A cluster's hosts, programs that are recorded instead of run, and a server that answers as it should."""

import json
import os
import pwd
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import actions, files
from azure_patroni import host as hosts
from azure_patroni import patroni
from azure_patroni import replace as replacing
from azure_patroni import rest, waiting
from azure_patroni.boot import bring_up, disks, etcd_join, huge_pages, packages, quorum, ready
from azure_patroni.host import Host
from fakes import Clock, Cluster, certificate

DESCRIPTION: dict[str, Any] = {
    "name": "pg-1",
    "role": "database",
    "address": "10.50.1.4",
    "voter": True,
    "cluster": "pg",
    "scope": "main",
    "namespace": "/service/",
    "databases": {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5"},
    "poolers": {"pgb-1": "10.50.1.6", "pgb-2": "10.50.1.7"},
    "voters": {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5", "witness": "10.50.1.8"},
    "databaseLb": "10.50.1.10",
    "poolerLb": "10.50.1.11",
    "vault": "https://pg-kv.vault.azure.net",
    "secrets": {"ca": "pg-ca", "tls": "pg-1-tls", "etcd-ca": "pg-etcd-ca", "etcd-tls": "pg-1-etcd-tls"},
    "disks": [
        {"name": "data", "lun": 0, "sizeGb": 64, "mount": "/pgdata"},
        {"name": "wal", "lun": 1, "sizeGb": 32, "mount": "/pgwal"},
    ],
    "debianPackages": ["jq"],
    "pgdgPackages": ["patroni"],
    "postgresql": 16,
    "versions": {"patroni": ">= 4.1.4, < 5", "etcd-server etcd-client": ">= 3.5.16, < 3.6"},
    "pgdg": "https://apt.postgresql.org/pub/repos/apt",
    "processes": 0,
}

BACKUP: dict[str, Any] = {
    "account": "pgbak",
    "endpoint": "pgbak.blob.core.windows.net",
    "container": "backup",
    "path": "/pg/1",
    "retentionDays": 14,
    "fullEveryDays": 7,
    "differentialEveryHours": 24,
    "window": "01:00-05:00",
    "archiveTimeoutSeconds": 60,
    "walQueueBytes": 1717986918,
    "processes": 2,
    "encryption": True,
    "restoreTestEveryDays": 7,
}


@pytest.fixture
def description() -> dict[str, Any]:
    """host.json of a database host, as a document."""
    return json.loads(json.dumps(DESCRIPTION))


@pytest.fixture
def database() -> Host:
    """A database host, which is a voter."""
    return hosts.parse(json.dumps(DESCRIPTION))


@pytest.fixture
def pooler(database: Host) -> Host:
    """A pooler with two processes."""
    return replace(database, name="pgb-1", role="pooler", address="10.50.1.6", voter=False, disks=(), processes=2)


@pytest.fixture
def witness(database: Host) -> Host:
    """The witness, a voter only."""
    return replace(database, name="witness", role="witness", address="10.50.1.8", disks=())


class Programs:
    """Fake programs, first on PATH; one that is called in a way without an answer fails with status 99."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls"
        self.log.touch()
        self.rules: dict[str, list[str]] = {}

    def answer(self, name: str, arguments: str = "*", output: str = "", error: str = "", status: int = 0) -> None:
        """Lets a program answer; arguments: a pattern of the shell, of which a later one counts before an earlier."""
        rules = self.rules.setdefault(name, [])
        texts = self.folder / f"{name}.{len(rules)}"
        texts.with_suffix(f"{texts.suffix}.out").write_text(output)
        texts.with_suffix(f"{texts.suffix}.err").write_text(error)
        pattern = "".join("*" if one == "*" else f"'{one}'" for one in arguments)
        rules.insert(0, f"{pattern}) cat '{texts}.out'; cat '{texts}.err' >&2; exit {status} ;;")
        script = [
            "#!/bin/sh",
            f"echo \"{name} $*\" >> '{self.log}'",
            f"[ -t 0 ] || cat > '{self.folder / name}.in'",
            'case "$*" in',
            *rules,
            "esac",
            f"echo \"no answer for {name} $*\" >&2; exit 99",
        ]
        program = self.folder / name
        program.write_text("\n".join(script) + "\n")
        program.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        """Every call, as words with one blank between them."""
        return self.log.read_text().splitlines()

    def given(self, name: str) -> str:
        """The standard input of a program's last call."""
        return (self.folder / f"{name}.in").read_text()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Fake programs instead of real ones; nothing changes the account."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return Programs(folder)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files belong to the user of the test run, whatever owner is asked for."""
    mine = pwd.getpwuid(os.getuid())
    monkeypatch.setattr(files.pwd, "getpwnam", lambda name: mine)


class Server:
    """An HTTP server on 127.0.0.1 that gives prepared answers and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, str, dict[str, str]]]] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                outer.reply(self)

            do_GET = do_POST = do_PATCH = do_OPTIONS = answer

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, asked: str, status: int = 200, body: Any = "", **headers: str) -> None:
        """Adds an answer to a request such as `GET /cluster`; the last one is given for ever. A body that is no text
        is sent as JSON."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.answers.setdefault(asked, []).append((status, text, headers))

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one request; 404 where nothing was prepared."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
        asked = f"{handler.command} {handler.path}"
        self.requests.append((asked, body, dict(handler.headers)))
        waiting = self.answers.get(asked, [(404, f"no answer for {asked}", {})])
        status, text, headers = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(text.encode()))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(text.encode())


@pytest.fixture
def server() -> Iterator[Server]:
    """A server, ended after the test."""
    found = Server()
    yield found
    found.http.shutdown()
    found.http.server_close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the modules that wait: their sleeping takes no time."""
    found = Clock()
    commands = (actions, patroni, replacing, waiting)
    for module in (*commands, bring_up, disks, etcd_join, huge_pages, packages, quorum, ready):
        monkeypatch.setattr(module, "time", found)
    return found


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Cluster]:
    """A healthy cluster: pg-1 leads, pg-2 is the synchronous standby, pg-3 another one."""
    found = Cluster("pg-1", "pg-2", "pg-3")
    found.one("pg-2")["role"] = "sync_standby"
    password = tmp_path / "patroni.yml"
    password.write_text("restapi: {authentication: {username: patroni, password: secret}}\n")
    monkeypatch.setattr(rest, "PORT", found.port)
    monkeypatch.setattr(rest, "CAS", (certificate(),))
    monkeypatch.setattr(patroni, "PASSWORD_FILE", password)
    yield found
    found.close()
