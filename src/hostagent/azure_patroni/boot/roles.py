"""Brings roles, passwords, the application's database and PgBouncer's lookup to what they should be; only on the
leader. Patroni runs it once the cluster is initialised, with a connection string that is not needed; a reload of the
secrets runs it again."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time

from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import SECRETS, connections
from azure_patroni.psql import POSTGRESQL, psql, reason, rows

PASSWORDS = SECRETS / "postgres/roles.json"
# For all statements together, within the limit of a reload; a commit waits for the synchronous standby.
SQL_SECONDS = 300.0
ITERATIONS = 4096
VERIFIER = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)\$.+")
# What each role may do; any other attribute is taken back.
ATTRIBUTES = {
    "postgres": "SUPERUSER LOGIN",
    "replicator": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS LOGIN REPLICATION",
    "rewind": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS LOGIN NOREPLICATION",
    "pgbouncer_auth": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS LOGIN NOREPLICATION",
    "application": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS LOGIN NOREPLICATION",
    "application_direct": "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS LOGIN NOREPLICATION",
}
# A verifier is not a password, but must not be in a log either.
QUIET = """\
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET pg_stat_statements.track_utility = off;
SET search_path = '';
"""
# The owner of a database chooses settings of every session in it, a superuser's, too. These count before the owner's,
OWN_OPTIONS = (
    "-c search_path= -c role=none -c statement_timeout=0 -c lock_timeout=0 -c default_transaction_read_only=off"
)
# and nothing else of the owner's is left after this.
OWN_SETTINGS = """\
SELECT pg_catalog.count(pg_catalog.set_config(name, boot_val, false))
  FROM pg_catalog.pg_settings WHERE source = 'database' AND context = 'user';
"""
EVERY_DATABASE = """
CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""
APPLICATION = """
SELECT 'CREATE DATABASE application OWNER application'
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'application') \\gexec
ALTER DATABASE application OWNER TO application;
REVOKE CONNECT, TEMPORARY ON DATABASE application, postgres FROM PUBLIC;
REVOKE CONNECT ON DATABASE template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO rewind, pgbouncer_auth;
"""
# PostgreSQL limits roles, not addresses: members of direct_sessions come without a pooler, everybody else through one
# (pg_hba and the lookup), and the limits of the members together are the direct share.
DIRECT = """
BEGIN;
SELECT 'CREATE ROLE direct_sessions'
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'direct_sessions') \\gexec
ALTER ROLE direct_sessions WITH NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOLOGIN NOREPLICATION;
GRANT direct_sessions, application TO application_direct;
ALTER ROLE application_direct SET role = 'application';
ALTER ROLE application CONNECTION LIMIT {poolers};
SELECT pg_catalog.format('ALTER ROLE application_direct CONNECTION LIMIT %s',
                         greatest(0, {direct} - coalesce(sum(greatest(r.rolconnlimit, 0)), 0)))
  FROM pg_catalog.pg_auth_members m
  JOIN pg_catalog.pg_roles r ON r.oid = m.member
 WHERE m.roleid = 'direct_sessions'::regrole AND r.rolcanlogin AND r.rolname <> 'application_direct' \\gexec
GRANT pg_use_reserved_connections TO rewind;
COMMIT;
"""
# What PostgreSQL's manual asks for a pg_rewind that is no superuser.
REWIND = """
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_file(text, boolean) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) TO rewind;
"""
LOOKUP = """
BEGIN;
CREATE SCHEMA IF NOT EXISTS pgbouncer AUTHORIZATION postgres;
CREATE OR REPLACE FUNCTION pgbouncer.user_lookup(username text)
RETURNS TABLE (role_name text, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
  -- No row for roles that PgBouncer must never let in: the locked, the expired, the cluster's own, those of direct
  -- sessions, and those that are or can become what a superuser is, by SET ROLE as well: that make roles, read every
  -- row or all of the WAL, or reach files and programs of the server, whose account may do everything.
  SELECT a.rolname::pg_catalog.text, a.rolpassword
    FROM pg_catalog.pg_authid a
   WHERE a.rolname = username
     AND a.rolcanlogin
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_authid g
                      WHERE (g.rolsuper OR g.rolcreaterole OR g.rolbypassrls OR g.rolreplication
                             OR g.rolname IN ('rewind', 'pgbouncer_auth', 'direct_sessions',
                                              'pg_execute_server_program', 'pg_read_server_files',
                                              'pg_write_server_files'))
                        AND pg_catalog.pg_has_role(a.oid, g.oid, 'MEMBER'))
     AND (a.rolvaliduntil IS NULL OR a.rolvaliduntil > pg_catalog.now());
END;
REVOKE ALL ON SCHEMA pgbouncer FROM PUBLIC;
REVOKE ALL ON FUNCTION pgbouncer.user_lookup(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA pgbouncer TO pgbouncer_auth;
GRANT EXECUTE ON FUNCTION pgbouncer.user_lookup(text) TO pgbouncer_auth;
COMMIT;
"""

