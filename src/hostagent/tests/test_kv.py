"""Shared keys in a real etcd that asks for a certificate."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import kv
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.kv import Entry, Store
from fakes import certificate

SECONDS = 20.0


def ports(count: int) -> list[int]:
    """Free ones."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return found


@pytest.fixture
def store(tmp_path: Path, database: Host, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The keys of a member that answers; the first one does not."""
    program = shutil.which("etcd")
    if program is None:
        pytest.skip("needs etcd")
    folder = certificate().parent
    credentials = tmp_path / "etcd"
    credentials.mkdir()
    for name, file in (("ca.pem", "certificate"), ("tls.crt", "certificate"), ("tls.key", "key")):
        shutil.copy(folder / file, credentials / name)
    client, peer = ports(2)
    url, files = f"https://127.0.0.1:{client}", ("ca.pem", "tls.crt", "tls.key")
    ca, certificate_file, key = (str(credentials / name) for name in files)
    command = [program, f"--data-dir={tmp_path}/data", f"--listen-client-urls={url}", f"--advertise-client-urls={url}"]
    command += [f"--listen-peer-urls=http://127.0.0.1:{peer}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}"]
    command += [f"--initial-cluster=default=http://127.0.0.1:{peer}", "--client-cert-auth", f"--trusted-ca-file={ca}"]
    command += [f"--cert-file={certificate_file}", f"--key-file={key}", "--log-level=error"]
    monkeypatch.setattr(kv, "CREDENTIALS", credentials)
    monkeypatch.setattr(kv, "CLIENT_PORT", client)
    # Nobody listens on the first address.
    made = Store(replace(database, voters={"pg-1": "127.0.0.9", "pg-2": "127.0.0.1"}))
    with subprocess.Popen(command) as process:
        try:
            until = time.monotonic() + SECONDS
            while True:
                try:
                    made.get("/x")
                    break
                except Failure:
                    assert time.monotonic() < until and process.poll() is None
                    time.sleep(0.1)
            yield made
        finally:
            process.kill()


def test_keys_are_written_read_and_removed(store: Store) -> None:
    assert store.get("/a/1") is None
    store.put("/a/1", "one: ä\n")
    store.put("/a/2", "")
    store.put("/b", "another's")
    first = store.get("/a/1")
    assert first is not None and first[:2] == ("/a/1", "one: ä\n")
    assert [entry.key for entry in store.all("/a/")] == ["/a/1", "/a/2"]
    store.remove("/a/1")
    assert [entry.value for entry in store.all("/a/")] == [""]


def test_nobody_writes_over_what_another_has_written(store: Store) -> None:
    assert store.create("/a", "mine")
    assert not store.create("/a", "yours")
    found = store.get("/a")
    assert found is not None
    assert store.replace("/a", "changed", found.revision)
    assert not store.replace("/a", "late", found.revision)
    assert not store.remove("/a", found.revision)
    assert store.get("/a") == Entry("/a", "changed", found.revision + 1)
    assert store.remove("/a", found.revision + 1)


def test_of_many_at_once_one_creates_a_key(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: store.create("/a", str(number)), range(8)))
    assert made.count(True) == 1
    found = store.get("/a")
    assert found is not None and made[int(found.value)]


def test_a_silent_cluster_is_a_failure_that_names_each_member(
    database: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kv, "CREDENTIALS", tmp_path)
    with pytest.raises(Failure, match="No such file or directory: see `journalctl -u azure-patroni-secrets`$"):
        Store(database).get("/a")
    folder = certificate().parent
    for name, file in (("ca.pem", "certificate"), ("tls.crt", "certificate"), ("tls.key", "key")):
        shutil.copy(folder / file, tmp_path / name)
    monkeypatch.setattr(kv, "CLIENT_PORT", ports(1)[0])
    silent = replace(database, voters={"pg-1": "127.0.0.1", "pg-2": "127.0.0.2"})
    with pytest.raises(Failure, match="^etcd does not answer: pg-1: .*refused; pg-2: .*refused: see `pgcl"):
        Store(silent).get("/a")
