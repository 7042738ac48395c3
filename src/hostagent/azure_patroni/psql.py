"""Runs SQL by psql over a Unix socket, with a time limit; the SQL shows in no list of processes."""

import csv
import io
import os
import re

from azure_patroni.command import Ran, attempt

SECONDS = 10.0
CONNECT_SECONDS = 3
POSTGRESQL = "/run/postgresql"


def psql(
    sql: str,
    database: str = "postgres",
    socket: str = POSTGRESQL,
    port: int = 5432,
    role: str = "postgres",
    seconds: float = SECONDS,
    options: str = "",
) -> Ran:
    """Runs SQL as the account postgres, which both servers trust on their sockets; prints CSV with a header.

    options: settings of the session from its start, as in PGOPTIONS; they count before those of the database."""
    return attempt(
        *("psql", "--no-psqlrc", "--quiet", "--csv", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"),
        *(f"--host={socket}", f"--port={port}", f"--username={role}", f"--dbname={database}"),
        text=sql,
        seconds=seconds,
        user="postgres" if os.geteuid() == 0 else None,
        environment={"PGCONNECT_TIMEOUT": str(CONNECT_SECONDS)} | ({"PGOPTIONS": options} if options else {}),
    )


def rows(text: str) -> list[dict[str, str]]:
    """The rows of one result."""
    return list(csv.DictReader(io.StringIO(text)))


def reason(ran: Ran) -> str:
    """psql prints what went wrong first and a hint after it."""
    lines = ran.error.strip().splitlines()
    return re.sub(r"^psql(:<stdin>:\d+)?: (error: )?", "", lines[0]) if lines else f"psql ended with {ran.status}"
