"""Closing TCP connections to servers that hang."""

import pytest

from azure_patroni import sockets
from azure_patroni.failure import Failure
from conftest import Programs

# As `ss -Htn` prints them when several states are asked for.
OPEN = """\
ESTAB      0      0          10.50.1.6:40000     10.50.1.4:5432
SYN-SENT   0      1          10.50.1.6:40002     10.50.1.4:5432
CLOSE-WAIT 1      0          10.50.1.6:40004     10.50.1.5:5432
"""
STATES = "state established state syn-sent state close-wait"
FILTER = "( dst 10.50.1.4 or dst 10.50.1.5 ) and dport = :5432"


def test_connections_to_these_servers_are_listed_and_closed(programs: Programs) -> None:
    programs.answer("ss", "*", OPEN)
    peers = ["10.50.1.4", "10.50.1.4", "10.50.1.5"]
    assert sockets.connections(["10.50.1.4", "10.50.1.5"], 5432) == peers
    assert sockets.close(["10.50.1.4", "10.50.1.5"], 5432) == peers
    assert programs.calls == [f"ss -Htn {STATES} {FILTER}", f"ss -HtnK {STATES} {FILTER}"]


def test_without_a_server_nothing_is_closed(programs: Programs) -> None:
    assert sockets.close([], 5432) == []
    assert programs.calls == []


def test_nothing_open_is_no_failure_and_a_missing_program_is(programs: Programs) -> None:
    programs.answer("ss", "-Htn *", "")
    assert sockets.connections(["10.50.1.4"], 5432) == []
    programs.answer("ss", "-HtnK *", "", status=1)
    with pytest.raises(Failure, match="^ss: "):
        sockets.close(["10.50.1.4"], 5432)


def test_a_kernel_that_refuses_to_close_is_a_failure(programs: Programs) -> None:
    programs.answer("ss", "-HtnK *", error="SOCK_DESTROY answers: Operation not permitted\n")
    with pytest.raises(Failure, match="^ss: SOCK_DESTROY answers: Operation not permitted$"):
        sockets.close(["10.50.1.4"], 5432)
