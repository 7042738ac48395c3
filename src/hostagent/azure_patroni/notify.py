"""Reports to systemd, which restarts a unit with WatchdogSec= that no longer says that it is alive."""

import os
import socket

SEND_SECONDS = 1.0


def ready() -> None:
    """The unit has started; Type=notify waits for this."""
    _send(b"READY=1\nWATCHDOG=1")


def alive() -> None:
    """The unit still works."""
    _send(b"WATCHDOG=1")


def _send(state: bytes) -> None:
    """Nothing without systemd; a busy manager gets the next one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as connection:
            connection.settimeout(SEND_SECONDS)
            connection.sendto(state, address)
    except OSError:
        pass
