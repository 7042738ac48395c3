"""Reports to systemd."""

import socket
from pathlib import Path

import pytest

from azure_patroni import notify


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_receives_each_report(abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"@{tmp_path}" if abstract else str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name.replace("@", "\0"))
        systemd.settimeout(5)
        notify.ready()
        notify.alive()
        assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
        assert systemd.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("name", [None, "", "/nowhere/notify"])
def test_without_systemd_nothing_happens(name: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if name is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", name)
    notify.ready()
    notify.alive()
