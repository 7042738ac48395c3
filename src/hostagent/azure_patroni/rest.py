"""Patroni's REST interface: over TLS, verified with the cluster's CA and the member's address."""

import ssl
from functools import lru_cache
from pathlib import Path

from azure_patroni.host import SECRETS
from azure_patroni.http import Reply, request

PORT = 8008
READ_SECONDS = 5.0
# A host has one of them, by its role.
CAS = (SECRETS / "postgres/ca.pem", SECRETS / "pgbouncer/ca.pem")


def ask(
    address: str,
    path: str,
    seconds: float | None = None,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    """One request to one member; a failure is a reply, too."""
    try:
        context = trust()
    except OSError as error:
        return Reply(0, b"", f"the cluster's CA cannot be read: {error}")
    return request(f"https://{address}:{PORT}{path}", method, headers, body, context, seconds or READ_SECONDS)


def trust() -> ssl.SSLContext:
    """Trusts the cluster's CAs; another one when their file has changed."""
    path = next((one for one in CAS if one.exists()), CAS[0])
    found = path.stat()
    return _context(path, (found.st_mtime_ns, found.st_ino, found.st_size))


@lru_cache(maxsize=1)
def _context(path: Path, version: tuple[int, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(path)
    return context
