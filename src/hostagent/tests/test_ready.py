"""When a host is ready."""

import json
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni import pgbouncer
from azure_patroni.boot import ready
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.http import Reply
from conftest import Programs
from fakes import Clock


@pytest.mark.parametrize(
    ("state", "waiting"),
    [
        ("running", None),
        ("creating replica", "cloning from the leader"),
        ("starting", "PostgreSQL is starting or replays its WAL"),
        ("stopped", "PostgreSQL is stopped; Patroni waits for a leader or for etcd"),
        ("crashed", "PostgreSQL: crashed"),
    ],
)
def test_a_database_is_ready_when_postgresql_runs(state: str, waiting: str | None) -> None:
    # A standby that is not the leader answers 503 to some questions, and runs.
    assert ready.postgresql(Reply(503, json.dumps({"state": state}).encode())) == waiting


@pytest.mark.parametrize("reply", [Reply(0, b"", "refused"), *(Reply(200, body, "refused") for body in (b"[]", b"{}"))])
def test_an_answer_without_a_state_is_waited_for(reply: Reply) -> None:
    assert ready.postgresql(reply) == "Patroni does not answer yet: refused"


def test_each_role_is_asked_about_its_own_services(database: Host, pooler: Host, witness: Host) -> None:
    assert list(ready.services(database)) == ["etcd.service", "patroni.service"]
    assert list(ready.services(pooler)) == ["pgbouncer@1.service", "pgbouncer@2.service"]
    assert list(ready.services(witness)) == ["etcd.service"]


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Where the load balancer's probe is answered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setattr(pgbouncer, "PORT", listener.getsockname()[1])
        yield listener


def local(host: Host) -> Host:
    return replace(host, address="127.0.0.1")


def test_a_process_is_asked_about_itself_only(
    pooler: Host, probe: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pgbouncer, "silence", lambda process: "2 is silent" if process == 2 else None)
    asked = ready.services(local(pooler))
    assert asked["pgbouncer@1.service"](local(pooler)) is None
    assert asked["pgbouncer@2.service"](local(pooler)) == "2 is silent"


def test_a_pooler_is_ready_when_the_probe_is_answered(
    pooler: Host, probe: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pgbouncer, "silence", lambda process: None)
    assert ready.pooler(1, local(pooler)) is None
    probe.close()
    refused = "PgBouncer does not answer the load balancer's probe yet: Connection refused"
    assert ready.pooler(1, local(pooler)) == refused


@pytest.fixture
def folder(
    tmp_path: Path, pooler: Host, clock: Clock, own: None, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setattr(ready, "READY", tmp_path / "ready")
    monkeypatch.setattr(hosts, "load", lambda: pooler)
    return tmp_path


def test_a_failed_process_ends_the_wait_even_when_another_works(
    folder: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.answer("systemctl", "is-failed --quiet pgbouncer@1.service", status=1)
    programs.answer("systemctl", "is-failed --quiet pgbouncer@2.service")
    monkeypatch.setattr(ready, "pooler", lambda process, host: "silent" if process == 2 else None)
    (folder / "ready").write_text("of the last time\n")
    with pytest.raises(Failure, match=r"^pgbouncer@2.service failed \(silent\): journalctl -u pgbouncer@2"):
        ready.main([])
    assert not (folder / "ready").exists()


def test_a_service_that_starts_late_is_waited_for(
    folder: Path,
    programs: Programs,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    programs.answer("systemctl", status=1)
    answers = ["starting", "starting", "starting", "replays", None, None]
    monkeypatch.setattr(ready, "pooler", lambda process, host: answers.pop(0))
    ready.main([])
    assert clock.slept == [1, 2, 2, 2]
    assert capsys.readouterr().out == "starting\nreplays\npgb-1 is ready\n"
    assert stat.S_IMODE((folder / "ready").stat().st_mode) == 0o644


def test_etcd_is_asked_with_the_hosts_certificate(
    witness: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    class Context:
        def load_cert_chain(self, *paths: Path) -> None:
            loaded.extend(map(str, paths))

    monkeypatch.setattr(ready, "SECRETS", tmp_path)
    monkeypatch.setattr(ready.ssl, "create_default_context", lambda cafile: loaded.append(cafile) or Context())
    replies = [Reply(503, b"", "HTTP 503"), Reply(200, b"{}")]
    asked: list[str] = []

    def request(url: str, context: object) -> Reply:
        asked.append(url)
        return replies.pop(0)

    monkeypatch.setattr(ready, "request", request)
    assert ready.etcd(witness) == "etcd: HTTP 503: waiting for a majority of pg-1, pg-2, witness"
    assert ready.etcd(witness) is None
    assert asked[0] == "https://10.50.1.8:2379/health"
    assert loaded[:3] == [f"{tmp_path}/etcd/{name}" for name in ("ca.pem", "tls.crt", "tls.key")]


def test_a_service_that_stays_silent_is_reported_after_hours(
    folder: Path, programs: Programs, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.answer("systemctl", status=1)
    monkeypatch.setattr(ready, "WAIT_SECONDS", 60)
    monkeypatch.setattr(ready, "pooler", lambda process, host: "silent" if process == 2 or clock.now < 1030 else None)
    with pytest.raises(Failure, match=r"^pgbouncer@2.service does not answer after 0.0\d+ h \(silent\); this host"):
        ready.main([])
    # For both processes together.
    assert sum(clock.slept) == 60
