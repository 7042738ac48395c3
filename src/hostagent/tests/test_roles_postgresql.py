"""Roles, lookup and the application's database in a real PostgreSQL, also one whose owner does not want it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni import psql as psqls
from azure_patroni.boot import heartbeat, roles
from azure_patroni.command import Ran

PASSWORDS = {role: f"password of {role}" for role in roles.ATTRIBUTES}
VERSIONS = ("17", "16", "15")
LOOKUP = "SELECT role_name FROM pgbouncer.user_lookup('{}')"


def programs() -> Path:
    """Those of a server; the test is skipped where there is none, or no account that it may run as."""
    for version in VERSIONS:
        folder = Path(f"/usr/lib/postgresql/{version}/bin")
        if os.geteuid() == 0 and (folder / "initdb").exists() and shutil.which("psql"):
            return folder
    pytest.skip("needs PostgreSQL, psql and root")


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    """The folder of a server's socket."""
    folder = programs()
    home = Path(tempfile.mkdtemp())
    shutil.chown(home, "postgres")
    command = [str(folder / "initdb"), "--no-sync", "--auth=trust", "--username=postgres", f"--pgdata={home}/data"]
    subprocess.run(command, user="postgres", check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = f"-k {home} -c listen_addresses= -c fsync=off -c shared_preload_libraries=pg_stat_statements"
    control = [str(folder / "pg_ctl"), f"--pgdata={home}/data", f"--log={home}/log", "--wait"]
    subprocess.run([*control, f"--options={options}", "start"], user="postgres", check=True, cwd="/")
    try:
        yield home
    finally:
        subprocess.run([*control, "--mode=immediate", "stop"], user="postgres", check=True, cwd="/")
        shutil.rmtree(home)


@pytest.fixture(autouse=True)
def server(socket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose roles are as they should be, and a database application without anything of an earlier test."""
    (tmp_path / "roles.json").write_text(json.dumps(PASSWORDS))
    (tmp_path / "connections.json").write_text('{"max": 90, "poolers": 70, "direct": 10, "reserve": 10}')
    monkeypatch.setattr(roles, "PASSWORDS", tmp_path / "roles.json")
    monkeypatch.setattr(hosts, "CONNECTIONS", tmp_path / "connections.json")

    def psql(sql: str, database: str = "postgres", **more: object) -> Ran:
        return psqls.psql(sql, database, **more | {"socket": str(socket)})  # type: ignore[arg-type]

    monkeypatch.setattr(roles, "psql", psql)
    if "t" not in values("SELECT pg_catalog.to_regrole('direct_sessions') IS NULL AS new"):
        done("DROP DATABASE IF EXISTS application WITH (FORCE);")
    if int(values("SHOW server_version_num")[0]) < 160000:
        # A role that PostgreSQL 15 does not have.
        monkeypatch.setattr(roles, "DIRECT", roles.DIRECT.replace("GRANT pg_use_reserved_connections TO rewind;", ""))
    roles.main([])


def done(sql: str, database: str = "postgres") -> None:
    ran = roles.psql(sql, database)
    assert ran.ok, ran.error


def values(sql: str, database: str = "postgres") -> list[str]:
    """The first column."""
    ran = roles.psql(sql, database)
    assert ran.ok, ran.error
    return [line.split(",")[0] for line in ran.output.splitlines()[1:]]


@pytest.mark.parametrize(
    "made",
    [
        "NOLOGIN",
        "SUPERUSER",
        "REPLICATION",
        "CREATEROLE",
        "BYPASSRLS",
        "IN ROLE postgres",
        "IN ROLE other_superuser",
        "IN ROLE member_of_postgres",
        "IN ROLE maker",
        "IN ROLE pg_execute_server_program",
        "IN ROLE pg_read_server_files",
        "IN ROLE pg_write_server_files",
        "IN ROLE rewind",
        "IN ROLE pgbouncer_auth",
        "IN ROLE direct_sessions",
        "VALID UNTIL '2001-01-01'",
    ],
)
def test_no_role_that_is_as_good_as_a_superuser_is_looked_up(made: str) -> None:
    done(
        "CREATE ROLE other_superuser SUPERUSER; CREATE ROLE member_of_postgres IN ROLE postgres;"
        " CREATE ROLE maker CREATEROLE; CREATE ROLE tried LOGIN;"
    )
    try:
        done(f"CREATE ROLE made {made};" if made == "NOLOGIN" else f"CREATE ROLE made LOGIN {made};")
        assert values(LOOKUP.format("tried")) == ["tried"]
        assert values(LOOKUP.format("made")) == []
    finally:
        done("DROP ROLE IF EXISTS made; DROP ROLE tried, maker, member_of_postgres, other_superuser;")


def test_the_applications_role_is_looked_up_and_the_clusters_are_not() -> None:
    assert values(LOOKUP.format("application")) == ["application"]
    for role in roles.ATTRIBUTES.keys() - {"application"}:
        assert values(LOOKUP.format(role)) == []


def test_members_of_ordinary_roles_are_looked_up() -> None:
    done("CREATE ROLE readers; CREATE ROLE reader LOGIN IN ROLE readers, application, pg_read_all_data;")
    try:
        assert values(LOOKUP.format("reader")) == ["reader"]
    finally:
        done("DROP ROLE reader, readers;")


def test_the_application_connects_to_its_own_database_only() -> None:
    sql = "SELECT datname FROM pg_database WHERE has_database_privilege('application', oid, 'CONNECT') ORDER BY 1"
    # template0 allows no connections.
    assert values(sql) == ["application", "template0"]


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("DROP SCHEMA public CASCADE;", 'schema "public" does not exist'),
        ("ALTER DATABASE application SET default_transaction_read_only = on;", ""),
        ("ALTER DATABASE application SET statement_timeout = '1ms';", ""),
        ("ALTER DATABASE application SET search_path = mine, public;", ""),
        ("ALTER DATABASE application SET role = 'application';", ""),
        ("ALTER DATABASE application SET standard_conforming_strings = off;", ""),
        ("ALTER DATABASE application SET default_transaction_deferrable = on;", ""),
        ("ALTER DATABASE application ALLOW_CONNECTIONS false;", "not currently accepting connections"),
        ("ALTER DATABASE application CONNECTION LIMIT 0;", ""),
    ],
)
def test_what_the_owner_does_to_its_database_fails_no_rotation(
    hostile: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done(f"SET SESSION AUTHORIZATION application; {hostile}", "postgres" if "ALLOW" in hostile else "application")
    changed = PASSWORDS | {"application": "another"}
    roles.PASSWORDS.write_text(json.dumps(changed))
    roles.main([])
    kept = values("SELECT rolpassword FROM pg_authid WHERE rolname = 'application'")[0]
    assert roles.matches(kept, "another")
    out = capsys.readouterr().out
    assert (said in out and out.startswith("<4>roles: the database application is left")) if said else out == ""


TRAP = """
CREATE SCHEMA mine;
CREATE FUNCTION mine.taken(text, text) RETURNS boolean LANGUAGE plpgsql AS
  $$ BEGIN EXECUTE 'ALTER ROLE application SUPERUSER'; RETURN false; END $$;
CREATE OPERATOR mine.= (FUNCTION = mine.taken, LEFTARG = text, RIGHTARG = text);
ALTER DATABASE application SET search_path = mine, pg_catalog;
"""


def test_no_function_of_the_owner_runs_as_a_superuser() -> None:
    done(f"SET SESSION AUTHORIZATION application; {TRAP}", "application")
    ran = roles.psql(roles.OWN_SETTINGS, "application", options=roles.OWN_OPTIONS)
    assert ran.ok, ran.error
    sql = "SELECT rolsuper FROM pg_authid WHERE rolname = 'application'"
    assert values(sql) == ["f"]
    # It is a trap: without our own settings it closes.
    roles.psql(roles.OWN_SETTINGS, "application")
    assert values(sql) == ["t"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("default_transaction_read_only", "on"),
        ("statement_timeout", "1ms"),
        ("role", "application"),
        ("search_path", "mine"),
        ("standard_conforming_strings", "off"),
        ("client_min_messages", "error"),
        ("work_mem", "64kB"),
    ],
)
def test_no_setting_of_the_owner_reaches_the_superusers_session(setting: str, value: str) -> None:
    done(f"SET SESSION AUTHORIZATION application; ALTER DATABASE application SET {setting} = '{value}';")
    sql = f"{roles.OWN_SETTINGS}{roles.QUIET}SHOW {setting};"
    ran = roles.psql(sql, "application", options=roles.OWN_OPTIONS)
    assert ran.ok, ran.error
    assert ran.output.splitlines()[-1] not in (value, "1ms")


def test_the_leaders_heartbeat_is_one_row_and_nobody_elses() -> None:
    for _ in range(2):
        done(heartbeat.BEAT)
    assert values("SELECT count(*) || ' ' || (max(at) > now() - interval '1 minute') FROM azure_patroni.heartbeat") == [
        "1 true"
    ]
    ran = roles.psql("SET ROLE application; SELECT * FROM azure_patroni.heartbeat;")
    assert "permission denied for schema azure_patroni" in ran.error
