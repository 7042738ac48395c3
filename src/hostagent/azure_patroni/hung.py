"""Finds out whether a server answers on its socket: the kernel accepts connections for a hung process, too."""

import errno
import os
import pwd
import signal
import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

# Answered with one byte, before any login. PostgreSQL's postmaster has to start a process for it.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
POSTGRESQL = "/run/postgresql/.s.PGSQL.5432"
CREDENTIALS = struct.Struct("3i")
# Both servers run as this account.
ACCOUNT = "postgres"
TICKS = os.sysconf("SC_CLK_TCK")
REFUSED = os.strerror(errno.ECONNREFUSED)
# A process that uses less CPU than this share of a time waits for something.
IDLE = 0.02


class Usage(NamedTuple):
    """What the kernel reports about a process: the letter of its state, and the seconds of CPU that it has used."""

    at: float
    state: str
    cpu: float


def usage(pid: int, now: float) -> Usage | None:
    """Of a process; nothing if it has ended. now: by time.monotonic()."""
    try:
        # Its name is in parentheses and may hold blanks.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return Usage(now, fields[0], (int(fields[11]) + int(fields[12])) / TICKS)
    except (OSError, IndexError, ValueError):
        return None


class Question:
    """One question to one server. It stays open until it is answered: a hung server does not get another one."""

    def __init__(self, path: str, now: float) -> None:
        """Asks without waiting; OSError if no process listens or its queue is full.

        PermissionError if the process is another account's: the socket's folder is the service's, which could have
        root end any process by a link to that one's socket."""
        self.asked = now
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
        try:
            self.connection.connect(path)
            self.connection.send(SSL_REQUEST)
            # The process that listens, whether it accepts or not.
            found = self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
            self.pid: int
            self.pid, uid, _ = CREDENTIALS.unpack(found)
            if uid != pwd.getpwnam(ACCOUNT).pw_uid:
                raise PermissionError(errno.EPERM, f"process {self.pid} listens there and is not of {ACCOUNT}")
        except OSError:
            self.close()
            raise
        # Filled at the first look that finds no answer.
        self.before: Usage | None = None

    def answered(self) -> bool:
        """Whether any byte has come, or the end of the connection."""
        try:
            self.connection.recv(1)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True

    def close(self) -> None:
        self.connection.close()

    def kill(self) -> bool:
        """Ends the process that listens, unless it has answered or ended meanwhile."""
        with suppress(OSError):
            process = os.pidfd_open(self.pid)
            try:
                # The connection is open, so the number is still that of the process that listens.
                if not self.answered():
                    signal.pidfd_send_signal(process, signal.SIGKILL)
                    return True
            finally:
                os.close(process)
        return False


def busy(before: Usage | None, after: Usage | None) -> bool:
    """Whether a silent process works or waits for a CPU; unknown counts as work."""
    if before is None or after is None or after.state == "R":
        return True
    return after.cpu - before.cpu > IDLE * (after.at - before.at)


def silence(family: int, address: Any, seconds: float) -> str | None:
    """Why a server does not answer within some seconds; nothing if it does. family, address: as of a socket."""
    try:
        with socket.socket(family) as connection:
            connection.settimeout(seconds)
            connection.connect(address)
            connection.sendall(SSL_REQUEST)
            return None if connection.recv(1) in (b"S", b"N") else "it does not speak PostgreSQL's protocol"
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except OSError as error:
        return str(error.strerror or error)
