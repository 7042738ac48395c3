"""Closes this host's TCP connections to servers that may hang.

A hung server's kernel acknowledges every packet, so no time-out of TCP ends a connection to it. The kernel closes it on
request (SOCK_DESTROY), for the program that holds it and for the server, and nothing is left to be undone."""

from azure_patroni.command import attempt
from azure_patroni.failure import Failure

SECONDS = 2.0
STATES = ("state", "established", "state", "syn-sent", "state", "close-wait")


def connections(addresses: list[str], port: int) -> list[str]:
    """The peers of the open connections, one entry for each."""
    return _ss(addresses, port, "-Htn")


def close(addresses: list[str], port: int) -> list[str]:
    """Closes them, and returns the peers of those that were; a kernel without SOCK_DESTROY closes none.

    Raises Failure if the kernel refuses, as it does to a service without CAP_NET_ADMIN."""
    return _ss(addresses, port, "-HtnK")


def _ss(addresses: list[str], port: int, options: str) -> list[str]:
    if not addresses:
        return []
    either = " or ".join(f"dst {address}" for address in addresses)
    ran = attempt("ss", options, *STATES, f"( {either} ) and dport = :{port}", seconds=SECONDS)
    # ss exits with 0 where the kernel refuses to close a socket, and says so.
    if not ran.ok or ran.error.strip():
        raise Failure(f"ss: {ran.reason()}")
    return [peer for peer in map(_peer, ran.output.splitlines()) if peer]


def _peer(line: str) -> str:
    """The address in a line such as `ESTAB 0 0 10.50.1.6:40000 10.50.1.4:5432`, with or without port."""
    words = line.split()
    return words[4].rsplit(":", 1)[0] if len(words) > 4 else ""
