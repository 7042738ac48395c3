"""PgBouncer's pools over all processes of a pooler, and the poolers' connections as the leader sees them."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pgcluster_base import Failure, run

CLIENTS = ("cl_active", "cl_waiting")
SERVERS = ("sv_active", "sv_idle", "sv_used", "sv_tested", "sv_login")
ADMIN = "pgbouncer"
SERVER = Path("/run/azure-patroni/databases.ini")


@dataclass
class Pools:
    """What the processes of a pooler hold together."""

    counts: dict[tuple[str, str], Counter] = field(default_factory=dict)
    longest_wait: float = 0.0
    silent: list[str] = field(default_factory=list)


def add(pools: Pools, text: str) -> None:
    """Adds one process's SHOW POOLS, as psql --csv prints it."""
    for row in csv.DictReader(io.StringIO(text)):
        if row["database"] == ADMIN:
            continue
        counter = pools.counts.setdefault((row["database"], row["user"]), Counter())
        for name in (*CLIENTS, *SERVERS):
            counter[name] += int(row[name])
        wait = int(row["maxwait"]) + int(row.get("maxwait_us") or 0) / 1e6
        pools.longest_wait = max(pools.longest_wait, wait)


def problems(pools: Pools) -> list[str]:
    """Why the pooler is degraded."""
    return [f"PgBouncer process {said}" for said in pools.silent]


def pools(processes: int) -> Pools:
    """Asks every process through its own socket."""
    found = Pools()
    for number in range(1, processes + 1):
        done = _psql(f"/run/pgbouncer/{number}", "6432", ADMIN, ADMIN, "SHOW POOLS")
        if done.returncode == 0:
            add(found, done.stdout)
        else:
            said = reason(done.stderr)
            found.silent.append(f"{number} does not answer: {said}; see `journalctl -u pgbouncer@{number}`")
    return found


def server(host: dict) -> str:
    """Whom PgBouncer connects to: the leader's host, or the database load balancer while nobody is known to lead."""
    try:
        found = re.search(r"host=(\S+)", SERVER.read_text())
    except OSError:
        found = None
    names = {address: name for name, address in host["databases"].items()}
    return names.get(found[1], "the load balancer") if found else "nobody yet"


CONNECTIONS = """
SELECT client_addr, usename, datname, count(*) AS connections,
       count(*) FILTER (WHERE state = 'active') AS active
FROM pg_stat_activity WHERE backend_type = 'client backend' AND client_addr IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def connections(poolers: dict[str, str]) -> list[dict]:
    """Who is connected to this host's PostgreSQL, poolers by their names."""
    done = _psql("/var/run/postgresql", "5432", "postgres", "postgres", CONNECTIONS)
    if done.returncode != 0:
        raise Failure(f"PostgreSQL does not answer: {reason(done.stderr)}")
    names = {address: name for name, address in poolers.items()}
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    return [{**row, "client": names.get(row["client_addr"], row["client_addr"])} for row in rows]


def reason(text: str) -> str:
    """psql says what went wrong first and gives a hint after."""
    lines = text.strip().splitlines()
    return lines[0].removeprefix("psql: error: ") if lines else "psql says nothing"


def _psql(socket: str, port: str, user: str, database: str, query: str):
    words = ["psql", "--no-psqlrc", "--csv", "-h", socket, "-p", port, "-U", user, "-d", database, "-c", query]
    return run("env", "PGCONNECT_TIMEOUT=3", *words, user="postgres", timeout=10)
