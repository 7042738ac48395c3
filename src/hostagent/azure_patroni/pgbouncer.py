"""PgBouncer's processes, each asked through its own socket."""

import re
import socket
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from azure_patroni import hung
from azure_patroni.command import attempt
from azure_patroni.host import RUN, SECRETS, Host
from azure_patroni.psql import psql, reason, rows

PORT = 6432
ADMIN = "pgbouncer"
CLIENTS = ("cl_active", "cl_waiting")
SERVERS = ("sv_active", "sv_idle", "sv_used", "sv_tested", "sv_login")
DATABASES = RUN / "databases.ini"
UNITS = "pgbouncer@*.service"
ANSWER_SECONDS = 5.0
USERLIST = SECRETS / "pgbouncer/userlist.txt"
CA = SECRETS / "pgbouncer/ca.pem"
LOOKUP_ROLE = "pgbouncer_auth"
LOGIN_SECONDS = 2
QUERY_SECONDS = 3.0
# PostgreSQL's refusals of one more session: it lives.
FULL = ("too many clients", "too many connections", "connection slots are reserved")


@dataclass
class Pools:
    """The pools of all processes together."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    longest_wait: float = 0.0
    silent: list[str] = field(default_factory=list)


def folder(process: int) -> str:
    """Where a process has its socket."""
    return f"/run/pgbouncer/{process}"


def pools(processes: int) -> Pools:
    """SHOW POOLS of every process."""
    found = Pools()
    for number in range(1, processes + 1):
        ran = psql("SHOW POOLS;", ADMIN, folder(number), PORT, ADMIN)
        if ran.ok:
            add(found, ran.output)
        else:
            found.silent.append(
                f"{number} does not answer: {reason(ran)}; see `journalctl -u pgbouncer@{number}`;"
                f" if it hangs: `systemctl restart pgbouncer@{number}`"
            )
    return found


def add(found: Pools, text: str) -> None:
    """Adds one process's SHOW POOLS, as psql --csv prints it."""
    for row in rows(text):
        if row["database"] == ADMIN:
            continue
        counter = found.counts.setdefault((row["database"], row["user"]), Counter())
        for name in (*CLIENTS, *SERVERS):
            counter[name] += int(row[name])
        wait = int(row["maxwait"]) + int(row.get("maxwait_us") or 0) / 1e6
        found.longest_wait = max(found.longest_wait, wait)


def problems(found: Pools) -> list[str]:
    """Why the pooler is degraded."""
    return [f"PgBouncer process {said}" for said in found.silent]


def silence(process: int) -> str | None:
    """Why a process does not answer on its socket; nothing if it does."""
    said = hung.silence(socket.AF_UNIX, f"{folder(process)}/.s.PGSQL.{PORT}", ANSWER_SECONDS)
    return f"PgBouncer process {process} does not answer yet: {said}" if said else None


def server(databases: dict[str, str], text: str | None) -> str:
    """The host that PgBouncer connects to, by its databases.ini; or the load balancer while no leader is known."""
    found = re.search(r"host=(\S+)", text or "")
    names = {address: name for name, address in databases.items()}
    return names.get(found[1], "the load balancer") if found else "no host yet"


def connected_to(host: Host, path: Path = DATABASES) -> str:
    """The host that this pooler connects to."""
    try:
        return server(host.databases, path.read_text())
    except OSError:
        return server(host.databases, None)


def refusal(address: str) -> str | None:
    """Why PostgreSQL there takes no writes; nothing if it does. Logs in with the role that looks passwords up."""
    try:
        found = re.search(rf'^"{LOOKUP_ROLE}" "(.*)"$', USERLIST.read_text(), re.MULTILINE)
    except OSError as error:
        return f"{USERLIST}: {error.strerror}"
    password = found[1].replace('""', '"') if found else ""
    # No certificate of the account, whose home its unit does not see.
    tls = f"sslmode=verify-full sslrootcert={CA} sslcertmode=disable"
    conninfo = f"host={address} port=5432 dbname=postgres user={LOOKUP_ROLE} {tls}"
    ran = attempt(
        *("psql", "--no-psqlrc", "--no-password", "--tuples-only", "--no-align", f"--dbname={conninfo}"),
        "--command=SELECT pg_is_in_recovery()",
        seconds=QUERY_SECONDS,
        environment={"PGCONNECT_TIMEOUT": str(LOGIN_SECONDS), "PGPASSWORD": password},
    )
    if not ran.ok:
        return None if any(words in ran.error for words in FULL) else reason(ran)
    return "it is a standby" if ran.output.strip() != "f" else None
