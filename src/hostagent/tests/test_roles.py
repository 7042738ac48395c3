"""Roles and passwords: no password is sent, and only the leader is changed."""

import base64
import json
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import roles, secrets
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from conftest import Programs
from fakes import Clock

# The example of RFC 7677.
PENCIL = (
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
    ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
)
PASSWORDS = {role: f"password of {role}" for role in roles.ATTRIBUTES}
PASSWORDS["application_direct"] = PASSWORDS["application"]


def test_a_verifier_is_the_one_that_postgresql_would_make() -> None:
    assert roles.verifier("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096) == PENCIL


def test_a_verifier_matches_its_password_and_no_other() -> None:
    assert roles.matches(PENCIL, "pencil")
    assert not roles.matches(PENCIL, "pen")
    assert not roles.matches("md5c2e8b8", "pencil")


def test_no_password_is_sent_and_every_new_role_gets_a_verifier() -> None:
    sql = roles.wanted_roles(PASSWORDS, {})
    for role, password in PASSWORDS.items():
        assert f"CREATE ROLE {role};" in sql
        assert password not in sql
    assert sql.count("PASSWORD 'SCRAM-SHA-256$") == len(PASSWORDS)


def test_a_role_whose_password_is_the_same_keeps_its_verifier() -> None:
    kept = {role: roles.verifier(password, b"salt") for role, password in PASSWORDS.items()}
    assert "PASSWORD" not in roles.wanted_roles(PASSWORDS, kept)
    changed = roles.wanted_roles(PASSWORDS | {"rewind": "another"}, kept)
    assert changed.count("PASSWORD") == 1
    assert "ALTER ROLE rewind PASSWORD 'SCRAM-SHA-256$" in changed


def test_a_missing_password_is_named() -> None:
    assert roles.passwords(json.dumps(PASSWORDS)) == PASSWORDS
    stored = {role: password for role, password in PASSWORDS.items() if role != "application_direct"}
    assert roles.passwords(json.dumps(stored)) == PASSWORDS
    without = {role: password for role, password in PASSWORDS.items() if role not in ("rewind", "application")}
    with pytest.raises(ValueError, match="^no password of application, rewind$"):
        roles.passwords(json.dumps(without))


@pytest.fixture
def server(programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """psql on a leader without roles; the SQL of every call is kept."""
    (tmp_path / "roles.json").write_text(json.dumps(PASSWORDS))
    monkeypatch.setattr(roles, "PASSWORDS", tmp_path / "roles.json")
    (tmp_path / "connections.json").write_text('{"max": 200, "poolers": 170, "direct": 20, "reserve": 10}')
    monkeypatch.setattr(hosts, "CONNECTIONS", tmp_path / "connections.json")
    programs.answer("psql", output="standby\nf\n")
    return programs


def statements(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Database and SQL of every call."""
    sent: list[tuple[str, str]] = []
    inner = roles.psql

    def psql(sql: str, database: str, seconds: float, options: str, socket: str) -> object:
        sent.append((database, sql))
        assert 0 < seconds <= roles.SQL_SECONDS
        assert bool(options) == (database == "application")
        return inner(sql, database, seconds=seconds, options=options)

    monkeypatch.setattr(roles, "psql", psql)
    return sent


def test_a_standby_is_left_alone(server: Programs) -> None:
    server.answer("psql", output="standby\nt\n")
    roles.main([])
    assert len(server.calls) == 1
    assert server.given("psql") == "SELECT pg_catalog.pg_is_in_recovery() AS standby;"


def test_the_leader_gets_roles_application_and_lookup(server: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = statements(monkeypatch)
    server.answer("psql", output="rolname,rolpassword,standby\npostgres,,f\n")
    roles.main(["host=/run/postgresql"])
    assert [database for database, _ in sent] == ["postgres"] * 3 + ["application"]
    _, _, (_, sql), (_, application) = sent
    assert "CREATE ROLE postgres;" not in sql and "CREATE ROLE application;" in sql
    # Verifiers stay out of the log, and roles come all or not at all.
    assert sql.index("log_statement = 'none'") < sql.index("BEGIN;") < sql.index("ALTER ROLE") < sql.index("COMMIT;")
    for part in ("CREATE DATABASE application", "pg_read_binary_file", "pgbouncer.user_lookup", "REVOKE CREATE ON"):
        assert part in sql
    assert "ALTER ROLE application CONNECTION LIMIT 170;" in sql and "greatest(0, 20 - coalesce(" in sql
    assert "CREATE EXTENSION IF NOT EXISTS pg_stat_statements" in application
    assert not any(password in text for _, text in sent for password in PASSWORDS.values())


def test_all_statements_together_end_within_the_limit_of_a_reload(
    server: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    began = clock.now

    def slow(sql: str, database: str, seconds: float, options: str, socket: str) -> Ran:
        clock.sleep(min(seconds, 150))
        return Ran(0, "rolname,rolpassword,standby\npostgres,,f\n", "")

    monkeypatch.setattr(roles, "time", clock)
    monkeypatch.setattr(roles, "psql", slow)
    roles.main([])
    assert len(clock.slept) == 4
    assert clock.now - began < secrets.ROLES_SECONDS


def test_a_refusal_says_what_to_do(server: Programs) -> None:
    server.answer("psql", error="psql:<stdin>:1: error: connection to server failed: refused\nhint", status=2)
    with pytest.raises(Failure, match="^roles: connection to server failed: refused: when PostgreSQL is healthy again"):
        roles.main([])


@pytest.mark.parametrize("text", [None, "", "{}", "[]"])
def test_without_passwords_nothing_is_changed(server: Programs, text: str | None) -> None:
    roles.PASSWORDS.unlink()
    if text is not None:
        roles.PASSWORDS.write_text(text)
    with pytest.raises(Failure, match="run pgcluster reload-secrets"):
        roles.main([])
    assert len(server.calls) == 1