# One row, which the leader writes each few seconds: a restore is judged by it.
HEARTBEAT = """
BEGIN;
CREATE SCHEMA IF NOT EXISTS azure_patroni AUTHORIZATION postgres;
CREATE TABLE IF NOT EXISTS azure_patroni.heartbeat (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  at timestamptz NOT NULL
);
REVOKE ALL ON SCHEMA azure_patroni FROM PUBLIC;
COMMIT;
"""


def verifier(password: str, salt: bytes, iterations: int = ITERATIONS) -> str:
    """What PostgreSQL stores instead of a password (RFC 5803)."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode("ascii") for part in (salt, stored, server))
    return f"SCRAM-SHA-256${iterations}:{salt64}${stored64}:{server64}"


def matches(kept: str, password: str) -> bool:
    """Whether a stored verifier is of this password."""
    parts = VERIFIER.fullmatch(kept)
    if not parts:
        return False
    return hmac.compare_digest(kept, verifier(password, base64.b64decode(parts[2]), int(parts[1])))


def wanted_roles(passwords: dict[str, str], kept: dict[str, str]) -> str:
    """SQL that makes the roles, and gives a new verifier to those whose password is another."""
    lines = []
    for role, attributes in ATTRIBUTES.items():
        if role not in kept:
            lines.append(f"CREATE ROLE {role};")
        lines.append(f"ALTER ROLE {role} WITH {attributes};")
        if not matches(kept.get(role, ""), passwords[role]):
            lines.append(f"ALTER ROLE {role} PASSWORD '{verifier(passwords[role], secrets.token_bytes(16))}';")
    return "\n".join(lines)


def send(sql: str, until: float, database: str = "postgres", options: str = "", socket: str = POSTGRESQL) -> Ran:
    """Runs SQL; until: a time of time.monotonic()."""
    return psql(sql, database, seconds=max(1.0, until - time.monotonic()), options=options, socket=socket)


def query(sql: str, until: float, socket: str = POSTGRESQL) -> list[dict[str, str]]:
    """Runs SQL and returns the rows of its one result."""
    ran = send(sql, until, socket=socket)
    if not ran.ok:
        raise Failure(f"roles: {reason(ran)}: when PostgreSQL is healthy again: pgcluster reload-secrets")
    return rows(ran.output)


def passwords(text: str) -> dict[str, str]:
    """Reads the password of every role; ValueError where one is missing."""
    found: dict[str, str] = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    # Both roles may do the same, so a password of its own would protect nothing.
    if "application" in found:
        found["application_direct"] = found["application"]
    missing = ATTRIBUTES.keys() - found.keys()
    if missing:
        raise ValueError(f"no password of {', '.join(sorted(missing))}")
    return found


def main(arguments: list[str]) -> None:
    bring()


def bring(socket: str = POSTGRESQL) -> None:
    """Does it in the server of this socket's folder."""
    until = time.monotonic() + SQL_SECONDS
    if query("SELECT pg_catalog.pg_is_in_recovery() AS standby;", until, socket) == [{"standby": "t"}]:
        return
    try:
        known = passwords(PASSWORDS.read_text())
    except (OSError, ValueError) as error:
        raise Failure(f"roles: {PASSWORDS}: {error}: run pgcluster reload-secrets") from error
    stored = query("SELECT rolname, rolpassword FROM pg_catalog.pg_authid;", until, socket)
    kept = {row["rolname"]: row["rolpassword"] for row in stored}
    roles = QUIET + "BEGIN;\n" + wanted_roles(known, kept) + "\nCOMMIT;\n"
    rest = REWIND + LOOKUP + HEARTBEAT + EVERY_DATABASE
    query(roles + APPLICATION + DIRECT.format(**connections()) + rest, until, socket)
    # Its owner may do with it what it wants; the roles and their passwords are as they should be.
    ran = send(OWN_SETTINGS + QUIET + EVERY_DATABASE, until, "application", OWN_OPTIONS, socket)
    if not ran.ok:
        print(f"<4>roles: the database application is left as its owner made it: {reason(ran)}", flush=True)
