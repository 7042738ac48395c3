import sys
import time

import pytest

from azure_patroni.command import NOT_FOUND, TIMED_OUT, Ran, attempt, run
from azure_patroni.failure import Failure


def test_output_error_and_status_are_kept() -> None:
    ran = attempt("sh", "-c", "echo out; echo first >&2; echo last >&2; exit 3")
    assert (ran.status, ran.output, ran.reason()) == (3, "out\n", "last")


def test_standard_input_is_the_text_or_empty() -> None:
    assert attempt("cat", text="given").output == "given"
    assert attempt("cat").output == ""


def test_a_missing_program_is_a_result() -> None:
    ran = attempt("/no/such/program")
    assert ran.status == NOT_FOUND
    assert "is not installed" in ran.reason()


def test_a_hung_program_ends_with_the_limit_and_so_do_its_children() -> None:
    began = time.monotonic()
    # The child keeps the pipes open after its parent is killed.
    ran = attempt("sh", "-c", "sleep 60 & sleep 60", seconds=0.2)
    assert ran.status == TIMED_OUT
    assert ran.reason() == "no answer within 0.2 s"
    assert time.monotonic() - began < 10


def test_what_must_not_fail_names_the_command_and_the_reason() -> None:
    with pytest.raises(Failure, match="^sh -c echo no; exit 1: no$"):
        run("sh", "-c", "echo no; exit 1")
    assert run(sys.executable, "-c", "print(1)") == "1\n"


@pytest.mark.parametrize(
    ("ran", "reason"),
    [
        (Ran(1, "", "one\ntwo\n\n"), "two"),
        (Ran(1, "printed\n", ""), "printed"),
        (Ran(7, "", ""), "exit status 7"),
    ],
)
def test_the_reason_is_the_last_line(ran: Ran, reason: str) -> None:
    assert ran.reason() == reason
