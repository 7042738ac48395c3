"""Whether the database hosts answer: Patroni's REST interface, which poolers and load balancer ask, and PostgreSQL's
login. Both can be silent while the lease is held and open sessions work."""

import socket
from concurrent.futures import ThreadPoolExecutor

from azure_patroni import hung, rest
from azure_patroni.host import Host
from azure_patroni.rest import PORT

POSTGRESQL = 5432
SECONDS = 3.0

Silence = dict[str, str | None]


def patroni(address: str) -> str | None:
    """Why Patroni does not answer. 503 is of a Patroni whose main loop hangs."""
    reply = rest.ask(address, "/liveness", SECONDS)
    return None if reply.status == 200 else reply.reason


def postgresql(address: str) -> str | None:
    """Why PostgreSQL takes no login. One that does not run is Patroni's matter, which reports its state."""
    silent = hung.silence(socket.AF_INET, (address, POSTGRESQL), SECONDS)
    return None if silent == hung.REFUSED else silent


def ask(host: Host) -> dict[str, Silence]:
    """What does not answer on the database hosts, and why. All are asked at once."""
    addresses = list(host.databases.values())
    with ThreadPoolExecutor(2 * len(addresses)) as pool:
        found = zip(host.databases, pool.map(patroni, addresses), pool.map(postgresql, addresses))
        return {name: {"patroni": one, "postgresql": other} for name, one, other in found}


def problems(found: dict[str, Silence]) -> list[str]:
    """What is silent, and what to do."""
    said = []
    for name, silent in found.items():
        patroni, login = silent["patroni"], silent["postgresql"]
        if patroni and login:
            said.append(f"{name} answers on neither port {PORT} ({patroni}) nor {POSTGRESQL} ({login}): see if it runs")
        elif patroni:
            said.append(
                f"Patroni of {name} does not answer on port {PORT} ({patroni}), by which poolers and load balancer find"
                " the leader: see `journalctl -u patroni` there; if it hangs, `systemctl restart patroni` there"
                " restarts PostgreSQL, too"
            )
        elif login:
            said.append(
                f"PostgreSQL of {name} takes no login ({login}): see `journalctl -u azure-patroni-watch` there; if it"
                " stays so, `pkill -KILL -o -x postgres` there ends it, and Patroni fails over or starts it again"
            )
    return said
