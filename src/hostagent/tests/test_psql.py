import time

import pytest

from azure_patroni import psql as module
from azure_patroni.command import TIMED_OUT, Ran, attempt
from azure_patroni.psql import psql, reason, rows
from conftest import Programs


def test_sql_goes_to_standard_input_and_into_no_list_of_processes(programs: Programs) -> None:
    programs.answer("psql", output="a\n1\n")
    ran = psql("SELECT 'secret';", "app", "/run/x", 6432, "admin")
    assert rows(ran.output) == [{"a": "1"}]
    assert programs.given("psql") == "SELECT 'secret';"
    call = programs.calls[0]
    assert "secret" not in call
    assert "--no-psqlrc" in call
    assert "--set=ON_ERROR_STOP=1" in call
    assert call.endswith("--host=/run/x --port=6432 --username=admin --dbname=app")


@pytest.mark.parametrize(("uid", "user"), [(0, "postgres"), (1000, None)])
def test_root_asks_as_the_account_that_both_servers_trust(
    uid: int, user: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def record(*_: str, **options: object) -> Ran:
        asked.append(options)
        return Ran(0, "", "")

    monkeypatch.setattr(module, "attempt", record)
    monkeypatch.setattr(module.os, "geteuid", lambda: uid)
    psql("SELECT 1")
    assert asked == [
        {"text": "SELECT 1", "seconds": 10.0, "user": user, "environment": {"PGCONNECT_TIMEOUT": "3"}}
    ]


def test_a_server_that_hangs_is_given_up(programs: Programs) -> None:
    (programs.folder / "psql").write_text("#!/bin/sh\nsleep 60\n")
    (programs.folder / "psql").chmod(0o755)
    began = time.monotonic()
    ran = psql("SELECT 1", seconds=0.2)
    assert (ran.status, reason(ran)) == (TIMED_OUT, "no answer within 0.2 s")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ('psql: error: connection to server on socket "/x" failed: no\n\tIs it running?\n', "connection to server"),
        ("psql:<stdin>:3: ERROR:  no such role\nHINT: create it\n", "ERROR:  no such role"),
        ("", "psql ended with 2"),
    ],
)
def test_the_reason_is_the_first_line_without_the_programs_name(error: str, said: str) -> None:
    assert reason(Ran(2, "", error)).startswith(said)


def test_a_value_may_hold_commas_quotes_and_line_ends() -> None:
    assert rows('a,b\n"x,""y""","1\n2"\n') == [{"a": 'x,"y"', "b": "1\n2"}]
    assert rows("") == []


def test_psql_itself_takes_these_options() -> None:
    ran = attempt("psql", "--no-psqlrc", "--quiet", "--csv", "--set=ON_ERROR_STOP=1", "--version")
    if not ran.ok and "is not installed" in ran.error:
        pytest.skip("psql is not installed")
    assert ran.output.startswith("psql (PostgreSQL)")
