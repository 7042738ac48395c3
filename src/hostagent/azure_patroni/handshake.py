"""TLS handshakes with this host's peers: which certificate a server shows, and whether it accepts ours."""

import contextlib
import socket
import ssl
import struct
import tempfile
from pathlib import Path

from azure_patroni.certificates import Tls, each
from azure_patroni.host import RUN, Host

SECONDS = 3.0
ETCD, POSTGRESQL, PGBOUNCER, PATRONI = 2379, 5432, 6432, 8008
SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def shown(address: str, port: int, ca: str | None = None, ours: Tls | None = None) -> str:
    """The certificate that a server shows, in PEM; OSError where it does not, or where one side refuses the other.

    ca: verify it by these CAs; ours: show this generation to an etcd member and await its answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    if ca is None:
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(cadata=ca)
    if ours:
        # In memory, for root alone: Python takes a key from a file only.
        with tempfile.TemporaryDirectory(dir=RUN) as folder:
            pair = Path(folder) / "pair"
            pair.touch(0o600)
            pair.write_text(ours.certificate + ours.key)
            context.load_cert_chain(pair)
    with socket.create_connection((address, port), SECONDS) as plain:
        if port in (POSTGRESQL, PGBOUNCER):
            plain.sendall(SSL_REQUEST)
            if plain.recv(1) != b"S":
                raise OSError("it does not speak TLS")
        with context.wrap_socket(plain) as connection:
            if ours:
                # With TLS 1.3 a server refuses a client only after the handshake.
                connection.sendall(b"GET /version HTTP/1.0\r\n\r\n")
                if not connection.recv(1):
                    raise OSError("it closes the connection")
            return ssl.DER_cert_to_PEM_cert(connection.getpeercert(True) or b"")


def distrustful(host: Host, folder: str, ca: str, ours: Tls | None = None) -> list[str]:
    """The servers that a service of this host connects to and whose certificates these CAs do not verify, or which do
    not answer.

    ours: those that do not accept this generation, too; only etcd members ask for a certificate."""
    servers = [(name, address, ETCD) for name, address in host.voters.items() if folder == "etcd"]
    if folder != "etcd" and not ours:
        servers = [(name, address, POSTGRESQL) for name, address in host.databases.items()]
    return sorted({name for name, at, port in servers if name != host.name and not _shows(at, port, ca, ours)})


def _shows(address: str, port: int, ca: str, ours: Tls | None) -> bool:
    try:
        return bool(shown(address, port, ca, ours))
    except OSError:
        return False


def is_stale(host: Host, certificate: str) -> bool:
    """Whether a server of this host's role still shows another certificate; not if it does not run."""
    servers = {
        "database": [("127.0.0.1", POSTGRESQL), (host.address, PATRONI)],
        # Each connection may reach another process.
        "pooler": [("127.0.0.1", PGBOUNCER)] * 3 * host.processes,
    }
    for address, port in servers.get(host.role, []):
        with contextlib.suppress(OSError):
            if each(shown(address, port)) != each(certificate):
                return True
    return False
